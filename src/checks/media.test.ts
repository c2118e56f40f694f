import { describe, expect, it } from 'vitest';
import type { AttemptResponse } from '../shared/model.js';
import { decode, excerpt, headerValues, isJsonType, looseText } from './media.js';

const replyWith = (...headers: [string, string][]): AttemptResponse => ({
  kind: 'response',
  status: 200,
  headers,
  body: new Uint8Array(),
  sentAt: 0,
  endedAt: 1,
});
const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('the values of a header', () => {
  it('are those of its name in any case, in order, and of no other', () => {
    const reply = replyWith(['Etag', '1'], ['DATE', '2'], ['date', '3'], ['Dates', '4']);
    expect(headerValues(reply, 'date')).toEqual(['2', '3']);
    expect(headerValues(reply, 'host')).toEqual([]);
  });
});

describe('a Content-Type', () => {
  it.each([
    ['application/json', true],
    [' APPLICATION/JSON ; charset=utf-8', true],
    ['application/jsonp', false],
    ['text/json', false],
    ['', false],
    [undefined, false],
  ])('%j is JSON or not', (value, json) => {
    expect(isJsonType(value)).toBe(json);
  });
});

describe('a body', () => {
  it('is decoded for itself, however it follows others', () => {
    const [one, two] = [bytes('{"a":1}'), bytes('["é"]')];
    for (const body of [one, one, two, one]) {
      expect(decode(body)).toEqual(body === one ? { kind: 'object', value: { a: 1 } } : { kind: 'json', value: ['é'] });
    }
    expect(decode(one)).toBe(decode(one));
  });

  it('that is not UTF-8 still has a text', () => {
    const broken = Uint8Array.from([0x61, 0xff]);
    expect(decode(broken)).toMatchObject({ kind: 'broken', breach: 'utf-8' });
    expect(looseText(broken)).toBe('a\ufffd');
  });

  it('may be a part of other bytes', () => {
    expect(decode(bytes('xx{"a":1}yy').subarray(2, 9))).toEqual({ kind: 'object', value: { a: 1 } });
  });

  it('is shown in part if it is long', () => {
    expect(excerpt('a'.repeat(120))).toBe('a'.repeat(120));
    expect(excerpt('a'.repeat(121))).toBe(`${'a'.repeat(120)}…`);
  });
});
