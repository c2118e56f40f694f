import type { Json } from '../shared/json.js';
import type { Clause, ReadingId } from '../shared/model.js';
import type { Schema, Schemas, StatedRule } from '../spec/schema.js';

/** The operation under test, as the OpenAPI document describes it. */
export interface Operation {
  /** Its name, e.g. `UpdateEndpointService`. */
  readonly id: string;
  readonly method: string;
  /** The path of the resource, with `{project_id}` and `{service_id}` to be filled in. */
  readonly path: string;
  /** The path that shows a service, with the same to be filled in: that of the operation, up to its last parameter. */
  readonly resource: string;
  /** The documented headers of a request, with templates for credentials. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** What a request carries outside its body: the parameters of the path first. */
  readonly parameters: readonly Parameter[];
  /** The component schemas, by name. */
  readonly components: Schemas;
  /** The names of the component schemas of the bodies. */
  readonly schemas: { readonly request: string; readonly reply: string };
  /** The statuses that it lists, in ascending order. */
  readonly statuses: readonly number[];
  /** The examples of a request body that the document gives. */
  readonly examples: readonly Json[];
  /** Where the bodies stand in the API document. */
  readonly clauses: { readonly request: Clause; readonly reply: Clause };
  /** The members of the request, in the order of the document. */
  readonly members: readonly RequestMember[];
  /** The members that the request sets and the reply shows, in the order of the request. */
  readonly stored: readonly StoredMember[];
  /** The members of the reply that no request sets, in the order of the reply. */
  readonly shown: readonly ShownMember[];
  /** The members that the request sets and the reply shows only where another one has a certain value. */
  readonly conditional: readonly ConditionalMember[];
  /** What a profile tolerates of members of the reply. */
  readonly loosened: readonly Loosened[];
  /** The member that names the resource behind the service; null where there is none. */
  readonly backend: string | null;
  /** How services exclude each other; null where they do not. */
  readonly conflict: Conflict | null;
}

/** A value of a request outside its body: a parameter of the path, the token, or a media type. */
export interface Parameter {
  /** As it stands in the path, or the name of the header. */
  readonly name: string;
  /** Which id of the path it is; null for a header. */
  readonly holds: 'project' | 'service' | null;
  /** The only good value, where the document names it. */
  readonly value: string | null;
  /** The named rules that it is held to. */
  readonly rules: readonly StatedRule[];
}

/** A parameter of the path. */
export type PathParameter = Parameter & { readonly holds: 'project' | 'service' };

/** A member of the request. */
export interface RequestMember {
  readonly name: string;
  /** What it is called in the ids of requirements. */
  readonly called: string;
  /** Its schema, with no reference left at its top. */
  readonly schema: Schema;
  /** What its texts must match. */
  readonly pattern: RegExp | null;
  /** Whether a body must have it. */
  readonly required: boolean;
  readonly clause: Clause;
  /** The reading by which values that are not certain are open, where none says otherwise. */
  readonly reading: ReadingId;
  /** Which legal values must be accepted: those that keep all of these. */
  readonly certain: readonly Certainty[];
  /** A plain value, in which `{n}` is a number; null where it is made from the schema. */
  readonly plain: string | null;
  /** What the items of a list are; null where it is no list of objects. */
  readonly item: Item | null;
}

/** What some legal values must keep to be accepted for certain; the others are open by the reading. */
export interface Certainty {
  readonly reading: ReadingId;
  /** Whether it holds only where the profile loosens the reading. */
  readonly loosened: boolean;
  readonly minLength: number;
  readonly maxLength: number;
  readonly pattern: RegExp | null;
  readonly minItems: number;
  /** Only values that are known: the service's own, or those that the user names. Null for any. */
  readonly known: readonly ('own' | 'configured')[] | null;
  /** Members that each item has and no two items share. */
  readonly distinct: readonly string[];
  /** What texts are drawn from, and how often; empty for whatever the schema allows. */
  readonly of: readonly Characters[];
}

export interface Characters {
  readonly weight: number;
  readonly characters: string;
}

/** The items of a list of objects. */
export interface Item {
  /** What one is called. */
  readonly noun: string;
  readonly members: readonly ItemMember[];
  /** The members without which nothing is said of an item. */
  readonly needed: readonly string[];
}

export interface ItemMember {
  readonly name: string;
  readonly schema: Schema;
  /** What an omitted one stands for; undefined where nothing. */
  readonly fallback: Json | undefined;
}

/** A member that the request sets and the reply shows. */
export interface StoredMember {
  readonly name: string;
  readonly type: 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';
  /** How a value comes back (R14, R15). */
  readonly shownAs: 'exactly' | 'decorated' | 'in-any-order' | 'in-any-case';
  /** What an update that omits it may set it to (R12); undefined where it keeps its value. */
  readonly fallback: Json | undefined;
  /** Whether every update sets it, so that none keeps it by leaving it out. */
  readonly required: boolean;
  /** Whether every reply has it. */
  readonly always: boolean;
  /** The value that stands for none; undefined where there is none. */
  readonly cleared: Json | undefined;
  /** Clause in the table of the request, and in that of the reply. */
  readonly clauses: { readonly request: Clause; readonly reply: Clause };
  readonly item: Item | null;
}

/** A member of the reply that no request sets. */
export interface ShownMember {
  readonly name: string;
  readonly effect: Effect;
  readonly clause: Clause;
}

/** How an update bears on a member that it does not set. */
export type Effect =
  /** No update changes it. */
  | { readonly kind: 'constant' }
  /** It repeats a parameter of the path. */
  | { readonly kind: 'identity'; readonly parameter: PathParameter }
  /** When the service was created. */
  | { readonly kind: 'created' }
  /** When it was last changed: every change moves it on. */
  | { readonly kind: 'changed' }
  /** It moves by itself. */
  | { readonly kind: 'free' };

/** A member that is shown only where another one has a certain value. */
export interface ConditionalMember {
  readonly name: string;
  readonly where: { readonly member: string; readonly value: Json };
  /** The other values that the document lists for that one. */
  readonly elsewhere: readonly Json[];
  readonly clauses: { readonly request: Clause; readonly reply: Clause };
}

/** What a profile that loosens the reading tolerates of a member of the reply. */
export interface Loosened {
  readonly name: string;
  readonly reading: ReadingId;
  readonly absent: boolean;
  readonly values: readonly Json[];
}

/** No two services with one value of `among` hold an item in `member` that is equal in `by`. */
export interface Conflict {
  readonly member: string;
  readonly by: readonly ItemMember[];
  readonly among: string;
}

/** A stored member by its name; undefined for any other name. */
export function storedMember({ stored }: Pick<Operation, 'stored'>, name: string): StoredMember | undefined {
  return stored.find((one) => one.name === name);
}

/** The names of the members that no update changes. */
export function constants({ shown }: Pick<Operation, 'shown'>): readonly string[] {
  return shown.filter(({ effect }) => effect.kind === 'constant').map(({ name }) => name);
}

/** The name of the member that shows when the service was created, or last changed; null where there is none. */
export function timeOf({ shown }: Pick<Operation, 'shown'>, kind: 'created' | 'changed'): string | null {
  return shown.find(({ effect }) => effect.kind === kind)?.name ?? null;
}
