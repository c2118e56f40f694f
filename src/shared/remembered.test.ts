import { describe, expect, it } from 'vitest';
import { remembered } from './remembered.js';

describe('remembered', () => {
  it('makes a result once, and again when too many others came in between', () => {
    const made: string[] = [];
    const length = remembered(
      (text) => {
        made.push(text);
        return { length: text.length };
      },
      2,
      10,
    );
    expect(length('one')).toBe(length('one'));
    for (const text of ['two', 'three', 'one']) expect(length(text)).toEqual({ length: text.length });
    expect(made).toEqual(['one', 'two', 'three', 'one']);
  });

  it('does not keep long texts', () => {
    const make = remembered((text) => [text], 2, 3);
    expect(make('long')).toEqual(['long']);
    expect(make('long')).not.toBe(make('long'));
  });

  it('keeps texts of exactly that length, and that many of them', () => {
    const make = remembered((text) => [text], 2, 3);
    const [abc, abd] = [make('abc'), make('abd')];
    expect(make('abc')).toBe(abc);
    expect(make('abd')).toBe(abd);
    make('abe');
    expect(make('abc')).not.toBe(abc);
  });
});
