import { isObject, Lexeme, type Draft, type Json } from '../shared/json.js';
import { canonical } from '../spec/canonical.js';
import { lengthOf } from './code-points.js';
import { formats } from './formats.js';
import { admits, defaultsOf, type JsonType, type Node } from './node.js';
import type { Rules } from './rules.js';

/** What a JSON parser makes of a draft's text. */
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

/** Whether a quotient is whole; of one that is written with an exponent validators do not agree, so it is not. */
function isWhole(quotient: number): boolean {
  return Number.isInteger(quotient) && Math.abs(quotient) < 1e21;
}

/**
 * The keywords of one schema that a value breaks, without a look into its items and members.
 * As JSON Schema has it, a keyword about numbers says nothing about a string, and so on.
 */
export function brokenAt(node: Node, value: Json): string[] {
  const broken: string[] = [];
  const demand = (keyword: string, holds: boolean): void => {
    if (!holds) broken.push(keyword);
  };
  const type = typeOf(value);
  demand('type', node.types === null || (type !== 'infinite' && admits(node, type)));
  if (node.choices !== null || node.constant !== null) {
    const key = canonical(value);
    demand('enum', node.choices === null || node.choices.some((choice) => canonical(choice) === key));
    demand('const', node.constant === null || canonical(node.constant.value) === key);
  }
  if (typeof value === 'string') {
    const length = lengthOf(value);
    demand('minLength', length >= node.minLength);
    demand('maxLength', length <= node.maxLength);
    demand('pattern', node.pattern === null || node.pattern.test(value));
    demand('format', node.format === null || formats[node.format].test(value));
  } else if (typeof value === 'number' && type !== 'infinite') {
    demand('minimum', value >= node.minimum);
    demand('maximum', value <= node.maximum);
    demand('exclusiveMinimum', value > node.exclusiveMinimum);
    demand('exclusiveMaximum', value < node.exclusiveMaximum);
    demand('multipleOf', node.multipleOf === null || isWhole(value / node.multipleOf));
  } else if (Array.isArray(value)) {
    const items = value as readonly Json[];
    demand('minItems', items.length >= node.minItems);
    demand('maxItems', items.length <= node.maxItems);
    demand('uniqueItems', !node.uniqueItems || new Set(items.map(canonical)).size === items.length);
  } else if (isObject(value)) {
    demand(
      'required',
      node.required.every((name) => Object.hasOwn(value, name)),
    );
    const closed = node.additional === false;
    demand('additionalProperties', !closed || Object.keys(value).every((name) => node.properties.has(name)));
  }
  return broken;
}

/** Whether a value keeps a schema, down to its last member, and every rule. */
export function conforms(node: Node, value: Json, rules: Rules): boolean {
  if (brokenAt(node, value).length > 0) return false;
  if (Array.isArray(value) && node.items !== null) {
    const items = node.items;
    const list = value as readonly Json[];
    const defaults = defaultsOf(items);
    const distinct = node.rules.every(
      (id) => new Set(list.map((item) => rules.get(id)?.key(item, defaults))).size === list.length,
    );
    return distinct && list.every((item) => conforms(items, item, rules));
  }
  if (!isObject(value)) return true;
  return Object.entries(value).every(([name, child]) => {
    const schema = node.properties.get(name) ?? (typeof node.additional === 'object' ? node.additional : undefined);
    return schema === undefined || conforms(schema, child, rules);
  });
}
