import { formats } from '../shared/formats.js';
import { isObject, Lexeme, type Draft, type Json, type JsonObject } from '../shared/json.js';
import type { Breakable } from '../shared/keywords.js';
import { canonical } from '../spec/canonical.js';
import { lengthOf } from './code-points.js';
import { admits, type Node } from '../spec/node.js';
import type { JsonType } from '../spec/schema.js';

/** The value that a JSON parser reads from a draft's text. */
export function parsed(draft: Draft): Json {
  if (draft instanceof Lexeme) return JSON.parse(draft.text) as Json;
  if (Array.isArray(draft)) return (draft as readonly Draft[]).map(parsed);
  if (!isObject(draft)) return draft as Json;
  return Object.fromEntries(
    Object.entries(draft as Record<string, Draft>).map(([name, value]) => [name, parsed(value)]),
  );
}

function typeOf(value: Json): JsonType | 'infinite' {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') {
    return !Number.isFinite(value) ? 'infinite' : Number.isInteger(value) ? 'integer' : 'number';
  }
  return typeof value as 'boolean' | 'string' | 'object';
}

/** Whether a quotient is whole. Not so for one written with an exponent, about which validators disagree. */
function isWhole(quotient: number): boolean {
  return Number.isInteger(quotient) && Math.abs(quotient) < 1e21;
}

const onTexts =
  (holds: (node: Node, text: string) => boolean): Test =>
  (node, value) =>
    typeof value !== 'string' || holds(node, value);
const onNumbers =
  (holds: (node: Node, number: number) => boolean): Test =>
  (node, value) =>
    typeof value !== 'number' || !Number.isFinite(value) || holds(node, value);
const onLists =
  (holds: (node: Node, items: readonly Json[]) => boolean): Test =>
  (node, value) =>
    !Array.isArray(value) || holds(node, value as readonly Json[]);
const onObjects =
  (holds: (node: Node, object: JsonObject) => boolean): Test =>
  (node, value) =>
    !isObject(value) || holds(node, value);

/** Whether a value satisfies a keyword. As in JSON Schema, any string satisfies a keyword for numbers, and so on. */
type Test = (node: Node, value: Json) => boolean;

const tests: Readonly<Record<Breakable, Test>> = {
  type: (node, value) => {
    const type = typeOf(value);
    return type !== 'infinite' && admits(node, type);
  },
  enum: ({ choices }, value) => choices === null || choices.some((choice) => canonical(choice) === canonical(value)),
  const: ({ constant }, value) => constant === null || canonical(constant.value) === canonical(value),
  minLength: onTexts(({ minLength }, text) => lengthOf(text) >= minLength),
  maxLength: onTexts(({ maxLength }, text) => lengthOf(text) <= maxLength),
  pattern: onTexts(({ pattern }, text) => pattern === null || pattern.test(text)),
  format: onTexts(({ format }, text) => format === null || formats[format](text)),
  minimum: onNumbers(({ minimum }, number) => number >= minimum),
  maximum: onNumbers(({ maximum }, number) => number <= maximum),
  exclusiveMinimum: onNumbers(({ exclusiveMinimum }, number) => number > exclusiveMinimum),
  exclusiveMaximum: onNumbers(({ exclusiveMaximum }, number) => number < exclusiveMaximum),
  multipleOf: onNumbers(({ multipleOf }, number) => multipleOf === null || isWhole(number / multipleOf)),
  minItems: onLists(({ minItems }, items) => items.length >= minItems),
  maxItems: onLists(({ maxItems }, items) => items.length <= maxItems),
  uniqueItems: onLists(({ uniqueItems }, items) => !uniqueItems || new Set(items.map(canonical)).size === items.length),
  required: onObjects(({ required }, object) => required.every((name) => Object.hasOwn(object, name))),
  additionalProperties: onObjects(
    ({ additional, properties }, object) =>
      additional !== false || Object.keys(object).every((name) => properties.has(name)),
  ),
};

/** The keywords of a schema that a value breaks, apart from its items and members. */
export function brokenAt(node: Node, value: Json): Breakable[] {
  return node.keywords.filter((keyword) => !tests[keyword](node, value));
}

/** Whether a value conforms to a schema, down to its last member, and to every rule. */
export function conforms(node: Node, value: Json): boolean {
  if (brokenAt(node, value).length > 0) return false;
  if (Array.isArray(value)) {
    const { items, rules } = node;
    const list = value as readonly Json[];
    return (
      rules.every(({ key }) => new Set(list.map(key)).size === list.length) &&
      (items === null || list.every((item) => conforms(items, item)))
    );
  }
  if (!isObject(value)) return true;
  return Object.entries(value).every(([name, inner]) => {
    const child = node.properties.get(name) ?? node.additional;
    return typeof child === 'boolean' || conforms(child, inner);
  });
}
