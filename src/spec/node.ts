import type { FormatName } from '../shared/formats.js';
import type { Json, JsonObject } from '../shared/json.js';
import type { Breakable } from '../shared/keywords.js';
import type { ItemRule } from './rules.js';
import type { JsonType, Schema } from './schema.js';

/** A schema as read: every keyword resolved to its value, or to its neutral value if it is absent. */
export interface Node {
  /** Where its keywords stand, e.g. `#/components/schemas/PortList/properties/protocol`. */
  readonly origin: string;
  /** Name of the component that its keywords belong to. */
  readonly component: string;
  /** Whether it is the whole component. */
  readonly whole: boolean;
  /** The schema as written; keywords beside a reference override those that it leads to. */
  readonly said: Schema;
  /** Constraining keywords as written, in the order of the document. */
  readonly keywords: readonly Breakable[];
  /** The types that it admits; null admits every type. */
  readonly types: ReadonlySet<JsonType> | null;
  readonly choices: readonly Json[] | null;
  readonly constant: { readonly value: Json } | null;
  readonly minLength: number;
  readonly maxLength: number;
  readonly pattern: RegExp | null;
  readonly format: FormatName | null;
  readonly minimum: number;
  readonly maximum: number;
  readonly exclusiveMinimum: number;
  readonly exclusiveMaximum: number;
  readonly multipleOf: number | null;
  readonly items: Node | null;
  readonly minItems: number;
  readonly maxItems: number;
  readonly uniqueItems: boolean;
  readonly properties: ReadonlyMap<string, Node>;
  readonly required: readonly string[];
  /** The schema of unlisted members, or whether they are allowed. */
  readonly additional: boolean | Node;
  /** The value of an absent member; undefined if the schema names none. */
  readonly fallback: Json | undefined;
  /** The values of an object's omitted members, by name. */
  readonly defaults: JsonObject;
  /** The rules that no keyword expresses. */
  readonly rules: readonly ItemRule[];
}

/** A schema and the place of its values in the body. */
export interface At {
  readonly node: Node;
  readonly pointer: string;
}

/** Whether a schema admits a type. `integer` is admitted if `number` is. */
export function admits(node: Node, type: JsonType): boolean {
  return node.types === null || node.types.has(type) || (type === 'integer' && node.types.has('number'));
}

/** The schema of a member, listed or not. */
export function childOf(node: Node, name: string): Node {
  const child = node.properties.get(name) ?? node.additional;
  if (typeof child === 'boolean') throw new Error(`${node.origin}: has no schema for the member ${name}`);
  return child;
}
