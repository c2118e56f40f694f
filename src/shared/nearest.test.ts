import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.js';

describe('the nearest word', () => {
  it.each([
    ['thorogh', 'thorough'],
    ['qick', 'quick'],
    ['QUICK', 'quick'],
    ['stadnard', 'standard'],
    ['prod', 'production'],
    ['elsewhere', null],
    ['', null],
  ])('to %j is %j', (word, want) => {
    expect(nearest(word, ['quick', 'standard', 'thorough', 'production'])).toBe(want);
  });

  it('may be bound to fewer slips', () => {
    expect(nearest('abcdefghij', ['abcdefgxyz'])).toBe('abcdefgxyz');
    expect(nearest('abcdefghij', ['abcdefgxyz'], 2)).toBeNull();
  });
});
