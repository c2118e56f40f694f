import type { Json } from './json.js';

/** What a keyword of JSON Schema, or a named rule of the document, demands, and how to describe it. */
interface Keyword {
  /** The form of its value in a schema; null for a named rule. */
  readonly takes: ValueForm | null;
  /** Whether it constrains an instance by its own value, rather than saying where other schemas apply. */
  readonly asserts: boolean;
  /** The value that nothing can break; absent if every value can be broken. */
  readonly vacuous?: Json;
  /** The column of the ledger that it belongs to. */
  readonly column: 'type' | 'presence' | 'size' | 'form' | 'distinct';
  /** The kind of wrong input that breaks it, for causes. */
  readonly kind: string;
  /** That input in words. */
  readonly words: string;
}

/** The form of a keyword's value. */
export type ValueForm =
  | 'any'
  | 'count'
  | 'flag'
  | 'flag or schema'
  | 'format'
  | 'list'
  | 'names'
  | 'number'
  | 'pattern'
  | 'schemas'
  | 'step'
  | 'types';

const length = {
  takes: 'count',
  asserts: true,
  column: 'size',
  kind: 'length',
  words: 'a text of another length',
} as const;
const range = {
  takes: 'number',
  asserts: true,
  column: 'size',
  kind: 'range',
  words: 'a number out of range',
} as const;
const items = {
  takes: 'count',
  asserts: true,
  column: 'size',
  kind: 'items',
  words: 'a list of another length',
} as const;
const equal = { column: 'distinct', kind: 'equal-items', words: 'a list with equal mappings' } as const;

/** Every keyword that an instance can break, and every named rule, in the order in which a schema is read. */
const table = {
  type: { takes: 'types', asserts: true, column: 'type', kind: 'type', words: 'a value of another type' },
  enum: { takes: 'list', asserts: true, column: 'form', kind: 'enum', words: 'a value that is not listed' },
  const: { takes: 'any', asserts: true, column: 'form', kind: 'const', words: 'a value other than the only one' },
  minLength: { ...length, vacuous: 0 },
  maxLength: length,
  pattern: {
    takes: 'pattern',
    asserts: true,
    column: 'form',
    kind: 'characters',
    words: 'a text with forbidden characters',
  },
  format: { takes: 'format', asserts: true, column: 'form', kind: 'format', words: 'a text of another format' },
  minimum: range,
  maximum: range,
  exclusiveMinimum: range,
  exclusiveMaximum: range,
  multipleOf: {
    takes: 'step',
    asserts: true,
    column: 'size',
    kind: 'multiple',
    words: 'a number between two steps',
  },
  minItems: { ...items, vacuous: 0 },
  maxItems: items,
  uniqueItems: { ...equal, takes: 'flag', asserts: true, vacuous: false },
  required: {
    takes: 'names',
    asserts: false,
    column: 'presence',
    kind: 'required',
    words: 'a body without a required member',
  },
  properties: {
    takes: 'schemas',
    asserts: false,
    column: 'presence',
    kind: 'properties',
    words: 'a breach of properties',
  },
  additionalProperties: {
    takes: 'flag or schema',
    asserts: false,
    column: 'presence',
    kind: 'unknown',
    words: 'an unknown member',
  },
  'distinct-mappings': { ...equal, takes: null, asserts: false },
} as const satisfies Readonly<Record<string, Keyword>>;

type Name = keyof typeof table;

/** The keywords that constrain an instance by their own value. */
export type Assertion = { [K in Name]: (typeof table)[K]['asserts'] extends true ? K : never }[Name];

/** The named rules, which no keyword expresses. */
export type RuleName = { [K in Name]: (typeof table)[K]['takes'] extends null ? K : never }[Name];

/** The keywords that an instance can break where they stand. */
export type Breakable = Exclude<Name, RuleName | 'properties'>;

/** Every keyword and named rule, by name. */
export const keywords: ReadonlyMap<string, Keyword> = new Map(Object.entries(table));

/** The keywords that constrain an instance by their own value, in order. */
export const assertions = (Object.keys(table) as Name[]).filter((name): name is Assertion => table[name].asserts);
