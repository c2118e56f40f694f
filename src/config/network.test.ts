import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasOpenssl, makeCertificate, type Certificate } from '../client/certificates.fixture.js';
import type { Flags } from './config.js';
import { UserError } from '../shared/errors.js';
import { type Network, networkOf, networkWarnings } from './network.js';
import { networkOptions } from './target-options.js';
import { environmentSource, flagSource, resolveSettings } from './sources.js';
import type { Variables } from './values.js';

function resolveNetwork(flags: Flags, env: Variables, hasTarget: boolean): Network {
  return networkOf(resolveSettings(networkOptions, [flagSource(flags, env), environmentSource(env)]), env, hasTarget);
}

describe.skipIf(!hasOpenssl)('the way to a target', () => {
  let folder: string;
  let one: Certificate;
  let two: Certificate;
  let garbage: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'network-'));
    one = makeCertificate(folder, 'one', 'subjectAltName=DNS:one');
    two = makeCertificate(folder, 'two', 'subjectAltName=DNS:two');
    garbage = join(folder, 'garbage.pem');
    writeFileSync(garbage, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds what the files hold, a bundle whole, with flags before variables', () => {
    const bundle = join(folder, 'bundle.pem');
    writeFileSync(bundle, `# two\n${one.cert}\n${two.cert}`);
    const flags = { ca: bundle, cert: one.certFile, proxy: 'proxy:3128' };
    const variables = { VPCEP_CA: '/nowhere', VPCEP_KEY: one.keyFile, VPCEP_PROXY: 'http://other', no_proxy: 'x' };
    const { tls, proxy, proxyEnv } = resolveNetwork(flags, variables, true);
    expect(tls.ca?.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect({ cert: tls.cert, key: tls.key }).toEqual({ cert: one.cert.trim(), key: one.key });
    expect({ proxy, proxyEnv }).toEqual({ proxy: 'proxy:3128', proxyEnv: { no_proxy: 'x' } });
  });

  it('warns of --insecure alone', () => {
    const insecure = resolveNetwork({ insecure: true }, {}, true);
    expect(insecure.tls).toEqual({ insecure: true });
    expect(networkWarnings({ network: insecure })).toHaveLength(1);
    expect(networkWarnings({ network: resolveNetwork({}, {}, true) })).toEqual([]);
  });

  it.each<[name: string, flags: () => Flags, variables: Record<string, string>, message: RegExp]>([
    ['a missing file', () => ({ ca: '/no/such.pem' }), {}, /^--ca .* \/no\/such\.pem \(ENOENT\)$/],
    ['a folder', () => ({}), { VPCEP_CA: tmpdir() }, /^VPCEP_CA .* \(EISDIR\)$/],
    ['a key for a CA', () => ({ ca: one.keyFile }), {}, /^--ca holds no certificate/],
    ['a broken certificate', () => ({ ca: garbage }), {}, /^--ca holds no certificate/],
    ['a certificate alone', () => ({ cert: one.certFile }), {}, /^--cert is given alone/],
    ['a key alone', () => ({}), { VPCEP_KEY: 'k' }, /^VPCEP_KEY is given alone/],
    ['a certificate for a key', () => ({ cert: one.certFile, key: one.certFile }), {}, /^--key holds no private key/],
    ['the key of another', () => ({ cert: one.certFile, key: two.keyFile }), {}, /^--key is not the key of .* --cert$/],
    ['both --insecure and --ca', () => ({ ca: one.certFile, insecure: true }), {}, /exclude each other/],
    [
      'a proxy of an unknown kind',
      () => ({ proxy: 'socks5://me:secret@x' }),
      {},
      /^--proxy names a proxy of the kind socks5$/,
    ],
    ['a proxy that is not a URL', () => ({}), { VPCEP_PROXY: 'http://' }, /^VPCEP_PROXY is not a URL$/],
  ])('is refused with %s', (_name, flags, variables, message) => {
    expect(() => resolveNetwork(flags(), variables, true)).toThrow(UserError);
    expect(() => resolveNetwork(flags(), variables, true)).toThrow(message);
  });

  it.each<Flags>([{ ca: 'x' }, { cert: 'x' }, { key: 'x' }, { proxy: 'x' }, { insecure: true }])(
    'is refused without a target: %j',
    (flags) => {
      expect(() => resolveNetwork(flags, {}, false)).toThrow('is given, but no URL says what to judge');
    },
  );
});
