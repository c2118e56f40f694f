import type { Json } from '../shared/json.js';
import { assertions } from '../shared/keywords.js';
import type { Clause, ReadingId } from '../shared/model.js';
import { pointerNames, pointerToken } from './pointer.js';
import type { Schema, Schemas } from './schema.js';
import { places, type Place } from './walk.js';

/** One thing that a schema demands at one place. */
export interface Constraint {
  /** Place in the instance; `*` stands for any index. Of `required`: the member that must be there. */
  readonly pointer: string;
  /** The names of the members that lead there, without indices: `ports/client_port`; '' is the whole. */
  readonly member: string;
  /** The keyword, or the id of a named rule. */
  readonly keyword: string;
  /** The value of the keyword; true for `required`; what a rule says for a rule. */
  readonly value: Json;
  readonly clause: Clause | null;
  readonly reading: ReadingId | null;
  /** The component whose schema says it. */
  readonly component: string;
  /** Place of the keyword in the OpenAPI document, as a JSON pointer. */
  readonly schemaPointer: string;
}

/**
 * What the schema of a component demands, keyword by keyword and rule by rule, from the outermost place in, members of
 * `$ref`ed components included. What no instance can break, such as a minimum length of 0, is left out.
 */
export function constraintsOf(schemas: Schemas, component: string): readonly Constraint[] {
  return places(schemas, component).flatMap((place) => [
    ...assertionsAt(place),
    ...requiredAt(place),
    ...closedAt(place),
    ...rulesAt(place),
  ]);
}

const vacuous: Readonly<Record<string, Json>> = { minLength: 0, minItems: 0, uniqueItems: false };

function assertionsAt(place: Place): Constraint[] {
  return assertions
    .filter((keyword) => place.schema[keyword] !== undefined && place.schema[keyword] !== vacuous[keyword])
    .map((keyword) => constraint(place, keyword, place.schema[keyword] as Json));
}

function requiredAt(place: Place): Constraint[] {
  return (place.schema.required ?? []).map((name) => ({
    ...constraint(place, 'required', true),
    ...located(`${place.pointer}/${pointerToken(name)}`),
    clause: place.schema.properties?.[name]?.['x-clause'] ?? clauseOf(place.schema, 'required'),
  }));
}

function closedAt(place: Place): Constraint[] {
  return place.schema.additionalProperties === false ? [constraint(place, 'additionalProperties', false)] : [];
}

function rulesAt(place: Place): Constraint[] {
  return (place.schema['x-rules'] ?? []).map((rule, index) => ({
    ...constraint(place, rule.id, rule.says),
    clause: rule.clause,
    reading: rule.reading ?? null,
    schemaPointer: `${place.schemaPointer}/x-rules/${index}`,
  }));
}

function constraint(place: Place, keyword: string, value: Json): Constraint {
  return {
    ...located(place.pointer),
    keyword,
    value,
    clause: clauseOf(place.schema, keyword),
    reading: place.schema['x-readings']?.[keyword] ?? place.schema['x-reading'] ?? null,
    component: place.component,
    schemaPointer: `${place.schemaPointer}/${keyword}`,
  };
}

function located(pointer: string): { readonly pointer: string; readonly member: string } {
  const member = pointerNames(pointer)
    .filter((name) => name !== '*')
    .join('/');
  return { pointer, member };
}

function clauseOf(schema: Schema, keyword: string): Clause | null {
  return schema['x-clauses']?.[keyword] ?? schema['x-clause'] ?? null;
}
