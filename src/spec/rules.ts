import { isObject, type Json, type JsonObject } from '../shared/json.js';
import { canonical } from './canonical.js';
import { pointerToken } from './pointer.js';
import { componentName, type Schema, type Schemas } from './schema.js';
import type { SchemaError } from './validator.js';
import { places } from './walk.js';

/**
 * Says where an instance breaks a named rule, as pointers into it.
 * `defaults` are those of the members of a list's items: what an omitted member stands for.
 */
export type Rule = (instance: Json, defaults: JsonObject) => readonly string[];

/** The rules that the schemas may name under `x-rules`, by id. */
export const rules: Readonly<Record<string, Rule>> = { 'distinct-mappings': distinctMappings };

/**
 * No two items may be equal once their omitted members are filled in (Table 3, ports; R4). Items that are equal as they
 * stand are the business of `uniqueItems`, not of this rule.
 */
function distinctMappings(instance: Json, defaults: JsonObject): readonly string[] {
  if (!Array.isArray(instance)) return [];
  const spellings = new Map<string, JsonObject>();
  return (instance as readonly Json[]).flatMap((item, index) => {
    if (!isObject(item)) return [];
    const whole = wholeKey(item, defaults);
    const first = spellings.get(whole);
    if (first === undefined) spellings.set(whole, item);
    return first === undefined || canonical(first) === canonical(item) ? [] : [`/${index}`];
  });
}

/** A text by which items are known that are equal once their omitted members are filled in. */
export function wholeKey(item: Json, defaults: JsonObject): string {
  const isWhole = !isObject(item) || Object.keys(defaults).every((name) => Object.hasOwn(item, name));
  return canonical(isWhole ? item : { ...defaults, ...item });
}

/** Holds instances against the named rules of the document's schemas. */
export interface RuleChecker {
  /** Every breach of a named rule; `keyword` is the rule's id. */
  check(component: string, value: unknown): readonly SchemaError[];
}

/** A checker of the rules that the schemas name. A rule without a predicate is an error here, not later. */
export function createRuleChecker(schemas: Schemas, predicates: Readonly<Record<string, Rule>> = rules): RuleChecker {
  const bound = new Map(Object.keys(schemas).map((component) => [component, bind(schemas, component, predicates)]));
  return {
    check(component, value) {
      const checks = bound.get(component);
      if (checks === undefined) throw new Error(`the document has no schema ${component}`);
      return checks.flatMap(({ path, breaches }) =>
        instancesAt(value as Json, path).flatMap(({ pointer, instance }) => breaches(pointer, instance)),
      );
    },
  };
}

interface BoundRule {
  readonly path: readonly string[];
  readonly breaches: (pointer: string, instance: Json) => readonly SchemaError[];
}

function bind(schemas: Schemas, component: string, predicates: Readonly<Record<string, Rule>>): readonly BoundRule[] {
  return places(schemas, component).flatMap(({ pointer, schema, schemaPointer }) =>
    (schema['x-rules'] ?? []).map((stated, index) => {
      const rule = Object.hasOwn(predicates, stated.id) ? predicates[stated.id] : undefined;
      if (rule === undefined) throw new Error(`${schemaPointer}: no rule is known as ${JSON.stringify(stated.id)}`);
      const defaults = defaultsOf(schemas, schema.items);
      return {
        path: pointer.split('/').slice(1),
        breaches: (at, instance) =>
          rule(instance, defaults).map((inside) => ({
            pointer: `${at}${inside}`,
            keyword: stated.id,
            schemaPointer: `${schemaPointer}/x-rules/${index}`,
            message: stated.says,
            params: {},
          })),
      } satisfies BoundRule;
    }),
  );
}

function defaultsOf(schemas: Schemas, item: Schema | undefined): JsonObject {
  if (item === undefined) return {};
  const target = item.$ref === undefined ? item : (schemas[componentName(item.$ref)] ?? {});
  return Object.fromEntries(
    Object.entries(target.properties ?? {}).flatMap(([name, property]) =>
      property.default === undefined ? [] : [[name, property.default]],
    ),
  );
}

/** The values at a place, which `*` makes many: each with its pointer. */
function instancesAt(value: Json, path: readonly string[], at = ''): { pointer: string; instance: Json }[] {
  const [token, ...rest] = path;
  if (token === undefined) return [{ pointer: at, instance: value }];
  if (value === null || typeof value !== 'object') return [];
  return Object.keys(value)
    .filter((name) => token === '*' || pointerToken(name) === token)
    .flatMap((name) => instancesAt((value as JsonObject)[name] ?? null, rest, `${at}/${pointerToken(name)}`));
}
