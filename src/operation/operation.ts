import type { Json } from '../shared/json.js';
import type { Clause, ReadingId } from '../shared/model.js';
import type { Schema, SchemaMap, StatedRule } from '../spec/schema.js';

/** The operation under test, as the OpenAPI document describes it. */
export interface Operation {
  /** The operation's name, e.g. `UpdateEndpointService`. */
  readonly id: string;
  readonly method: string;
  /** Path of the operation, with placeholders `{project_id}` and `{service_id}`. */
  readonly path: string;
  /** Path that shows a service, with the same placeholders: the path of the operation up to its last parameter. */
  readonly resource: string;
  /** The documented headers of a request, with templates for credentials. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The values that a request carries outside its body, path parameters first. */
  readonly parameters: readonly Parameter[];
  /** The component schemas, by name, including an object of the path parameters. */
  readonly components: SchemaMap;
  /** The names of the component schemas of the bodies and of the path parameters. */
  readonly schemas: { readonly request: string; readonly reply: string; readonly path: string };
  /** The documented statuses, in ascending order. */
  readonly statuses: readonly number[];
  /** The examples of a request body in the document. */
  readonly examples: readonly Json[];
  /** Where the API document describes the bodies. */
  readonly clauses: { readonly request: Clause; readonly reply: Clause };
  /** The members of the request, in the order of the document. */
  readonly members: readonly RequestMember[];
  /** The members that the request sets and the reply shows, in the order of the request. */
  readonly stored: readonly StoredMember[];
  /** The members of the reply that no request sets, in the order of the reply. */
  readonly shown: readonly ShownMember[];
  /** The members that the request sets and the reply shows only if another member has a certain value. */
  readonly conditional: readonly ConditionalMember[];
  /** What profiles tolerate in members of the reply. */
  readonly loosened: readonly Loosened[];
  /** The member that names the resource behind the service; null if there is none. */
  readonly backend: string | null;
  /** How services exclude each other; null if they do not. */
  readonly conflict: Conflict | null;
}

/** A value of a request outside its body: a path parameter, the token, or a media type. */
export interface Parameter {
  /** Its name in the path, or the name of its header. */
  readonly name: string;
  /** Which id in the path it is; null for a header. */
  readonly holds: 'project' | 'service' | null;
  /** The only valid value, if the document names it. */
  readonly value: string | null;
  /** Where the API document describes it. */
  readonly clause: Clause;
  readonly reading: ReadingId | null;
  /** The named rules that apply to it. */
  readonly rules: readonly StatedRule[];
}

/** A path parameter. */
export type PathParameter = Parameter & { readonly holds: 'project' | 'service' };

/** A member of the request. */
export interface RequestMember {
  readonly name: string;
  /** Its name in the ids of requirements. */
  readonly called: string;
  /** Its schema, with any reference at the top resolved. */
  readonly schema: Schema;
  /** The pattern of its strings. */
  readonly pattern: RegExp | null;
  /** Whether a body must have it. */
  readonly required: boolean;
  readonly clause: Clause;
  /** The reading that leaves uncertain values open, unless a certainty names another. */
  readonly reading: ReadingId;
  /** A legal value must be accepted if it satisfies all of these. */
  readonly certain: readonly Certainty[];
  /** A plain value, in which `{n}` is a number; null if it is made from the schema. */
  readonly plain: string | null;
  /** The items of a list of objects; null for other members. */
  readonly item: Item | null;
}

/** The conditions under which legal values must be accepted; the reading leaves others open. */
export interface Certainty {
  readonly reading: ReadingId;
  /** Whether it applies only if the profile loosens the reading. */
  readonly loosened: boolean;
  readonly minLength: number;
  readonly maxLength: number;
  readonly pattern: RegExp | null;
  readonly minItems: number;
  /** Restricts values to known ones: the service's own, or those that the user names. Null for any. */
  readonly known: readonly ('own' | 'configured')[] | null;
  /** Members that each item has and no two items share. */
  readonly distinct: readonly string[];
  /** Characters that strings are drawn from, with weights; empty for whatever the schema allows. */
  readonly of: readonly Characters[];
}

export interface Characters {
  readonly weight: number;
  readonly characters: string;
}

/** The items of a list of objects. */
export interface Item {
  /** What one item is called. */
  readonly noun: string;
  readonly members: readonly ItemMember[];
  /** The members without which an item is incomplete. */
  readonly needed: readonly string[];
}

export interface ItemMember {
  readonly name: string;
  readonly schema: Schema;
  /** The value that omitting the member stands for; undefined if none. */
  readonly fallback: Json | undefined;
}

/** A member that the request sets and the reply shows. */
export interface StoredMember {
  readonly name: string;
  readonly type: 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';
  /** How a reply shows the value (R14, R15). */
  readonly shownAs: 'exactly' | 'decorated' | 'in-any-order' | 'in-any-case';
  /** The value that an update may set it to by omitting it (R12); undefined if it keeps its value. */
  readonly fallback: Json | undefined;
  /** Whether every update sets it, so that it cannot be omitted to keep its value. */
  readonly required: boolean;
  /** Whether every reply has it. */
  readonly always: boolean;
  /** The value that clears it; undefined if there is none. */
  readonly cleared: Json | undefined;
  /** Its clauses in the tables of the request and the reply. */
  readonly clauses: { readonly request: Clause; readonly reply: Clause };
  readonly item: Item | null;
}

/** A member of the reply that no request sets. */
export interface ShownMember {
  readonly name: string;
  readonly effect: Effect;
  readonly clause: Clause;
}

/** How an update affects a member that it does not set. */
export type Effect =
  /** No update changes it. */
  | { readonly kind: 'constant' }
  /** It repeats a path parameter. */
  | { readonly kind: 'identity'; readonly parameter: PathParameter }
  /** The time when the service was created. */
  | { readonly kind: 'created' }
  /** The time of the last change: every change moves it forward. */
  | { readonly kind: 'changed' }
  /** It changes on its own. */
  | { readonly kind: 'free' };

/** A member that is shown only if another one has a certain value. */
export interface ConditionalMember {
  readonly name: string;
  readonly where: { readonly member: string; readonly value: Json };
  /** The other values that the document lists for that member. */
  readonly elsewhere: readonly Json[];
  readonly clauses: { readonly request: Clause; readonly reply: Clause };
}

/** What a profile that loosens the reading tolerates in a member of the reply. */
export interface Loosened {
  readonly name: string;
  readonly reading: ReadingId;
  readonly absent: boolean;
  readonly values: readonly Json[];
}

/** No two services with the same `among` may hold items in `member` that are equal in `by`. */
export interface Conflict {
  readonly member: string;
  readonly by: readonly ItemMember[];
  readonly among: string;
}

/** Returns a stored member by its name; undefined for any other name. */
export function storedMember({ stored }: Pick<Operation, 'stored'>, name: string): StoredMember | undefined {
  return stored.find((one) => one.name === name);
}

/** Returns the names of the members that no update changes. */
export function constants({ shown }: Pick<Operation, 'shown'>): readonly string[] {
  return shown.filter(({ effect }) => effect.kind === 'constant').map(({ name }) => name);
}

/** Returns the name of the member that shows when the service was created or last changed; null if there is none. */
export function timeOf({ shown }: Pick<Operation, 'shown'>, kind: 'created' | 'changed'): string | null {
  return shown.find(({ effect }) => effect.kind === kind)?.name ?? null;
}
