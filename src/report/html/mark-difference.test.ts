import { describe, expect, it } from 'vitest';
import { markDifference } from './mark-difference.js';

describe('expected and received', () => {
  it.each<[expected: string, received: string, marked: string, also: string]>([
    [
      '200',
      '400 with EndPoint.0002',
      '<mark class="ins">200</mark>',
      '<mark class="del">400 with EndPoint.0002</mark>',
    ],
    ['status 200', 'status 400', 'status <mark class="ins">200</mark>', 'status <mark class="del">400</mark>'],
    ['"a b"', '"a c"', '&quot;a <mark class="ins">b</mark>&quot;', '&quot;a <mark class="del">c</mark>&quot;'],
    ['200 mappings', '200 mappings more', '200 mappings', '200 mappings<mark class="del"> more</mark>'],
    ['a a', 'a', 'a<mark class="ins"> a</mark>', 'a'],
    ['same', 'same', 'same', 'same'],
    ['', '<x>', '', '<mark class="del">&lt;x&gt;</mark>'],
  ])('%s, %s', (expected, received, marked, also) => {
    const difference = markDifference(expected, received);
    expect(difference.expected.markup).toBe(marked);
    expect(difference.received.markup).toBe(also);
  });
});
