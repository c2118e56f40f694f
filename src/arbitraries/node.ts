import type { Json } from '../shared/json.js';

/** The types that the keyword `type` may name. */
export type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

/** The formats that are understood; any other is refused when the schema is read. */
export type FormatName = 'uuid' | 'date-time';

/** One schema, read: every keyword resolved to what it demands, with its neutral value where it is absent. */
export interface Node {
  /** Where the schema stands, e.g. `#/components/schemas/PortList/properties/protocol`. */
  readonly origin: string;
  /** Name of the component whose whole the schema is; null for a schema inside one. */
  readonly name: string | null;
  /** Constraining keywords that are written down, in the order of the document. */
  readonly keywords: readonly string[];
  /** Null admits every type. */
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
  /** What members beside the listed ones may be. */
  readonly additional: boolean | Node;
  /** The value that an absent member stands for; undefined where the schema names none. */
  readonly fallback: Json | undefined;
  /** Ids of the rules that no keyword says. */
  readonly rules: readonly string[];
}

/** Whether a schema admits a type. `integer` is admitted where `number` is. */
export function admits(node: Node, type: JsonType): boolean {
  return node.types === null || node.types.has(type) || (type === 'integer' && node.types.has('number'));
}

/** The defaults of an object's members: what an omitted one stands for. */
export function defaultsOf(node: Node): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    [...node.properties].flatMap(([name, child]) => (child.fallback === undefined ? [] : [[name, child.fallback]])),
  );
}
