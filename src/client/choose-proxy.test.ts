import { describe, expect, it } from 'vitest';
import { UserError } from '../shared/errors.js';
import { chooseProxy } from './choose-proxy.js';

function chosen(url: string, env: Record<string, string>, proxy?: string): string | null {
  const found = chooseProxy({ url: new URL(url), env, proxy });
  return found === null ? null : `${found.host}:${found.port}`;
}

const both = { HTTP_PROXY: 'http://plain:1', HTTPS_PROXY: 'http://secure:2' };

describe('chooseProxy', () => {
  it('takes what the environment names for the scheme', () => {
    expect(chosen('http://api.example', both)).toBe('plain:1');
    expect(chosen('https://api.example', both)).toBe('secure:2');
    expect(chosen('https://api.example', { HTTP_PROXY: 'http://plain:1' })).toBeNull();
    expect(chosen('https://api.example', {})).toBeNull();
  });

  it('prefers lower case, and what is given before either', () => {
    expect(chosen('http://api.example', { ...both, http_proxy: 'http://lower:3' })).toBe('lower:3');
    expect(chosen('http://api.example', both, 'http://given:4')).toBe('given:4');
    expect(chosen('http://api.example', { ...both, NO_PROXY: '*' }, 'http://given:4')).toBe('given:4');
    expect(chosen('http://127.0.0.1', both, 'http://given:4')).toBe('given:4');
  });

  it.each(['http://localhost:8080', 'http://a.localhost', 'http://127.0.0.1', 'http://127.9.9.9', 'http://[::1]:80'])(
    'goes to %s directly',
    (url) => {
      expect(chosen(url, both)).toBeNull();
    },
  );

  it.each([
    ['*', 'http://api.example', null],
    ['api.example', 'http://api.example', null],
    ['API.EXAMPLE', 'http://api.example', null],
    ['example', 'http://api.example', null],
    ['.example', 'http://api.example', null],
    ['*.example', 'http://api.example', null],
    ['other, api.example', 'http://api.example', null],
    ['other api.example', 'http://api.example', null],
    ['api.example:80', 'http://api.example', null],
    ['api.example:81', 'http://api.example', 'plain:1'],
    ['api.example:81', 'http://api.example:81', null],
    ['pi.example', 'http://api.example', 'plain:1'],
    ['example.com', 'http://api.example', 'plain:1'],
    ['', 'http://api.example', 'plain:1'],
    [',', 'http://api.example', 'plain:1'],
    ['.', 'http://api.example', 'plain:1'],
    ['10.0.0.0/8', 'http://10.1.2.3', null],
    ['10.0.0.0/8', 'http://11.1.2.3', 'plain:1'],
    ['10.0.0.0/99', 'http://10.1.2.3', 'plain:1'],
    ['10.1.2.3', 'http://10.1.2.3', null],
    ['2.3', 'http://10.1.2.3', 'plain:1'],
    ['fd00::/8', 'http://[fd12::1]', null],
    ['fd12::1', 'http://[fd12::1]', null],
    ['[fd12::1]', 'http://[fd12::1]', null],
    ['[fd12::1]:80', 'http://[fd12::1]', null],
    ['[fd12::1]:81', 'http://[fd12::1]', 'plain:1'],
  ])('NO_PROXY %j and %s give %s', (list, url, expected) => {
    expect(chosen(url, { ...both, NO_PROXY: list })).toBe(expected);
  });

  it('knows ports, schemes, and user with password', () => {
    const of = (proxy: string) => chooseProxy({ url: new URL('http://x'), env: {}, proxy });
    expect(of('proxy.example')).toEqual({ host: 'proxy.example', port: 80, secure: false, authorization: null });
    expect(of('proxy.example:3128')).toMatchObject({ host: 'proxy.example', port: 3128 });
    expect(of('https://[fd00::1]')).toMatchObject({ host: 'fd00::1', port: 443, secure: true });
    expect(of('http://us%40er:p%3Aw@h:1')).toMatchObject({
      authorization: `Basic ${Buffer.from('us@er:p:w').toString('base64')}`,
    });
    expect(of('http://user:100%@h:1')).toMatchObject({
      authorization: `Basic ${Buffer.from('user:100%').toString('base64')}`,
    });
  });

  it.each(['socks5://user:secret@h:1', 'http://user:secret@:1', 'http://user:secret@h:99999'])(
    'refuses %s without showing the password',
    (proxy) => {
      const refuse = () => chooseProxy({ url: new URL('http://x'), env: {}, proxy });
      expect(refuse).toThrow(UserError);
      expect(refuse).not.toThrow(/secret/);
    },
  );
});
