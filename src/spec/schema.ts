import { DocumentFault } from '../shared/errors.js';
import type { Json } from '../shared/json.js';
import type { Clause, ReadingId } from '../shared/model.js';

/** The types that the keyword `type` may name. */
export const jsonTypes = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const;
export type JsonType = (typeof jsonTypes)[number];

/** A constraint that no keyword can express, with its place in the API document. */
export interface StatedRule {
  readonly id: string;
  readonly says: string;
  readonly clause: Clause;
  readonly reading?: ReadingId;
}

/**
 * A schema of the OpenAPI document: the keywords of JSON Schema 2020-12 that the document uses and their plain
 * neighbours, annotations, and their places in the API document.
 */
export interface Schema {
  readonly $ref?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;

  readonly title?: string;
  readonly description?: string;
  readonly default?: Json;
  readonly examples?: readonly Json[];
  readonly deprecated?: boolean;

  /** The place of the schema in the API document. */
  readonly 'x-clause'?: Clause;
  /** The places of single keywords, where they differ. */
  readonly 'x-clauses'?: Readonly<Record<string, Clause>>;
  /** The reading that the schema depends on. */
  readonly 'x-reading'?: ReadingId;
  /** The readings of single keywords, where they differ. */
  readonly 'x-readings'?: Readonly<Record<string, ReadingId>>;
  /** Rules that depend on the instance alone; each is defined in `rules.ts`. */
  readonly 'x-rules'?: readonly StatedRule[];
  /** Rules that depend on more than the instance: the path of the request, other services, earlier requests. */
  readonly 'x-state-rules'?: readonly StatedRule[];

  /** How an update affects a member: see the head of the OpenAPI document. */
  readonly 'x-omitted'?: 'kept' | 'kept-or-default';
  readonly 'x-shown'?: 'exactly' | 'decorated' | 'in-any-order' | 'in-any-case';
  readonly 'x-certain'?: readonly StatedCertainty[];
  readonly 'x-plain'?: string;
  readonly 'x-called'?: string;
  readonly 'x-backend'?: boolean;
  readonly 'x-conflict'?: { readonly by: readonly string[]; readonly among: string; readonly reading: ReadingId };
  readonly 'x-effect'?: 'constant' | 'identity' | 'created' | 'changed' | 'free';
  readonly 'x-identity'?: string;
  readonly 'x-shown-where'?: { readonly member: string; readonly value: Json };
  readonly 'x-loosened'?: { readonly reading: ReadingId; readonly absent?: boolean; readonly values?: readonly Json[] };
}

/** Which legal values of a member must be accepted. */
export interface StatedCertainty {
  readonly reading: ReadingId;
  readonly loosened?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly known?: readonly ('own' | 'configured')[];
  readonly distinct?: readonly string[];
  readonly of?: readonly { readonly weight?: number; readonly characters: string }[];
}

/** The schemas of a document by component name. */
export type SchemaMap = Readonly<Record<string, Schema>>;

/** Annotations of a member that the request sets. */
export const requestRoles = [
  'x-omitted',
  'x-shown',
  'x-certain',
  'x-plain',
  'x-called',
  'x-backend',
  'x-conflict',
] as const;

/** Annotations of a member that the reply shows. */
export const replyRoles = ['x-effect', 'x-identity', 'x-shown-where', 'x-loosened'] as const;

/** The annotations of this project, which do not constrain an instance. */
export const ownAnnotations = [
  'x-clause',
  'x-clauses',
  'x-reading',
  'x-readings',
  'x-rules',
  'x-state-rules',
  ...requestRoles,
  ...replyRoles,
] as const;

/** Keywords that do not constrain an instance. */
export const annotations: ReadonlySet<string> = new Set([
  ...ownAnnotations,
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
]);

/** Prefix of a component's name in the `$ref` of a schema. */
export const componentPrefix = '#/components/schemas/';

/** The name of the component that a `$ref` points to. Throws an Error for any other reference. */
export function componentName(ref: string): string {
  const name = ref.slice(componentPrefix.length);
  if (!ref.startsWith(componentPrefix) || name === '' || name.includes('/')) {
    throw new DocumentFault(`$ref ${JSON.stringify(ref)} does not point to a component schema`);
  }
  return name;
}
