import { describe, expect, it } from 'vitest';
import { resolveConfig, secretsOf, type Flags } from './config.js';

const env = { VPCEP_TOKEN: 'secret-token' };
const target: Flags = {
  url: 'http://localhost:8080',
  projectId: '6e9dfd51',
  serviceId: ['4189d3c2-8882-4871-a3c2-d380272eed83'],
};

describe('the secrets of a configuration', () => {
  it('are its tokens, and the headers whose names say so', () => {
    const config = resolveConfig(
      { ...target, header: ['X-Trace: nightly', 'Authorization: Basic abc', 'X-Api-Key: k'] },
      { ...env, VPCEP_FOREIGN_TOKEN: 'foreign' },
    );
    expect(secretsOf(config)).toEqual([
      { kind: 'token', value: 'secret-token' },
      { kind: 'foreign-token', value: 'foreign' },
      { kind: 'header', value: 'Basic abc' },
      { kind: 'header', value: 'k' },
    ]);
  });

  it('are refused in a URL, where they would be sent and shown', () => {
    for (const url of ['http://h/secret-token/x', 'http://h/?k=secret-token'])
      expect(() => resolveConfig({ ...target, url }, env)).toThrow(/--url/);
    expect(() => resolveConfig({ ...target, url: 'http://h/secret-token' }, env)).toThrow('--url holds a credential');
  });

  it('are the passwords of its proxies, also as they are sent', () => {
    const config = resolveConfig(
      { ...target, proxy: 'http://me:p%40ss@proxy:3128' },
      { ...env, HTTPS_PROXY: 'you:second@other:8080', http_proxy: 'http://nobody@third', NO_PROXY: 'a:b@c' },
    );
    expect(secretsOf(config).filter(({ kind }) => kind === 'proxy')).toEqual(
      ['p%40ss', 'p@ss', 'bWU6cEBzcw==', 'second', 'eW91OnNlY29uZA=='].map((value) => ({ kind: 'proxy', value })),
    );
  });
});
