import * as fc from 'fast-check';
import { isObject, member, withMember, type Json, type JsonObject } from '../shared/json.js';
import { charactersOf } from './code-points.js';
import { formatGenerators } from './formats.js';
import { integerRangeOf } from './integer-range.js';
import { brokenAt } from './measure.js';
import { canonical } from '../spec/canonical.js';
import type { At, Node } from '../spec/node.js';
import { pointerToken } from '../shared/pointer.js';
import { textSpace } from './text-space.js';

/** Arbitraries that replace those of the schema, by place in the body, e.g. `/ports` or `/ports/*`. */
export type Narrow = Readonly<Record<string, fc.Arbitrary<Json>>>;

/** Items made so far, the keys that distinguish them, and the index of the next one. */
interface Pool {
  readonly items: Json[];
  readonly keys: Set<string>;
  next: number;
}

/** First index of the values that complete an item; those that fill up lists count from 0. */
const BEYOND = 5_000;
/** Maximum length of a list without a bound. */
const LONG = 200;
/** Number of values tried at a narrowed place of numbers. */
const SCANNED = 70_000;
const WORD = 8;
const SAMPLES = 200;

/** Makes plain valid values, always the same ones: to surround an invalid value, and to fill up a list. */
export class Filler {
  private readonly samples = new Map<string, readonly Json[]>();
  private readonly pools = new Map<string, Pool>();
  private readonly aparts = new Map<string, Pool>();
  private readonly marked = new WeakMap<object, readonly string[]>();
  private readonly scans = new Map<string, { readonly admitted: number[]; next: number }>();
  private readonly lengths = new Map<string, number>();

  constructor(private readonly narrow: Narrow = {}) {}

  /** Whether a place admits a value: a narrowed place admits what its arbitrary can make. */
  admits(pointer: string, value: Json): boolean {
    const arbitrary = this.narrow[pointer];
    return arbitrary === undefined || arbitrary.canShrinkWithoutContext(value);
  }

  /** Sampled values of a narrowed place; null for any other. */
  known(pointer: string): readonly Json[] | null {
    const arbitrary = this.narrow[pointer];
    if (arbitrary === undefined) return null;
    const known = this.samples.get(pointer) ?? distinct(fc.sample(arbitrary, { numRuns: SAMPLES, seed: 1 }));
    this.samples.set(pointer, known);
    return known;
  }

  /** The first sampled values of a narrowed place, up to `most`; null for any other. */
  some(pointer: string, most: number): readonly Json[] | null {
    const arbitrary = this.narrow[pointer];
    if (arbitrary === undefined) return null;
    // The first samples do not depend on the number of samples.
    const first = distinct(fc.sample(arbitrary, { numRuns: 2 * most, seed: 1 }));
    return (first.length >= most ? first : (this.known(pointer) ?? [])).slice(0, most);
  }

  /** All values of a place that is narrowed to at most `most` values; null for any other. */
  few(pointer: string, most: number): readonly Json[] | null {
    const arbitrary = this.narrow[pointer];
    if (arbitrary === undefined) return null;
    // Most arbitraries show at once that they have more.
    if (distinct(fc.sample(arbitrary, { numRuns: most + 1, seed: 1 })).length > most) return null;
    const known = this.known(pointer);
    return known === null || known.length > most ? null : known;
  }

  /** The k-th value of a schema; an object has all its members. Small k give different values if there are any. */
  value({ node, pointer }: At, k = 0): Json {
    const plain = this.plain({ node, pointer }, k);
    if (plain !== undefined && this.admits(pointer, plain)) return plain;
    const known = this.known(pointer);
    if (known !== null && known.length > 0) return known[k % known.length] ?? null;
    throw new Error(`${node.origin}: no value was found that keeps the schema`);
  }

