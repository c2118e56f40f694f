import { describe, expect, it } from 'vitest';
import { equal, Lexeme, stringify, withMember, type Draft } from './json.js';

describe('JSON text of a draft', () => {
  it.each<[Draft, string]>([
    [{ a: new Lexeme('1e400'), b: [new Lexeme('-0'), 1] }, '{"a":1e400,"b":[-0,1]}'],
    [new Lexeme('9007199254740993'), '9007199254740993'],
    [new Lexeme('{"a":[1]}'), '{"a":[1]}'],
    [new Lexeme('"\\ud800"'), '"\\ud800"'],
    [{ a: 'a "quoted" text, \n and \\' }, '{"a":"a \\"quoted\\" text, \\n and \\\\"}'],
    [withMember({ a: 1 }, '__proto__', { b: 2 }), '{"a":1,"__proto__":{"b":2}}'],
    ['\ud800', '"\\ud800"'],
    [null, 'null'],
  ])('%s is written as %s', (draft, text) => {
    expect(stringify(draft)).toBe(text);
  });

  it('is compared regardless of the order of members, but not of items', () => {
    expect(equal({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true);
    expect(equal([1, 2], [2, 1])).toBe(false);
    expect(equal({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  });
});
