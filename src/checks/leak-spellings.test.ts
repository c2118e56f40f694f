import { describe, expect, it } from 'vitest';
import { checkLeaks, shownCredential } from './leaks.js';

const secret = { name: 'X-Auth-Token', value: 'a+b/c"d=e' };
const bytes = (text: string): Uint8Array => Buffer.from(text);
const found = (text: string, credentials = [secret]): string[] =>
  checkLeaks(bytes(text), credentials).map(({ requirement, received }) => `${requirement.slice(15)}: ${received}`);

describe('a credential in an error body', () => {
  const leak = 'credential: a body that shows the value of X-Auth-Token';

  it.each([
    ['as it is', secret.value],
    ['as JSON writes it', JSON.stringify({ m: secret.value })],
    ['percent-encoded', encodeURIComponent(secret.value)],
    ['in base64', Buffer.from(secret.value).toString('base64')],
    ['in base64 without padding', Buffer.from(secret.value).toString('base64').replace(/=+$/, '')],
    ['with escaped slashes', 'a+b\\/c"d=e'],
  ])('is seen %s', (_name, text) => {
    expect(found(`before ${text} after`)).toEqual([leak]);
  });

  it('is the one that was sent, whichever it is', () => {
    expect(found('the-other', [secret, { name: 'Authorization', value: 'the-other' }])).toEqual([
      'credential: a body that shows the value of Authorization',
    ]);
    expect(found('the-other')).toEqual([]);
  });

  it('is too short to be told from a word below six characters', () => {
    expect(found('12345', [{ name: 'X-Auth-Token', value: '12345' }])).toEqual([]);
    expect(found('123456', [{ name: 'X-Auth-Token', value: '123456' }])).toEqual([leak]);
  });

  it('is looked for in the first 64 KiB', () => {
    const at = (offset: number): string[] => found(`${' '.repeat(offset)}${secret.value}`);
    expect(at(65_536 - secret.value.length)).toEqual([leak]);
    expect(at(65_536 - secret.value.length + 1)).toEqual([]);
    expect(found('')).toEqual([]);
  });

  it('is returned with the ways to write it', () => {
    expect(shownCredential(bytes(encodeURIComponent(secret.value)), [secret])).toEqual({
      ...secret,
      spellings: ['a+b/c"d=e', 'a%2Bb%2Fc%22d%3De', 'YStiL2MiZD1l'],
    });
    expect(shownCredential(bytes('nothing'), [secret])).toBeNull();
    expect(shownCredential(bytes(`${' '.repeat(65_536)}${secret.value}`), [secret])).toBeNull();
  });

  it('may be a signature, which no other than its sender has seen', () => {
    const digits = '0123456789abcdef'.repeat(4);
    for (const text of [
      `Signature=${digits}`,
      `Signature%3D${digits}`,
      `Signature\\u003d${digits}`,
      'Signature=<signature>',
    ])
      expect(found(text), text).toEqual(['credential: a body that shows the value of Authorization']);
    for (const text of [`Signature=${digits.slice(1)}`, `Signature ${digits}`, `MySignature=${digits}`])
      expect(found(text), text).toEqual([]);
  });
});

describe('a stack trace in an error body', () => {
  it.each([
    ['at update (file:///srv/app/update.js:10:5)', 'of Node.js, by URL'],
    ['at node:internal/process:95:5', 'of Node.js itself'],
    ['at C:\\app\\update.js:10:5', 'of Node.js on Windows'],
    ['at async Promise.all (index.js:3:7)', 'of a promise'],
    ['at Array.map (<anonymous>)', 'of a built-in'],
    ['at com.example.Service.update(Service.java:42)', 'of Java'],
    ['at sun.reflect.Native.invoke(Native Method)', 'of native Java'],
    ['Traceback (most recent call last)', 'of Python'],
    ['File "update.py", line 3', 'of Python, a frame'],
    ['goroutine 12 [running, locked to thread]:', 'of Go'],
    ['panic: oops runtime error', 'of Go, the panic'],
    ["thread 'main' panicked at src/main.rs", 'of Rust'],
    ['Exception in thread "main"', 'of Java, the head'],
    ['java.lang.IllegalStateException', 'of Java, the class'],
    ['at App.Service.Update(Request r) in Service:line 7', 'of .NET'],
    ['#0 /srv/app/update.php(12)', 'of PHP'],
  ])('is seen: %s (%s)', (text) => {
    const [finding] = checkLeaks(bytes(`{"message":"x\\n\\t${text}"}`), []).filter(
      ({ requirement }) => requirement === 'errors/no-leak/stack-trace',
    );
    expect(finding?.received).toContain(text.slice(0, 8));
    expect(finding?.expected).toBe('a body without a stack trace');
  });

  it.each([
    'at 10:05:12',
    'at line 3 of the body',
    'goroutine',
    'panic: none',
    'a.b.CException',
    'an error at position 3',
    'File "a" is missing',
    'thread main panicked',
  ])('is not seen in: %s', (text) => {
    expect(found(text, [])).toEqual([]);
  });
});

describe('the path of a source file in an error body', () => {
  it.each([
    ['in /srv/app/update.py', '/srv/app/update.py'],
    ['(/srv/update.go:12)', '/srv/update.go:12'],
    ['"/srv/update.rb"', '/srv/update.rb'],
    ['x=C:\\app\\Update.cs', 'C:\\app\\Update.cs'],
    ['[/a b/c.d.ts', '/a b/c.d.ts'],
  ])('is seen: %s', (text, path) => {
    expect(found(text, [])).toEqual([`source-path: ${path}`]);
  });

  it.each(['/update.py', 'https://example.com/a/b.js', '/v1/a/b', '/srv/app/update.python', 'update.py', 'a/b/c.py'])(
    'is not seen in: %s',
    (text) => {
      expect(found(text, [])).toEqual([]);
    },
  );
});
