import { describe, expect, it } from 'vitest';
import { letterRanges, letterTexts, someOfEachScript } from './letters.js';

describe('the letters of the Basic Multilingual Plane', () => {
  const all = letterTexts(128).join('');

  it('are letters to this version of Unicode too, each once', () => {
    expect(all).toMatch(/^\p{L}+$/u);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(48_000);
  });

  it.each([
    'Latin',
    'Greek',
    'Cyrillic',
    'Han',
    'Bopomofo',
    'Yi',
    'Cherokee',
    'Hangul',
    'Ethiopic',
    'Arabic',
    'Tifinagh',
    'Vai',
  ])('have %s among them, also among a few of each script', (script) => {
    const own = new RegExp(`\\p{Script=${script}}`, 'u');
    expect(all).toMatch(own);
    expect(someOfEachScript(128).join('')).toMatch(own);
  });

  it('have Han extension A, late Han letters and title-case digraphs', () => {
    for (const letter of ['\u3400', '\u4db5', '\u9fcc', '\u01c5', '\u1f88']) expect(all).toContain(letter);
  });

  it('come in texts of at most the requested length', () => {
    expect(letterTexts(128).every(({ length }) => length > 0 && length <= 128)).toBe(true);
    expect(letterRanges.every(([first, last]) => first <= last)).toBe(true);
  });
});
