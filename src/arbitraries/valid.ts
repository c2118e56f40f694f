import * as fc from 'fast-check';
import { withMember, type Json, type JsonObject } from '../shared/json.js';
import { Filler, type Narrow } from './filler.js';
import { formatGenerators } from './formats.js';
import { integerRangeOf } from './integer-range.js';
import { brokenAt, conforms } from './measure.js';
import { canonical } from '../spec/canonical.js';
import type { At, Node } from '../spec/node.js';
import type { JsonType } from '../spec/schema.js';
import { pointerToken } from '../shared/pointer.js';
import { boundedFilter } from './bounded-filter.js';
import { textSpace } from './text-space.js';

/** Maximum excess over the minimum length, for a text, and for a list with no bound or a large one. */
const REACH = { text: 300, items: 30, bounded: 1_000 } as const;
const ABSENT = Symbol('absent');

/** Values that conform to a schema and its rules; a narrowed place uses the arbitrary given for it. */
export function validValues(at: At, narrow: Narrow): fc.Arbitrary<Json> {
  const { node, pointer } = at;
  const given = narrow[pointer];
  if (given !== undefined) return given;
  const keeps = (value: Json): boolean => brokenAt(node, value).length === 0;
  if (node.constant !== null || node.choices !== null) {
    const choices = (node.choices ?? [node.constant?.value ?? null]).filter((choice) => conforms(node, choice));
    if (choices.length === 0) throw new Error(`${node.origin}: none of the values named keeps the schema`);
    return fc.constantFrom(...choices);
  }
  const types: readonly JsonType[] =
    node.types === null ? ['string', 'null', 'boolean', 'number', 'array', 'object'] : [...node.types];
  const ofType: Readonly<Record<JsonType, () => fc.Arbitrary<Json>>> = {
    null: () => fc.constant(null),
    boolean: () => fc.boolean(),
    integer: () => boundedFilter(integers(node), node.origin, keeps),
    number: () => boundedFilter(fc.oneof(integers(node), fractions(node)), node.origin, keeps),
    string: () => texts(node),
    array: () => lists(at, narrow),
    object: () => objects(at, narrow),
  };
  const [first, ...others] = types.map((type) => ofType[type]());
  if (first === undefined) throw new Error(`${node.origin}: the schema admits no type`);
  return others.length === 0 ? first : fc.oneof(first, ...others);
}

/** Integers from all over the range, every fourth at or beside one of its ends. */
function integers(node: Node): fc.Arbitrary<number> {
  const { low, high, step } = integerRangeOf(node);
  const count = Math.floor((high - low) / step);
  if (count < 0) throw new Error(`${node.origin}: no whole number keeps the bounds`);
  const place = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: count }) },
    { weight: 1, arbitrary: fc.constantFrom(0, Math.min(1, count), Math.max(0, count - 1), count) },
  );
  return place.map((n) => low + n * step);
}

function fractions(node: Node): fc.Arbitrary<number> {
  const { low, high } = integerRangeOf(node);
  const [min, max] = [Math.min(low, high) - 1, Math.max(low, high) + 1];
  // JSON text has no minus zero that a number could keep.
  return fc.double({ min, max, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
}

function texts(node: Node): fc.Arbitrary<string> {
  const keeps = (text: string): boolean => brokenAt(node, text).length === 0;
  if (node.format !== null) return boundedFilter(formatGenerators[node.format].arbitrary(), node.origin, keeps);
  const space = textSpace(node);
  const { minLength: min } = node;
  const max = Math.min(node.maxLength, min + REACH.text);
  const edges = [...new Set([min, Math.min(min + 1, max), Math.max(max - 1, min), max])].filter(
    (length) => space.word(length) !== null,
  );
  return fc.oneof(
    { weight: 4, arbitrary: space.texts(min, Math.min(max, min + 16)) },
    { weight: 1, arbitrary: space.texts(min, max) },
    ...edges.map((length) => ({ weight: 1, arbitrary: space.texts(length, length) })),
  );
}

function lists({ node, pointer }: At, narrow: Narrow): fc.Arbitrary<Json> {
  const item = node.items === null ? fc.nat() : validValues({ node: node.items, pointer: `${pointer}/*` }, narrow);
  const { minItems: min } = node;
  const max = node.maxItems <= REACH.bounded ? node.maxItems : min + REACH.items;
  const selectors = node.rules.map(({ key }) => key);
  // Equal items have equal keys under every rule.
  if (node.uniqueItems && selectors.length === 0) selectors.push(canonical);
  const between = (minLength: number, maxLength: number): fc.Arbitrary<Json[]> => {
    const lengths = { minLength, maxLength, size: 'max' } as const;
    const [only, ...others] = selectors;
    if (only === undefined) return fc.array(item, lengths);
    if (others.length === 0) return fc.uniqueArray(item, { ...lengths, selector: only });
    return fc.uniqueArray(item, {
      ...lengths,
      selector: (value) => selectors.map((select) => select(value)),
      comparator: (a, b) => a.some((key, i) => key === b[i]),
    });
  };
  const most = selectors.length === 0 ? max : distinctItems({ node, pointer }, narrow, max);
  return fc.oneof(
    { weight: 8, arbitrary: between(min, Math.min(most, min + 4)) },
    { weight: 16, arbitrary: between(min, Math.min(most, min + 12)) },
    { weight: 1, arbitrary: between(Math.max(min, most - 1), most) },
  );
}

/** Number of items that a list without equal ones can have. */
function distinctItems(at: At, narrow: Narrow, most: number): number {
  const length = new Filler(narrow).supply(at, most);
  if (length < at.node.minItems)
    throw new Error(`${at.node.origin}: not enough different items for minItems ${at.node.minItems}`);
  return length;
}

function objects({ node, pointer }: At, narrow: Narrow): fc.Arbitrary<Json> {
  const names = [...new Set([...node.properties.keys(), ...node.required])];
  const members = names.map((name): fc.Arbitrary<Json | typeof ABSENT> => {
    const child = node.properties.get(name);
    const value =
      child === undefined
        ? fc.constant(null)
        : validValues({ node: child, pointer: `${pointer}/${pointerToken(name)}` }, narrow);
    return node.required.includes(name) ? value : fc.option(value, { nil: ABSENT, freq: 2 });
  });
  return fc
    .tuple(...members)
    .map((values) =>
      values.reduce<JsonObject>(
        (object, value, i) => (value === ABSENT ? object : withMember(object, names[i] ?? '', value)),
        {},
      ),
    );
}
