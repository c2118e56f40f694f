import { describe, expect, it } from 'vitest';
import type { Json } from '../shared/json.js';
import { canonical } from './canonical.js';

const parse = (text: string): Json => JSON.parse(text) as Json;

describe('the canonical text of a JSON value', () => {
  it.each([
    ['{"a":1,"b":2}', '{"b":2,"a":1}'],
    ['1', '1.0'],
    ['80', '8e1'],
    ['0', '-0'],
    ['1e400', '1e500'],
    ['"\\u0041"', '"A"'],
    ['[{"x":[1,{"p":null,"q":true}]}]', '[{"x":[1.0,{"q":true,"p":null}]}]'],
  ])('is the same for %s and %s', (left, right) => {
    expect(canonical(parse(left))).toBe(canonical(parse(right)));
  });

  it.each([
    ['1', '"1"'],
    ['null', '"null"'],
    ['true', '"true"'],
    ['[]', '{}'],
    ['[]', '""'],
    ['[1,2]', '[2,1]'],
    ['["a,b"]', '["a","b"]'],
    ['{"a":1}', '{"a":1,"b":null}'],
    ['{"a":{"b":1}}', '{"a":"{\\"b\\":1}"}'],
    ['1e400', '"Infinity"'],
    ['"\\ud800"', '"\\ud801"'],
    ['"\u00e9"', '"e\u0301"'],
    ['{"__proto__":1}', '{}'],
  ])('differs between %s and %s', (left, right) => {
    expect(canonical(parse(left))).not.toBe(canonical(parse(right)));
  });
});
