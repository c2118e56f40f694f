import type { Json } from '../shared/json.js';
import type { Clause, BaseProfile, ReadingId } from '../shared/model.js';
import type { Schema, SchemaMap, StatedRule } from './schema.js';

/** The parts of the OpenAPI document that the project uses; its other members are there as in the YAML. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: {
    readonly schemas: SchemaMap;
    readonly parameters: Readonly<Record<string, ParameterObject>>;
    readonly securitySchemes: Readonly<
      Record<
        string,
        { readonly name: string; readonly 'x-clause': Clause; readonly 'x-state-rules': readonly StatedRule[] }
      >
    >;
  };
}

export interface PathItem {
  readonly parameters?: readonly Reference[];
  readonly put: OperationObject;
}

interface Reference {
  readonly $ref: string;
}

export interface OperationObject {
  readonly operationId: string;
  readonly parameters?: readonly Reference[];
  readonly requestBody: { readonly required: boolean; readonly content: Content };
  /** By status. */
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly 'x-clause': Clause; readonly content: Content }>
  >;
}

/** By media type. */
export type Content = Readonly<
  Record<
    string,
    {
      readonly 'x-clause': Clause;
      readonly 'x-state-rules'?: readonly StatedRule[];
      readonly schema: { readonly $ref: string };
      readonly examples?: Readonly<Record<string, { readonly summary: string; readonly value: Json }>>;
    }
  >
>;

export interface ParameterObject {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
  readonly 'x-clause': Clause;
  readonly 'x-reading'?: ReadingId;
  readonly 'x-state-rules': readonly StatedRule[];
}

/** How the document is read where it is silent, contradicts itself or cannot be tested to the letter. */
export interface Reading {
  readonly id: ReadingId;
  readonly title: string;
  /** What conforms and what does not, in the profile `document`. */
  readonly text: string;
  /** How each profile loosens the text; null if it does not. */
  readonly profiles: Readonly<Record<BaseProfile, string | null>>;
}

/** What the code of an error reply says about its cause. */
export type CodeClass = (typeof codeClasses)[number];

/** Every class of error code. */
export const codeClasses = [
  /** The input is wrong. */
  'validation',
  /** Too many requests: wait and send again. */
  'throttled',
  /** The service is in a state that forbids the change for now. */
  'state',
  /** The service's own token for its platform. */
  'token',
  /** A quota is used up. */
  'quota',
  /** The service, or what it needs, is in use. */
  'in-use',
  /** The platform failed. */
  'platform',
  /** The service failed; on a 400 it is as good as any other code. */
  'fault',
  /** Another service owns what was requested. */
  'conflict',
  /** The credentials are not accepted, or not for this. */
  'credentials',
  /** The endpoint service does not exist. */
  'unknown-service',
  /** Something other than the endpoint service does not exist. */
  'not-found',
  /** The platform took too long. */
  'timeout',
  /** The gateway knows no such path or method. */
  'no-route',
  /** The gateway rejects the form or size of the request, or cannot reach the service. */
  'gateway',
] as const;

/** A code of an error reply. */
export interface ErrorCode {
  readonly code: string;
  /** The statuses with which it comes. */
  readonly status: readonly number[];
  /** The usual text; the document promises none. */
  readonly message: string;
  readonly class: CodeClass;
}

/** The API document as facts: the contents of its tables, row by row. */
export interface DocumentFacts {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly tables: readonly TableFacts[];
  readonly statuses: readonly StatusFact[];
}

export interface TableFacts {
  readonly table: number;
  /** A title in English, and what the rows are. */
  readonly title: string;
  /** The anchor by which other tables refer to it; null if none does. */
  readonly anchor: string | null;
  /** The status of the reply that it describes; null for the request. */
  readonly status: number | null;
  readonly rows: readonly RowFacts[];
}

/** The contents of a row, before any reading: `minLength` of an Integer is as printed. */
export interface RowFacts {
  readonly name: string;
  /** Only if the table has that column. */
  readonly mandatory?: boolean;
  readonly type: string;
  /** Anchor of the table that the type refers to. */
  readonly refersTo?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** A length named in the sentence. */
  readonly maxLengthInWords?: number;
  /** A range named in the sentence. */
  readonly range?: readonly [number, number];
  readonly default?: Json;
  /** A default named in the sentence. */
  readonly defaultInWords?: string;
  /** The values listed in the sentence. */
  readonly values?: readonly string[];
  /** The kinds of character that the sentence allows. */
  readonly allowed?: readonly string[];
  /** The characters that the sentence forbids. */
  readonly forbidden?: readonly string[];
  readonly noBlankAtEnds?: true;
  readonly mayBeEmpty?: boolean;
  readonly format?: string;
  readonly maxItems?: number;
  readonly distinct?: true;
  readonly conflict?: true;
  readonly onlyWhen?: string;
  /** In our words. */
  readonly description: string;
}

export interface StatusFact {
  readonly status: number;
  /** In our words. */
  readonly description: string;
}