  private plain({ node, pointer }: At, k: number): Json | undefined {
    if (node.constant !== null) return node.constant.value;
    if (node.choices !== null) {
      const choices = node.choices.filter((choice) => brokenAt(node, choice).length === 0);
      return choices[k % choices.length];
    }
    const types = node.types === null ? ['string'] : [...node.types];
    switch (types.find((type) => type !== 'null') ?? 'null') {
      case 'boolean':
        return k % 2 === 0;
      case 'integer':
      case 'number':
        return this.number({ node, pointer }, k);
      case 'string':
        return text(node, k);
      case 'array':
        return this.list({ node, pointer }, [], Math.max(node.minItems, Math.min(node.maxItems, 1)), k);
      case 'object':
        return this.complete({ node, pointer }, {}, k);
      default:
        return null;
    }
  }

  private number({ node, pointer }: At, k: number): number | undefined {
    const { low, high, step } = integerRangeOf(node);
    const count = Math.floor((high - low) / step) + 1;
    if (count <= 0) {
      const middle =
        (Math.max(node.minimum, node.exclusiveMinimum) + Math.min(node.maximum, node.exclusiveMaximum)) / 2;
      return brokenAt(node, middle).length === 0 ? middle : undefined;
    }
    // Each member of an object starts at its own number, so that swapped members show.
    const start = hash(pointer) % Math.min(count, 20_000);
    const nth = (n: number): number => low + ((start + n) % count) * step;
    if (this.narrow[pointer] === undefined) return nth(k);
    const scan = this.scans.get(pointer) ?? { admitted: [], next: 0 };
    this.scans.set(pointer, scan);
    for (; scan.admitted.length <= k && scan.next < Math.min(count, SCANNED); scan.next += 1) {
      const value = nth(scan.next);
      if (this.admits(pointer, value)) scan.admitted.push(value);
    }
    return scan.admitted[k % scan.admitted.length];
  }

  /** An object with its missing members filled in from the k-th value. */
  complete({ node, pointer }: At, own: JsonObject, k: number): JsonObject {
    let whole: JsonObject = {};
    for (const [name, child] of node.properties) {
      const value = member(own, name) ?? this.value({ node: child, pointer: `${pointer}/${pointerToken(name)}` }, k);
      whole = withMember(whole, name, value);
    }
    for (const name of node.required) {
      if (!Object.hasOwn(whole, name)) whole = withMember(whole, name, member(own, name) ?? k);
    }
    return { ...whole, ...own };
  }

  /**
   * A list of the given length: its own items first, then valid ones from the k-th on. If the schema requires items to
   * differ, these differ from all others in every number they hold, and the list is shorter if there are too few.
   */
  list({ node, pointer }: At, own: readonly Json[], length: number, k = 0): readonly Json[] {
    const items = node.items;
    const list = own.slice(0, length);
    if (items === null) {
      const free = Array.from({ length }, (_, i) => k + i).filter((n) => !own.includes(n));
      return [...list, ...free.slice(0, length - list.length)];
    }
    const at = { node: items, pointer: `${pointer}/*` };
    if (!node.uniqueItems && node.rules.length === 0) {
      return [...list, ...Array.from({ length: length - list.length }, (_, i) => this.value(at, k + i))];
    }
    const used = new Set(list.flatMap((item) => this.marks(node, item)));
    // If the items run out before the list is long enough, those before the k-th are used too.
    let end = Infinity;
    for (let n = k; list.length < length && n < end; n += 1) {
      const item = this.apart({ node, pointer }, at, n);
      if (item === undefined) {
        if (end < Infinity) break;
        end = k;
        n = -1;
      } else if (used.size === 0 || !this.marks(node, item).some((mark) => used.has(mark))) {
        list.push(item);
      }
    }
    return list;
  }

  /** The n-th of the items that share no number; undefined when there are no more. */
  private apart(list: At, at: At, n: number): Json | undefined {
    const pool = this.aparts.get(at.pointer) ?? { items: [], keys: new Set(), next: 0 };
    this.aparts.set(at.pointer, pool);
    for (; pool.items.length <= n; pool.next += 1) {
      const item = this.item(at, pool.next);
      if (item === undefined) return undefined;
      const marks = this.marks(list.node, item);
      if (marks.some((mark) => pool.keys.has(mark))) continue;
      for (const mark of marks) pool.keys.add(mark);
      pool.items.push(item);
    }
    return pool.items[n];
  }

