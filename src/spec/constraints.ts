import type { Json } from '../shared/json.js';
import { assertions, keywords } from '../shared/keywords.js';
import type { Clause, ReadingId } from '../shared/model.js';
import { schemaPlaces, type SchemaPlace } from './places.js';
import { pointerNames, pointerToken } from '../shared/pointer.js';
import { readSchema } from './read-schemas.js';
import type { Schema, SchemaMap } from './schema.js';

/** A single demand of a schema at one place. */
export interface SchemaConstraint {
  /** Location in the instance; `*` stands for any index. For `required`: the member that must be present. */
  readonly pointer: string;
  /** The names of the members that lead there, without indices: `ports/client_port`; '' is the whole. */
  readonly member: string;
  /** The keyword, or the id of a named rule. */
  readonly keyword: string;
  /** The value of the keyword; true for `required`; the text of a rule. */
  readonly value: Json;
  readonly clause: Clause | null;
  readonly reading: ReadingId | null;
  /** The component whose schema makes it. */
  readonly component: string;
  /** Location of the keyword in the OpenAPI document, as a JSON pointer. */
  readonly schemaPointer: string;
}

/**
 * The demands of a component's schema, keyword by keyword and rule by rule, outermost first, including members of
 * `$ref`ed components. What no instance can violate, such as a minimum length of 0, is left out.
 */
export function constraintsOf(schemas: SchemaMap, component: string): readonly SchemaConstraint[] {
  return schemaPlaces(readSchema(schemas, component)).flatMap((place) => [
    ...assertionsAt(place),
    ...requiredAt(place),
    ...closedAt(place),
    ...rulesAt(place),
  ]);
}

function assertionsAt(place: SchemaPlace): SchemaConstraint[] {
  const { said } = place.node;
  return assertions
    .filter((keyword) => said[keyword] !== undefined && said[keyword] !== keywords.get(keyword)?.vacuous)
    .map((keyword) => constraint(place, keyword, said[keyword] as Json));
}

function requiredAt(place: SchemaPlace): SchemaConstraint[] {
  const { required, properties, said } = place.node;
  return required.map((name) => ({
    ...constraint(place, 'required', true),
    ...located(`${place.any}/${pointerToken(name)}`),
    clause: properties.get(name)?.said['x-clause'] ?? clauseOf(said, 'required'),
  }));
}

function closedAt(place: SchemaPlace): SchemaConstraint[] {
  return place.node.additional === false ? [constraint(place, 'additionalProperties', false)] : [];
}

function rulesAt(place: SchemaPlace): SchemaConstraint[] {
  return place.node.rules.map(({ id, stated, pointer }) => ({
    ...constraint(place, id, stated.says),
    clause: stated.clause,
    reading: stated.reading ?? null,
    schemaPointer: pointer,
  }));
}

function constraint({ any, node }: SchemaPlace, keyword: string, value: Json): SchemaConstraint {
  const { said, origin, component } = node;
  return {
    ...located(any),
    keyword,
    value,
    clause: clauseOf(said, keyword),
    reading: said['x-readings']?.[keyword] ?? said['x-reading'] ?? null,
    component,
    schemaPointer: `${origin.slice(1)}/${keyword}`,
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
