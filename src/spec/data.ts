import type { Json } from '../shared/json.js';
import type { Clause, BaseProfile, ReadingId } from '../shared/model.js';
import type { Schema, Schemas, StatedRule } from './schema.js';

/** What the rest of the project uses of the OpenAPI document; the other members are there as they are in the YAML. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: {
    readonly schemas: Schemas;
    readonly parameters: Readonly<Record<string, Parameter>>;
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
  readonly put: Operation;
}

interface Reference {
  readonly $ref: string;
}

export interface Operation {
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

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
  readonly 'x-clause': Clause;
  readonly 'x-reading'?: ReadingId;
  readonly 'x-state-rules': readonly StatedRule[];
}

/** How the document is read where it is silent, contradicts itself or cannot be tested by its letter. */
export interface Reading {
  readonly id: ReadingId;
  readonly title: string;
  /** What conforms and what does not, in the profile `document`. */
  readonly text: string;
  /** What each profile loosens of the text; null where nothing. */
  readonly profiles: Readonly<Record<BaseProfile, string | null>>;
}

/** What the code of an error reply says of its cause. */
export type CodeClass = (typeof codeClasses)[number];

/** Every class of error code. */
export const codeClasses = [
  /** The input is at fault. */
  'validation',
  /** Too many requests: wait and send again. */
  'throttled',
  /** The service is in a state that forbids the change for now. */
  'state',
  /** The service's own token for its platform. */
  'token',
  /** A quota is used up. */
  'quota',
  /** The service, or what it needs, is being used. */
  'in-use',
  /** A fault of the platform. */
  'platform',
  /** Another service owns what was asked for. */
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
  /** The gateway refuses the form or the size of the request, or cannot reach the service. */
  'gateway',
] as const;

/** A code of an error reply. */
export interface ErrorCode {
  readonly code: string;
  /** The statuses that it comes with. */
  readonly status: readonly number[];
  /** The usual text; the document promises none. */
  readonly message: string;
  readonly class: CodeClass;
}

/** The API document as facts: what each row of its tables says. */
export interface DocumentFacts {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly tables: readonly TableFacts[];
  readonly statuses: readonly StatusFact[];
}

export interface TableFacts {
  readonly table: number;
  /** In English; the kind of what the rows are. */
  readonly title: string;
  /** The name that other tables refer to it by; null for those that none refers to. */
  readonly anchor: string | null;
  /** The status of the reply that it describes; null for the request. */
  readonly status: number | null;
  readonly rows: readonly RowFacts[];
}

/** What one row says, before any reading: `minLength` of an Integer is what is printed. */
export interface RowFacts {
  readonly name: string;
  /** Only where the table has that column. */
  readonly mandatory?: boolean;
  readonly type: string;
  /** Anchor of the table that the type refers to. */
  readonly refersTo?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** A length that the sentence names. */
  readonly maxLengthInWords?: number;
  /** A range that the sentence names. */
  readonly range?: readonly [number, number];
  readonly default?: Json;
  /** A default that the sentence names. */
  readonly defaultInWords?: string;
  /** The values that the sentence lists. */
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
