import * as fc from 'fast-check';
import type { components } from '../generated/schema.js';
import type { Boundary, Generators, Violation } from './arbitraries/index.js';
import { contract } from './engine.js';
import { stringify, type Json } from './shared/json.js';

/** Names and types of the component schemas of the OpenAPI document. */
export type Schemas = components['schemas'];

/** One way to break a schema: a single keyword or named rule at one place. */
export interface InvalidBodies {
  /** Location of the invalid value, as a JSON pointer in which `*` is any item; '' is the whole body. */
  readonly pointer: string;
  /** A keyword of JSON Schema, or the id of a rule of the OpenAPI document. */
  readonly keyword: string;
  /** In kebab-case; unique together with pointer and keyword. */
  readonly way: string;
  /** What is wrong, in words. */
  readonly says: string;
  /** Listed bodies as JSON text, always the same ones, the most telling first. */
  readonly examples: readonly string[];
  /** Bodies as JSON text, each wrong in this one way and valid otherwise. They shrink. */
  readonly bodies: fc.Arbitrary<string>;
}

/** Valid bodies at a boundary of a schema. */
export interface EdgeBodies {
  readonly pointer: string;
  readonly keyword: string;
  readonly way: string;
  readonly says: string;
  /** Such a body as JSON text. */
  readonly example: string;
}

/** The generators of the shipped document, from which its types are generated. */
function generators(): Generators {
  return contract().generators as unknown as Generators;
}

/**
 * Values that conform to a component schema and its named rules, typed as in the OpenAPI document. Throws an Error for
 * an unknown name.
 */
export function valid<Name extends keyof Schemas>(name: Name): fc.Arbitrary<Schemas[Name]> {
  return generators().valid(name);
}

/** Every way to break a component schema, one at a time. Throws an Error for an unknown name. */
export function violations(name: keyof Schemas): readonly InvalidBodies[] {
  const made = generators();
  return made.violations(name).map((violation) => invalidBodies(violation, made.valid(name)));
}

/**
 * Valid bodies at the boundaries of a component schema: shortest, longest, each enum value, each kind of text. Throws
 * an Error for an unknown name.
 */
export function boundaries(name: keyof Schemas): readonly EdgeBodies[] {
  return generators().boundaries(name).map(edgeBodies);
}

function invalidBodies(violation: Violation, base: fc.Arbitrary<unknown>): InvalidBodies {
  const { pointer, keyword, way, says } = violation;
  return {
    pointer,
    keyword,
    way,
    says,
    get examples() {
      const around = smallest(base);
      return violation.examples.map((patch) => stringify(violation.apply(around, patch)));
    },
    get bodies() {
      return fc
        .tuple(base, violation.arbitrary)
        .map(([good, patch]) => stringify(violation.apply(good as Json, patch)));
    },
  };
}

/** The shortest of some valid values, on which an example is built. */
function smallest(base: fc.Arbitrary<unknown>): Json {
  const [first, ...others] = fc.sample(base, { seed: 1, numRuns: 50 }) as Json[];
  return others.reduce(
    (least: Json, one) => (stringify(one).length < stringify(least).length ? one : least),
    first ?? {},
  );
}

function edgeBodies({ pointer, keyword, way, says, apply }: Boundary): EdgeBodies {
  return { pointer, keyword, way, says, example: stringify(apply({})) };
}
