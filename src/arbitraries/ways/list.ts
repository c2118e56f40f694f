import * as fc from 'fast-check';
import { isObject } from '../../shared/json.js';
import type { ItemRule } from '../../spec/rules.js';
import type { Edit, Repeat, ValueSpelling } from '../patch.js';
import type { BrokenSchema, Way } from './way.js';

/** Distance of items beyond which a service may not compare them pair by pair. */
const FAR = 100;

function lengthWay(
  subject: BrokenSchema,
  keyword: string,
  way: string,
  says: string,
  lengths: readonly number[],
): Way[] {
  const possible = lengths.filter((length) => subject.filler.list(subject, [], length).length === length);
  const edits = possible.map((length): Edit => ({ op: 'list', length, repeats: [] }));
  return edits.length === 0 ? [] : [{ keyword, way, says, edits, drawn: () => fc.constantFrom(...edits) }];
}

/** Lists that are too long. */
export function tooMany(subject: BrokenSchema): Way[] {
  const { maxItems: max } = subject.node;
  const binary = [255, 256, 257, 512].filter((length) => length > max + 1 && length < 4 * max);
  return [
    ...lengthWay(subject, 'maxItems', 'one-over', `of ${max + 1} items, one too many`, [max + 1]),
    ...lengthWay(subject, 'maxItems', 'few-over', 'of a few items too many', [max + 2, max + 3, max + 10]),
    ...lengthWay(subject, 'maxItems', 'power-of-two', 'of more items than one byte can count', binary),
    ...lengthWay(subject, 'maxItems', 'double', `of ${2 * max} items, twice the maximum`, max > 1 ? [2 * max] : []),
  ];
}

/** Lists that are too short. */
export function tooFew(subject: BrokenSchema): Way[] {
  const { minItems: min } = subject.node;
  if (min === 0) return [];
  return [
    ...lengthWay(subject, 'minItems', 'one-under', `of ${min - 1} items, one too few`, [min - 1]),
    ...lengthWay(subject, 'minItems', 'empty', 'that is empty', min > 1 ? [0] : []),
  ];
}

/** Which items of a list repeat which others. */
interface Arrangement {
  readonly way: string;
  /** Completes the name of the list. */
  readonly says: string;
  /** Listed lengths; others between the least and the longest are drawn. */
  readonly lengths: readonly number[];
  /** The n-th arrangement in a list of the given length. */
  readonly at: (length: number, n: number) => readonly IndexPair[];
}

type IndexPair = readonly [from: number, to: number];

function arrangements(most: number): Arrangement[] {
  const far = Math.min(FAR, most);
  const all: readonly Arrangement[] = [
    {
      way: 'adjacent',
      says: 'the two are side by side',
      lengths: [2, 3, most],
      at: (length, n) => [[n % (length - 1), (n % (length - 1)) + 1]],
    },
    {
      way: 'first-and-last',
      says: 'the two are first and last',
      lengths: [3, 5, most],
      at: (length) => [[0, length - 1]],
    },
    {
      way: 'far-apart',
      says: 'the two are far apart in a long list',
      lengths: [most, far + 1, far],
      at: (length, n) => {
        const slack = Math.max(1, Math.floor(length / 5));
        return [[n % slack, length - 1 - (Math.floor(n / slack) % slack)]];
      },
    },
  ];
  return all.filter(({ lengths }) => lengths.some((length) => length >= 2 && length <= most));
}

/** Lists that hold an item twice. */
export function equalItems(subject: BrokenSchema): Way[] {
  const { items, uniqueItems } = subject.node;
  if (!uniqueItems) return [];
  const manyMembers = items !== null && items.properties.size > 1;
  const numbers =
    items !== null && [items, ...items.properties.values()].some(({ types }) => types?.has('integer') === true);
  return [
    ...arrangements(subject.filler.longest(subject)).flatMap((a) =>
      repeating(subject, 'uniqueItems', { ...a, says: `with two equal items; ${a.says}` }, ['same']),
    ),
    ...repeating(subject, 'uniqueItems', allEqual, ['same']),
    ...repeating(subject, 'uniqueItems', twoPairs, ['same']),
    ...(manyMembers
      ? repeating(subject, 'uniqueItems', ends('reordered', 'with two items that differ in the order of members'), [
          'reordered',
        ])
      : []),
    ...(numbers
      ? repeating(subject, 'uniqueItems', ends('decimal', 'with two items that differ in the spelling of a number'), [
          'decimal',
        ])
      : []),
    ...ownItem(subject, 'uniqueItems', 'with one of its items repeated', ['same']),
  ];
}

