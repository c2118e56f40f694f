import { describe, expect, it } from 'vitest';
import type { AttemptResponse } from '../shared/model.js';
import { checkEnvelope, errorText } from './envelope.js';

const reply = (body: string | Uint8Array, contentType = 'application/json', status = 400): AttemptResponse => ({
  kind: 'response',
  status,
  headers: contentType === '' ? [] : [['Content-Type', contentType]],
  body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  sentAt: 0,
  endedAt: 1,
});
const good = '{"error":{"message":"Parameter error.","code":"EndPoint.0002"}}';

describe('the error envelope', () => {
  it.each([
    ['as documented', good, 'application/json'],
    ['with a charset', good, 'application/json; charset=utf-8'],
    ['in upper case', good, 'APPLICATION/JSON'],
    ['with further members', '{"error":{"message":"m","code":"c","details":[]},"request_id":"r"}', 'application/json'],
  ])('conforms %s', (_, body, type) => {
    expect(checkEnvelope(reply(body, type), 'document')).toEqual([]);
  });

  it.each([
    ['no Content-Type', good, '', undefined],
    ['another Content-Type', good, 'text/html', undefined],
    ['a Content-Type that only begins alike', good, 'application/jsonp', undefined],
    ['an empty body', '', 'application/json', ''],
    ['HTML', '<html></html>', 'application/json', ''],
    ['an array', '[]', 'application/json', ''],
    ['no error', '{}', 'application/json', '/error'],
    ['error as a text', '{"error":"Parameter error."}', 'application/json', '/error'],
    ['error as a list', '{"error":[{"message":"m","code":"c"}]}', 'application/json', '/error'],
    ['no code', '{"error":{"message":"m"}}', 'application/json', '/error/code'],
    ['no message', '{"error":{"code":"c"}}', 'application/json', '/error/message'],
    ['an empty message', '{"error":{"message":"","code":"c"}}', 'application/json', '/error/message'],
    ['a numeric code', '{"error":{"message":"m","code":2}}', 'application/json', '/error/code'],
    ['a null code', '{"error":{"message":"m","code":null}}', 'application/json', '/error/code'],
    ['the flat form', '{"error_code":"EndPoint.0002","error_msg":"m"}', 'application/json', '/error'],
    ['a byte order mark', `\ufeff${good}`, 'application/json', ''],
  ])('is breached by %s', (_, body, type, pointer) => {
    const findings = checkEnvelope(reply(body, type, 403), 'document');
    expect(findings).toHaveLength(1);
    expect(findings[0]?.requirement).toBe('errors/envelope/403');
    expect(findings[0]?.pointer).toBe(pointer);
  });

  it('is reported with what it lacks, in words', () => {
    const received = (...of: Parameters<typeof reply>): string[] =>
      checkEnvelope(reply(...of), 'document').map((finding) => finding.received);
    expect(received(good, '')).toEqual(['no Content-Type']);
    expect(received(good, 'text/html')).toEqual(['text/html']);
    expect(received('{"error":{"code":"c"}}')).toEqual(['absent']);
  });

  it('is nested in production if it has an error', () => {
    expect(checkEnvelope(reply(good), 'production')).toEqual([]);
    const findings = checkEnvelope(reply('{"error":{"code":"c"},"error_code":"c","error_msg":"m"}'), 'production');
    expect(findings.map(({ pointer }) => pointer)).toEqual(['/error/message']);
  });

  it('is flat with one of its members, and none without either', () => {
    expect(errorText(reply('{"error_msg":"m"}').body)).toEqual({ form: 'flat', code: null, message: 'm' });
    expect(errorText(reply('{"error_code":"c"}').body)).toEqual({ form: 'flat', code: 'c', message: null });
    expect(errorText(reply('{}').body)).toEqual({ form: 'none', code: null, message: null });
  });

  it('may be flat in production', () => {
    expect(checkEnvelope(reply('{"error_code":"APIGW.0301","error_msg":"m","request_id":"r"}'), 'production')).toEqual(
      [],
    );
    expect(checkEnvelope(reply('{"error_code":"APIGW.0301"}'), 'production')).toHaveLength(1);
  });

  it('gives up its code and message in either form', () => {
    expect(errorText(reply(good).body)).toEqual({ form: 'nested', code: 'EndPoint.0002', message: 'Parameter error.' });
    expect(errorText(reply('{"error_code":"c","error_msg":"m"}').body)).toEqual({
      form: 'flat',
      code: 'c',
      message: 'm',
    });
    expect(errorText(reply('nothing').body)).toEqual({ form: 'none', code: null, message: null });
  });
});
