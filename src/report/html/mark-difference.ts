import { markup, type Html } from './markup.js';

/** Expected and received, each with the part that differs marked. */
export function markDifference(
  expected: string,
  received: string,
): { readonly expected: Html; readonly received: Html } {
  const [a, b] = [tokens(expected), tokens(received)];
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return { expected: marked(a, start, end, 'ins'), received: marked(b, start, end, 'del') };
}

/** Words, blanks and single characters: a difference is never marked within a word. */
function tokens(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_.-]+|\s+|[^]/gu) ?? [];
}

function marked(parts: readonly string[], start: number, end: number, kind: 'ins' | 'del'): Html {
  const middle = parts.slice(start, parts.length - end).join('');
  const before = parts.slice(0, start).join('');
  const after = parts.slice(parts.length - end).join('');
  if (middle === '') return markup`${before}${after}`;
  return markup`${before}<mark class="${kind}">${middle}</mark>${after}`;
}