  /** Number of different items that a list can have, up to `most`, even if they share numbers. */
  supply({ node, pointer }: At, most: number): number {
    if (node.items === null) return most;
    const at = { node: node.items, pointer: `${pointer}/*` };
    const keys = new Set<string>();
    for (let k = 0; keys.size < most; k += 1) {
      const item = this.item(at, k);
      if (item === undefined) break;
      keys.add(this.keys(node, item).join('\n'));
    }
    return keys.size;
  }

  /** Maximum number of items of a list, by its schema and the supply of different ones; 200 if there are more. */
  longest({ node, pointer }: At): number {
    const known = this.lengths.get(pointer) ?? this.list({ node, pointer }, [], Math.min(node.maxItems, LONG)).length;
    this.lengths.set(pointer, known);
    return known;
  }

  /** An item of a list with all its members, still different from every other; unchanged if that is impossible. */
  completeItem({ node, pointer }: At, list: readonly Json[], index: number): Json {
    const own = list[index] ?? null;
    const { items } = node;
    if (items === null || !isObject(own) || [...items.properties.keys()].every((name) => Object.hasOwn(own, name)))
      return own;
    const taken = new Set(list.flatMap((other, i) => (i === index ? [] : this.marks(node, other))));
    for (let k = BEYOND; k < BEYOND + 100; k += 1) {
      const whole = this.complete({ node: items, pointer: `${pointer}/*` }, own, k);
      if (!this.marks(node, whole).some((mark) => taken.has(mark))) return whole;
    }
    return own;
  }

  /** The k-th of the items that fill up lists; undefined when there are no more. */
  private item(at: At, k: number): Json | undefined {
    const pool = this.pools.get(at.pointer) ?? { items: [], keys: new Set(), next: 0 };
    this.pools.set(at.pointer, pool);
    for (let repeats = 0; pool.items.length <= k && repeats < 100; pool.next += 1) {
      const value = this.value(at, pool.next);
      const key = canonical(value);
      if (pool.keys.has(key)) {
        repeats += 1;
        continue;
      }
      pool.keys.add(key);
      pool.items.push(value);
    }
    return pool.items[k];
  }

  /** Texts that no two items of a list may share: their keys, and the numbers of their members. */
  private marks(list: Node, item: Json): readonly string[] {
    const marked = isObject(item) ? this.marked.get(item) : undefined;
    if (marked !== undefined) return marked;
    const keys = this.keys(list, item);
    if (!isObject(item)) return keys;
    const numbers = Object.entries(item).flatMap(([name, value]) =>
      typeof value === 'number' ? [`${name}=${value}`] : [],
    );
    const marks = [...keys, ...numbers];
    this.marked.set(item, marks);
    return marks;
  }

  /** The keys by which the schema distinguishes items. */
  private keys(list: Node, item: Json): readonly string[] {
    return list.rules.length === 0 ? [canonical(item)] : list.rules.map(({ id, key }) => `${id}:${key(item)}`);
  }
}

function text(node: Node, k: number): string | undefined {
  if (node.format !== null) {
    const sample = formatGenerators[node.format].sample(k);
    return brokenAt(node, sample).length === 0 ? sample : undefined;
  }
  const space = textSpace(node);
  const most = Math.min(node.maxLength, node.minLength + 64);
  const wanted = Math.min(Math.max(WORD, node.minLength), node.maxLength);
  for (const length of [wanted, ...Array.from({ length: most - node.minLength + 1 }, (_, i) => node.minLength + i)]) {
    const word = space.word(length, k);
    if (word !== null) return word;
  }
  return undefined;
}

function hash(text: string): number {
  return charactersOf(text).reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003, 7);
}

function distinct(values: readonly Json[]): readonly Json[] {
  return [...new Map(values.map((value) => [canonical(value), value])).values()];
}
