import * as fc from 'fast-check';
import type { Draft, Json } from '../../shared/json.js';
import type { Breakable } from '../../shared/keywords.js';
import type { Filler } from '../filler.js';
import { brokenAt, parsed } from '../measure.js';
import type { Node } from '../../spec/node.js';
import type { Edit } from '../patch.js';
import { boundedFilter } from '../bounded-filter.js';

/** A way to break one keyword of a schema, wherever the schema stands. */
export interface Way {
  readonly keyword: string;
  /** In kebab-case; part of the id of a requirement. */
  readonly way: string;
  /** Completes the name of the place: `of 17 characters, one too many`. */
  readonly says: string;
  /** Listed edits, the most telling first; never empty. */
  readonly edits: readonly Edit[];
  /** Edits drawn at random. */
  readonly drawn: () => fc.Arbitrary<Edit>;
}

/** What a way may know about the schema that it breaks. */
export interface BrokenSchema {
  readonly node: Node;
  /** Where the schema stands in the body, e.g. `/ports/*`. */
  readonly pointer: string;
  readonly filler: Filler;
}

/** Every way to break one keyword of a schema. */
export type Ways = (subject: BrokenSchema, keyword: Breakable) => Way[];

/** The k-th valid value at the subject's place. */
export function good(subject: BrokenSchema, k = 0): Json {
  return subject.filler.value(subject, k);
}

/** Whether a value breaks one keyword alone. A value of a wrong type may break `enum` and `const` as well. */
export function breaksOnly(node: Node, keyword: Breakable, draft: Draft): boolean {
  const broken = brokenAt(node, parsed(draft));
  const consequences: readonly Breakable[] = keyword === 'type' ? ['enum', 'const'] : [];
  return broken.includes(keyword) && broken.every((other) => other === keyword || consequences.includes(other));
}

/** A way whose values have not been checked to break the keyword alone. */
export interface Candidate {
  readonly way: string;
  readonly says: string;
  readonly values: readonly Draft[];
  /** Values drawn at random; without it, the listed ones are drawn. */
  readonly drawn?: () => fc.Arbitrary<Draft>;
}

/** The way of a candidate; none if no listed value breaks the keyword alone. */
export function valueWay({ node }: BrokenSchema, keyword: Breakable, candidate: Candidate): Way[] {
  const { way, says } = candidate;
  const keeps = (value: Draft): boolean => breaksOnly(node, keyword, value);
  const values = candidate.values.filter(keeps);
  if (values.length === 0) return [];
  const listed = (): fc.Arbitrary<Draft> => fc.constantFrom(...values);
  const drawn = (): fc.Arbitrary<Edit> => {
    const source =
      candidate.drawn === undefined
        ? listed()
        : fc.oneof(listed(), boundedFilter(candidate.drawn(), `${node.origin} ${keyword} ${way}`, keeps));
    return source.map((value) => ({ op: 'set', value }));
  };
  const edits = values.map((value): Edit => ({ op: 'set', value }));
  return [{ keyword, way, says, edits, drawn }];
}

/** The ways of several candidates. */
export function valueWays(subject: BrokenSchema, keyword: Breakable, candidates: readonly Candidate[]): Way[] {
  return candidates.flatMap((candidate) => valueWay(subject, keyword, candidate));
}

/** A way to spoil valid texts. */
export interface Spoiling {
  readonly way: string;
  readonly says: string;
  readonly of: (text: string) => readonly string[];
}

/** The way of a spoiling: listed from a few valid texts, drawn from all of them. */
export function spoilingWay(subject: BrokenSchema, keyword: Breakable, spoiling: Spoiling, texts: Texts): Way[] {
  const { way, says, of } = spoiling;
  return valueWay(subject, keyword, {
    way,
    says,
    values: [...new Set(texts.listed.flatMap((text, i) => (i === 0 ? of(text) : of(text).slice(0, 2))))],
    drawn: () =>
      fc.tuple(texts.drawn(), fc.nat({ max: 999 })).map(([text, n]) => {
        const spoiled = of(text);
        return spoiled[n % spoiled.length] ?? '';
      }),
  });
}

/** Valid texts to be spoiled. */
export interface Texts {
  readonly listed: readonly string[];
  readonly drawn: () => fc.Arbitrary<string>;
}
