import { characterClasses, printableClasses } from '../characters.js';
import { formatGenerators } from '../formats.js';
import { lengthOf } from '../code-points.js';
import type { Node } from '../../spec/node.js';
import { textSpace } from '../text-space.js';
import { sized, type Edge, type Edges } from './edge.js';

/** Lengths at which services truncate, tried if the schema sets no maximum. */
const COMMON_LIMITS = [16, 32, 63, 64, 127, 128, 255, 256, 1_000] as const;

/** Words that some layer may mistake for something else. */
const WORDS = [
  'null',
  'true',
  'false',
  '0',
  '00',
  '-1',
  '1e5',
  '0x1F',
  'NaN',
  'undefined',
  '[]',
  '{}',
  '""',
  '__proto__',
  'constructor',
  'None',
];

/** Texts of telling lengths, of each class of characters that the pattern allows, and words that may be mistaken. */
export const textEdges: Edges = ({ node }) => {
  if (node.format !== null)
    return formatGenerators[node.format].edges.map(({ way, says, text }) => ({
      keyword: 'format',
      way,
      says,
      value: text,
    }));
  return [...lengths(node), ...characters(node), ...layouts(node)];
};

function lengths(node: Node): Edge[] {
  const { minLength: min, maxLength: max } = node;
  const space = textSpace(node);
  const word = (length: number): string[] => [space.word(length) ?? []].flat();
  const named = sized({ min, max }, { counts: 'Length', part: 'character' }, word);
  if (!Number.isFinite(max)) {
    return [
      ...named,
      ...COMMON_LIMITS.filter((length) => length > min).flatMap((length) =>
        word(length).map((value) => ({
          keyword: 'type',
          way: `length-${length}`,
          says: `of ${length} characters`,
          value,
        })),
      ),
    ];
  }
  return [
    ...named,
    {
      keyword: 'maxLength',
      way: 'most-beyond-ascii',
      says: `of ${max} characters of several bytes each in UTF-8`,
      value: '中'.repeat(max),
    },
    {
      keyword: 'maxLength',
      way: 'most-beyond-bmp',
      says: `of ${max} characters of two units each in UTF-16`,
      value: '𠮷'.repeat(max),
    },
  ];
}

/**
 * Each printable character that a pattern allows, in first and last place; of other classes, all characters in one or
 * two texts.
 */
function characters(node: Node): Edge[] {
  const keyword = node.pattern === null ? 'type' : 'pattern';
  const space = textSpace(node);
  const around = (first: string, last: string): string[] => {
    const room = Math.min(node.maxLength, Math.max(node.minLength, 6)) - lengthOf(first + last);
    if (room < 0) return [first].filter((text) => lengthOf(text) >= node.minLength);
    const middle = space.word(room);
    return middle === null ? [] : [first + middle + last];
  };
  return characterClasses.flatMap(({ name, says, snippets }) => {
    const legal = snippets.filter(
      (snippet) => node.pattern === null || around(snippet, snippet).some((text) => node.pattern?.test(text) === true),
    );
    if (legal.length === 0) return [];
    const oneByOne = node.pattern !== null && printableClasses.some((printable) => printable.name === name);
    const texts = oneByOne
      ? legal.flatMap((snippet, i) => around(snippet, legal[(i + 1) % legal.length] ?? snippet))
      : [legal.filter(isLetterOrDigit), legal.filter((snippet) => !isLetterOrDigit(snippet))].flatMap((group) =>
          group.length === 0 ? [] : joined(node, group),
        );
    return texts.map((value) => ({ keyword, way: name, says: `with ${says}`, value }));
  });
}

function isLetterOrDigit(snippet: string): boolean {
  return /^[\p{L}\p{Nd}]$/u.test(snippet);
}

function joined(node: Node, snippets: readonly string[]): string[] {
  const fit = snippets.reduce(
    (text, snippet) => (lengthOf(text + snippet) <= node.maxLength ? text + snippet : text),
    '',
  );
  return lengthOf(fit) >= node.minLength ? [fit] : [];
}

function layouts(node: Node): Edge[] {
  const keyword = node.pattern === null ? 'type' : 'pattern';
  const space = textSpace(node);
  const ascii = space.characters.filter((character) => character >= ' ' && character <= '~');
  const chunk = Math.min(node.maxLength, 128);
  const chunks = Array.from({ length: chunk > 0 ? Math.ceil(ascii.length / chunk) : 0 }, (_, i) =>
    ascii.slice(i * chunk, (i + 1) * chunk).join(''),
  );
  const edge = (way: string, says: string, values: readonly string[]): Edge[] =>
    values.map((value) => ({ keyword, way, says, value }));
  return [
    ...edge('all-printable', 'of all printable characters allowed', chunks),
    ...edge(
      'one-class-only',
      'of digits, or of marks, and nothing else',
      ['0123', '9', '----', '____', '...', 'ABC', 'abc'].map((text) => text.slice(0, chunk)),
    ),
    ...edge('blanks', 'with blanks before, after and between', [' x', 'x ', 'x  y', '  x  ', ' ', '   ']),
    ...edge('word', 'that is a word with a meaning elsewhere', WORDS),
    ...edge('markup', 'with the syntax of some language', [
      'a && b || c',
      "it's; --",
      'C:\\new\\temp',
      '${x} {{y}} %s %d',
      'a=b&c=d#e?f',
      '"a","b"',
      '/* x */',
      '../..',
    ]),
  ];
}
