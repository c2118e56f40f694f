import { describe, expect, it } from 'vitest';
import { checkLeaks } from './leaks.js';

const token = { name: 'X-Auth-Token', value: 'MIIFvgYJKoZIhvcNAQcCoIIF' };
const found = (message: string): string[] =>
  checkLeaks(new TextEncoder().encode(JSON.stringify({ error: { message, code: 'EndPoint.0002' } })), [token]).map(
    ({ requirement }) => requirement,
  );

describe('leaks in an error body', () => {
  it.each([
    ['the token', `no such token: ${token.value}`, 'credential'],
    ['the token in base64', `hint ${Buffer.from(token.value).toString('base64')}`, 'credential'],
    ['a trace of Node.js', 'TypeError: x\n    at handler (/srv/app/index.js:10:5)', 'stack-trace'],
    [
      'a trace of Java',
      'java.lang.NullPointerException\n\tat com.example.Service.update(Service.java:42)',
      'stack-trace',
    ],
    ['a trace of Python', 'Traceback (most recent call last):\n  File "app.py", line 3', 'stack-trace'],
    ['a trace of Go', 'panic: runtime error\n\ngoroutine 1 [running]:', 'stack-trace'],
    ['a path', 'error in /opt/vpcep/src/service.py', 'source-path'],
    ['a path with a line', 'failed (/usr/src/app/lib/update.ts:42)', 'source-path'],
    ['a path of Windows', 'error in C:\\inetpub\\app\\Service.cs', 'source-path'],
  ])('are found: %s', (_, message, leak) => {
    expect(found(message)).toContain(`errors/no-leak/${leak}`);
  });

  it.each([
    ['an ordinary message', 'Parameter error.'],
    [
      'the path of the request',
      'PUT /v1/6e9dfd51d1124e8d8498dce894923a0d/vpc-endpoint-services/4189d3c2-8882 is not allowed',
    ],
    ['a date', 'at 2024-01-02T03:04:05Z'],
    ['a member with a place', 'ports[3].client_port: must be at most 65535 (line 1, column 17)'],
    ['a URL', 'see https://support.example.com/api/errors.html'],
    ['a word of the trade', 'The exception is that names end at 16 characters'],
  ])('are not seen in %s', (_, message) => {
    expect(found(message)).toEqual([]);
  });
});

describe('a file with the number of a line', () => {
  it.each([
    'app/models/x.rb:31',
    'validate.go:112: not valid',
    'at Service.pm line 88',
    'in handler.php on line 12',
    'src\\Api\\Update.cs:line 40',
    'lib/x.ex:31: Service.update/2',
    "app/x.rb:31:in `update'",
    'main.rs:12:5',
    'System.NullReferenceException: not set',
  ])('is a leak: %s', (text) => {
    expect(checkLeaks(Buffer.from(JSON.stringify({ error: { message: text, code: 'X' } })), []).length).toBeGreaterThan(
      0,
    );
  });

  it.each(['line 1, column 12', 'body.json:1:12', 'ports[1].client_port: 70000', 'example.com:443', 'v1.2:3', 'R.3:4'])(
    'is not a leak: %s',
    (text) => {
      expect(checkLeaks(Buffer.from(JSON.stringify({ error: { message: text, code: 'X' } })), [])).toEqual([]);
    },
  );
});
