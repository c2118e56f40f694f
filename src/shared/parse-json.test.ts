import { describe, expect, it } from 'vitest';
import { parseJson } from './parse-json.js';

const nested = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`;

describe('JSON that somebody else wrote', () => {
  it.each(['null', '"[[["', '{"a":[{},{"b":[1,null]}]}', '{"__proto__":[1]}', nested(500)])(
    'is parsed as it is: %s',
    (text) => {
      expect(JSON.stringify(parseJson(text))).toBe(text);
    },
  );

  it('is cut where it is nested deeper than 500 levels, and nowhere else', () => {
    const text = `{"deep":${nested(100_000)},"__proto__":${nested(600)},"flat":[${'[],'.repeat(1_000)}2]}`;
    const written = JSON.stringify(parseJson(text));
    expect(written.match(/\(nested too deep\)/g)).toHaveLength(2);
    expect(written).toContain(`"flat":[${'[],'.repeat(1_000)}2]`);
    expect(written.startsWith(`{"deep":${'['.repeat(499)}"(nested`)).toBe(true);
  });

  it('must be JSON', () => {
    expect(() => parseJson('[1,]')).toThrow(SyntaxError);
  });
});
