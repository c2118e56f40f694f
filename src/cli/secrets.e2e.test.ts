import { request as httpRequest } from 'node:http';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MockServer } from '../mock/index.js';
import { folder, mock, server } from '../run.fixture.js';
import { runCaptured, type Captured } from './captured.fixture.js';

/** Each contains characters that percent encoding, JSON, HTML and base64 write differently. */
const secrets = {
  token: 'MIIF/to+ken="first"&<one>\\~0123456789',
  renewed: 'MIIF/to+ken="second"&<one>\\~9876543210',
  foreign: "MIIF/foreign+token='third'&<one>\\~0123",
  accessKey: 'HSTAK/0123456789+ABC',
  secretKey: 'sk/sk+sk="sk"&<sk>\\~0123456789',
  security: 'security/to+ken="x"&<y>\\~0123456789',
  header: 'header/key+="h"&<k>\\~0123456789',
};
const PROXY = 'pass/word+p%22q~0123456789';

/** The ways in which text leaves a program, spelled out here independently of the mask. */
function spellings(secret: string): string[] {
  const percent = encodeURIComponent(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    percent,
    percent.replace(/%../g, (code) => code.toLowerCase()),
    json,
    json.replaceAll('/', '\\/'),
    JSON.stringify(json).slice(1, -1),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    secret.slice(0, -1),
    secret.slice(1),
    encodeURIComponent(percent),
    secret.replaceAll('/', '&sol;').replaceAll('=', '&#61;').replaceAll('"', '&#x22;'),
    Array.from(secret, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    Buffer.from(secret).toString('hex'),
    secret.slice(2),
    secret.slice(-18),
  ];
}

/** A secret in base64, with up to two characters before it and one after. */
function encoded(secret: string): string[] {
  return ['', 'x', 'xy'].flatMap((before) =>
    (['base64', 'base64url'] as const).map((alphabet) => Buffer.from(`${before}${secret}z`).toString(alphabet)),
  );
}

/** The part of it that depends on the secret alone. */
const cores = (secret: string): string[] => encoded(secret).map((code) => code.replace(/=+$/, '').slice(4, -4));

/**
 * A target that reveals every secret, in headers, errors and accepted updates, and maps them to the credentials of the
 * mock behind it. The first token is valid for `uses` requests.
 */
async function echoing(behind: MockServer, uses: number): Promise<string> {
  const every = (names: readonly string[]): string =>
    Object.entries(secrets)
      .flatMap(([name, secret]) => (names.includes(name) ? [...spellings(secret), ...encoded(secret)] : []))
      .join(' ');
  // The target cannot know what it has not received yet.
  const first = every(Object.keys(secrets).filter((name) => name !== 'renewed'));
  const renewed = every(['renewed']);
  let all = first;
  let left = uses;
  return server((incoming, response) => {
    const token = incoming.headers['x-auth-token'];
    const signed = incoming.headers.authorization?.includes(secrets.accessKey) === true;
    if (token === secrets.token) left -= 1;
    if (token === secrets.renewed) all = `${first} ${renewed}`;
    const good = token === secrets.renewed || (token === secrets.token && left >= 0) || (token === undefined && signed);
    const known = good ? behind.token : token === secrets.foreign ? behind.foreignToken : token;
    const { authorization: _, ...others } = incoming.headers;
    const headers = { ...others, ...(known === undefined ? {} : { 'x-auth-token': known }) };
    const outgoing = httpRequest(behind.url, { path: incoming.url ?? '', method: incoming.method ?? 'GET', headers });
    outgoing.on('response', (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => {
        const value = JSON.parse(Buffer.concat(chunks).toString()) as { error?: { message: string } };
        if (value.error !== undefined) value.error.message += ` ${all} ${incoming.headers.authorization ?? ''}`;
        const body = JSON.stringify({ ...value, echo: all, [secrets.token]: 1 });
        const { 'content-length': _length, 'x-request-id': _id, ...kept } = reply.headers;
        const id = secrets.token;
        // A reason phrase and a header name are also texts of the target.
        response.writeHead(reply.statusCode ?? 500, secrets.token, {
          ...kept,
          [`X-${Buffer.from(secrets.token).toString('hex')}`]: '1',
          'X-Request-Id': id,
          'X-Echo': all,
        });
        response.end(body);
      });
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
}

/** Returns every text that a command line has left, by the name of the stream or file. */
async function leftBy(ran: Captured, reportDir: string): Promise<Map<string, string>> {
  const left = new Map([
    ['stdout', ran.out],
    ['stderr', ran.err],
  ]);
  for (const entry of await readdir(reportDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    left.set(path.slice(reportDir.length + 1), await readFile(path, 'utf8'));
  }
  return left;
}

/** Returns which secret was left where, and in which spelling. */
function shown(left: ReadonlyMap<string, string>, unknown: readonly string[] = []): string[] {
  const wanted = Object.entries({ ...secrets, proxy: PROXY, proxyPlain: decodeURIComponent(PROXY) }).filter(
    ([name]) => !unknown.includes(name),
  );
  const places = [...left].flatMap(([place, text]) => {
    // Text inside JSON is also searched unescaped.
    const texts = [text, text.replaceAll('\\"', '"').replaceAll('\\\\', '\\')];
    return wanted.flatMap(([name, secret]) =>
      [...spellings(secret), ...cores(secret)].flatMap((spelling, n) =>
        texts.some((one) => one.includes(spelling)) ? [`${name}, spelling ${n}, in ${place}`] : [],
      ),
    );
  });
  return [...new Set(places)];
}

describe.skipIf(process.platform === 'win32')('no secret is in any output', () => {
  const base = (made: MockServer, url: string) => ({
    VPCEP_TARGET: url,
    VPCEP_PROJECT_ID: made.projectId,
    VPCEP_SERVICE_ID: made.serviceIds.join(','),
    VPCEP_FOREIGN_TOKEN: secrets.foreign,
    VPCEP_AK: secrets.accessKey,
    VPCEP_SK: secrets.secretKey,
    VPCEP_SECURITY_TOKEN: secrets.security,
    HTTP_PROXY: `http://user:${PROXY}@proxy.invalid:3128`,
  });
  const only = ['headers/token-cut', 'headers/token-case', 'headers/signature-changed', 'methods/patch'];
  const run = (reportDir: string) => [
    ...[
      'run',
      '--effort',
      'quick',
      '--seed',
      '1',
      '--verbose',
      '--report-dir',
      reportDir,
      '-H',
      `X-Api-Key: ${secrets.header}`,
    ],
    ...only.flatMap((glob) => ['--only', glob]),
  ];

  it('of a target that gives all of them away, with a token that a command renews, and what follows', async () => {
    const made = await mock({ faults: ['patch-updates'] });
    const url = await echoing(made, 12);
    const reportDir = join(await folder(), 'report');
    const tokens = await folder();
    await writeFile(join(tokens, 'first'), secrets.token);
    await writeFile(join(tokens, 'next'), secrets.renewed);
    const command = `cd ${tokens}; if test -e first; then cat first; rm first; else cat next; fi`;
    const ran = await runCaptured(run(reportDir), { ...base(made, url), VPCEP_TOKEN_COMMAND: command });
    expect(ran.err + ran.out.slice(0, 2_000)).toContain('headers/signature-changed');
    expect(ran.code).toBe(1);
    const left = await leftBy(ran, reportDir);
    expect([...left.keys()]).toEqual(expect.arrayContaining(['report.json', 'junit.xml', 'exchanges.ndjson']));
    expect([...left.keys()].filter((name) => name.startsWith('backup/'))).not.toEqual([]);
    expect(shown(left)).toEqual([]);
    expect(left.get('report.json')).toMatch(/<token>.*<access-key>|<access-key>[^]*<token>/);

    const failed = 'headers/signature-changed#0';
    const env = { ...base(made, url), VPCEP_TOKEN: secrets.renewed };
    const key = ['-H', `X-Api-Key: ${secrets.header}`];
    const again = await runCaptured(['replay', reportDir, failed, ...key], env);
    const back = await runCaptured(['restore', reportDir, ...key], env);
    const look = await runCaptured(['doctor', ...key], env);
    for (const later of [again, back, look]) expect(shown(await leftBy(later, reportDir), ['token'])).toEqual([]);
    expect(back.code).toBe(0);
  });

  it('of a run by AK and SK, and of one that is refused', async () => {
    const made = await mock();
    const url = await echoing(made, 0);
    const signed = join(await folder(), 'signed');
    const ran = await runCaptured(run(signed), base(made, url));
    // The run cannot know what it was never told.
    expect(shown(await leftBy(ran, signed), ['token', 'renewed'])).toEqual([]);
    expect(await readFile(join(signed, 'report.json'), 'utf8')).toContain('$VPCEP_AK');
    const refused = join(await folder(), 'refused');
    const out = await runCaptured(run(refused), { ...base(made, url), VPCEP_TOKEN: secrets.token });
    expect(out.code).toBe(2);
    expect(shown(await leftBy(out, refused), ['renewed'])).toEqual([]);
  });
});
