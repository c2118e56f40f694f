import { describe, expect, it } from 'vitest';
import { shorten, visible, visibleLines } from './safe-text.js';

describe('text of unknown origin', () => {
  it.each([
    ['an escape sequence', '\u001b[31mred', '\\u001b[31mred'],
    ['the one-byte form of it', '\u009b2J', '\\u009b2J'],
    ['a bell, a null, a delete', '\u0007\u0000\u007f', '\\u0007\\u0000\\u007f'],
    ['line breaks and tabs', 'a\r\n\tb', 'a\\r\\n\\tb'],
    ['the other line breaks', 'a\u0085b\u2028c\u2029d', 'a\\u0085b\\u2028c\\u2029d'],
    ['bidirectional controls', '\u202eabc\u2066\u200f\u061c', '\\u202eabc\\u2066\\u200f\\u061c'],
    ['zero-width characters', 'a\u200bb\ufeffc\u00add', 'a\\u200bb\\ufeffc\\u00add'],
    ['tags beyond the BMP', 'a\u{e0041}', 'a\\u{e0041}'],
    ['a lone surrogate', 'a\ud800b\udc00', 'a\\ud800b\\udc00'],
    ['private use', '\ue000', '\\ue000'],
    ['a non-character', '\uffff', '\\uffff'],
    ['letters of any script, combining marks, emoji', 'Grüße 终端节点 é 🙂', 'Grüße 终端节点 é 🙂'],
    ['a backslash', 'C:\\new', 'C:\\new'],
  ])('shows %s', (_name, text, want) => {
    expect(visible(text)).toBe(want);
  });

  it('may keep its line feeds', () => {
    expect(visibleLines('a\nb\r\n\u001b')).toBe('a\nb\\r\n\\u001b');
  });

  it('is cut by whole characters, and says how much is gone', () => {
    expect(shorten('abcdef', 6)).toBe('abcdef');
    expect(shorten('🙂🙂🙂', 3)).toBe('🙂🙂🙂');
    expect(shorten('🙂🙂🙂🙂', 3)).toBe('🙂🙂🙂 … (1 characters more)');
  });
});