const allEqual: Arrangement = {
  way: 'all-equal',
  says: 'in which all items are equal',
  lengths: [3, 4],
  at: (length) => Array.from({ length: length - 1 }, (_, i) => [0, i + 1] as const),
};

const twoPairs: Arrangement = {
  way: 'two-pairs',
  says: 'with two pairs of equal items',
  lengths: [4, 5],
  at: (length) => [
    [0, 1],
    [2, length - 1],
  ],
};

function ends(way: string, says: string): Arrangement {
  return { way, says, lengths: [2, 3], at: (length) => [[0, length - 1]] };
}

/** Lists that hold an item twice by a rule, in two spellings. */
export function equalKeys(subject: BrokenSchema, rule: ItemRule): Way[] {
  const { node, filler, pointer } = subject;
  const { id } = rule;
  if (node.items === null) return [];
  const item = filler.value({ node: node.items, pointer: `${pointer}/*` });
  if (!isObject(item) || rule.spellings(item) === null) return [];
  const shortFirst: ValueSpelling = { rule: id, first: 'short', second: 'long' };
  const longFirst: ValueSpelling = { rule: id, first: 'long', second: 'short' };
  const says = `with two items that are ${rule.says}`;
  return [
    ...repeating(subject, id, ends('short-first', `${says}; the short one is first`), [shortFirst]),
    ...repeating(subject, id, ends('long-first', `${says}; the long one is first`), [longFirst]),
    ...arrangements(filler.longest(subject)).flatMap((a) =>
      repeating(subject, id, { ...a, says: `${says}; ${a.says}` }, [shortFirst, longFirst]),
    ),
    ...ownItem(subject, id, `with one of its items repeated, ${rule.says}`, [shortFirst, longFirst]),
  ];
}

function repeating(
  subject: BrokenSchema,
  keyword: string,
  arrangement: Arrangement,
  spellings: readonly ValueSpelling[],
): Way[] {
  const { minItems } = subject.node;
  const most = subject.filler.longest(subject);
  const lengths = [
    ...new Set(arrangement.lengths.filter((length) => length >= Math.max(2, minItems) && length <= most)),
  ];
  const [shortest] = lengths.toSorted((a, b) => a - b);
  if (shortest === undefined) return [];
  const edit = (length: number, n: number, spelling: ValueSpelling): Edit => ({
    op: 'list',
    length,
    repeats: arrangement.at(length, n).map(([from, to]): Repeat => ({ from, to, spelling })),
  });
  const edits = lengths.flatMap((length) =>
    [0, length - 2].flatMap((n) => spellings.map((spelling) => edit(length, n, spelling))),
  );
  const drawn = (): fc.Arbitrary<Edit> =>
    fc
      .tuple(
        fc.oneof(
          { weight: 3, arbitrary: fc.integer({ min: shortest, max: Math.min(most, shortest + 6) }) },
          { weight: 1, arbitrary: fc.integer({ min: shortest, max: most }) },
        ),
        fc.nat({ max: 9_999 }),
        fc.constantFrom(...spellings),
      )
      .map(([length, n, spelling]) => edit(length, n, spelling));
  return [{ keyword, way: arrangement.way, says: arrangement.says, edits: unlike(edits), drawn }];
}

function ownItem(subject: BrokenSchema, keyword: string, says: string, spellings: readonly ValueSpelling[]): Way[] {
  const { minItems, maxItems } = subject.node;
  if (maxItems < 2 || minItems > 2 || subject.filler.longest(subject) < 2) return [];
  const edits = spellings.map((spelling): Edit => ({
    op: 'list',
    length: 'one-more',
    repeats: [{ from: 0, to: 'last', spelling }],
  }));
  return [{ keyword, way: 'own-item', says, edits, drawn: () => fc.constantFrom(...edits) }];
}

function unlike(edits: readonly Edit[]): readonly Edit[] {
  return [...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values()];
}
