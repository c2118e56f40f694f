import * as fc from 'fast-check';
import type { Draft, Json } from '../shared/json.js';
import { applyPatch } from './apply.js';
import type { Filler } from './filler.js';
import type { At } from '../spec/node.js';
import type { Edit, Patch, Place } from './patch.js';
import type { SchemaPlace } from '../spec/places.js';
import { waysToBreak } from './ways/index.js';
import type { TellingPlace } from './telling-place.js';

/** A way for a body to break its schema: a single keyword or named rule at one place. */
export interface Violation extends TellingPlace {
  /** Listed cases, always the same ones, the most telling first. */
  readonly examples: readonly Patch[];
  /** Cases drawn at random; they shrink towards the listed ones and short lists. */
  readonly arbitrary: fc.Arbitrary<Patch>;
  /**
   * Applies a patch to a valid base body: what contains the invalid value is added if it is missing; other members stay
   * as they are. The patch must be one of this violation's own.
   */
  readonly apply: (base: Json, patch: Patch) => Draft;
}

/** A keyword that cannot be broken without breaking another, or not at all. */
export interface Unbreakable {
  readonly pointer: string;
  readonly keyword: string;
  readonly why: string;
}

/** Every way to break the schema at one place. */
export function violationsAt(root: At, place: SchemaPlace, filler: Filler): Violation[] {
  const { node, pointer, member, words, steps, lists } = place;
  const spots = (): (readonly Place[])[] => listedSpots(lists, filler);
  return waysToBreak({ node, pointer, filler }).map((way) => {
    const lazy: { examples?: readonly Patch[] } = {};
    return {
      pointer,
      component: node.component,
      member,
      keyword: way.keyword,
      way: way.way,
      says: `${words} ${way.says}`,
      get examples() {
        return (lazy.examples ??= spread(way.edits, spots()));
      },
      // Drawn from once: kept for every way, they would take a megabyte.
      get arbitrary() {
        return fc.tuple(way.drawn(), drawnSpots(lists, filler)).map(([edit, places]) => ({ edit, places }));
      },
      apply: (base, patch) => applyPatch(root, steps, base, patch, filler),
    };
  });
}

/** The keywords and rules at one place that cannot be broken alone. */
export function unbreakableAt(place: SchemaPlace, filler: Filler): Unbreakable[] {
  const { node, pointer } = place;
  const broken = new Set(waysToBreak({ node, pointer, filler }).map(({ keyword }) => keyword));
  return [...node.keywords, ...node.rules.map(({ id }) => id)]
    .filter((keyword) => !broken.has(keyword))
    .map((keyword) => ({ pointer, keyword, why: reason(place, keyword) }));
}

function reason({ node }: SchemaPlace, keyword: string): string {
  const never: Readonly<Record<string, boolean>> = {
    minLength: node.minLength === 0,
    minItems: node.minItems === 0,
    uniqueItems: !node.uniqueItems || node.maxItems < 2,
    required: node.required.length === 0,
    additionalProperties: node.additional !== false,
  };
  if (Object.hasOwn(never, keyword) && never[keyword] === true) return 'nothing breaks it as it is written';
  if (node.rules.some(({ id }) => id === keyword)) return 'the items have only one spelling, or too few can be made';
  return 'every value that was tried keeps it or breaks another keyword too';
}

/** The places of an invalid item in the lists on the way: alone, among three, and in the longest list. */
function listedSpots(lists: readonly SchemaPlace[], filler: Filler): (readonly Place[])[] {
  if (lists.length === 0) return [[]];
  const perList = lists.map(({ node, pointer }) => {
    const most = Math.max(1, filler.longest({ node, pointer }));
    const least = Math.max(1, node.minItems);
    const fits = ({ length, index }: Place): boolean => length >= least && length <= most && index < length;
    const spots = [
      { length: 1, index: 0 },
      { length: 3, index: 2 },
      { length: 3, index: 1 },
      { length: 3, index: 0 },
      { length: most, index: most - 1 },
      { length: most, index: Math.floor(most * 0.685) },
      { length: Math.min(most, 101), index: Math.min(most, 101) - 1 },
      { length: 2, index: 1 },
      { length: least, index: 0 },
    ].filter(fits);
    return [...new Map(spots.map((spot) => [`${spot.length} ${spot.index}`, spot])).values()];
  });
  const count = Math.max(...perList.map((spots) => spots.length));
  return Array.from({ length: count }, (_, i) => perList.flatMap((spots) => spots[i % spots.length] ?? []));
}

function drawnSpots(lists: readonly SchemaPlace[], filler: Filler): fc.Arbitrary<readonly Place[]> {
  return fc.tuple(
    ...lists.map(({ node, pointer }) => {
      const min = Math.max(1, node.minItems);
      const max = Math.max(min, filler.longest({ node, pointer }));
      const length = fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min, max: Math.min(max, min + 4) }) },
        { weight: 1, arbitrary: fc.integer({ min, max }) },
      );
      return fc.tuple(length, fc.nat({ max: max - 1 })).map(([n, index]): Place => ({ length: n, index: index % n }));
    }),
  );
}

/** Pairs every edit with some spot and every spot with some edit. */
function spread(edits: readonly Edit[], spots: readonly (readonly Place[])[]): readonly Patch[] {
  return Array.from({ length: Math.max(edits.length, spots.length) }, (_, i) => ({
    edit: edits[i % edits.length] as Edit,
    places: spots[i % spots.length] as readonly Place[],
  }));
}
