import { isObject, type Json, type JsonObject } from '../shared/json.js';
import type { RuleName } from '../shared/keywords.js';
import { canonical } from './canonical.js';
import type { StatedRule } from './schema.js';

/** A rule that no keyword expresses: no two items of a list may share a key. */
interface Rule {
  /** How two items of one key relate, e.g. `equal except for an omitted default`. */
  readonly says: string;
  /** Key of an item; equal items have equal keys. `defaults` holds the values of omitted members. */
  readonly key: (item: Json, defaults: JsonObject) => string;
  /** Two different ways to write an item under one key; null if there is only one. */
  readonly spellings: (item: JsonObject, defaults: JsonObject) => Spellings | null;
}

/** The short and the long form of an item. */
interface Spellings {
  readonly short: JsonObject;
  readonly long: JsonObject;
}

/** The rules that the schemas may name under `x-rules`, by id. */
export const rules: Readonly<Record<RuleName, Rule>> = {
  // Two mappings are equal even if only one of them spells out a default (Table 3, ports; Table 4, protocol).
  'distinct-mappings': {
    says: 'equal except for an omitted default',
    key: (item, defaults) => {
      const isWhole = !isObject(item) || Object.keys(defaults).every((name) => Object.hasOwn(item, name));
      return canonical(isWhole ? item : { ...defaults, ...item });
    },
    spellings: (item, defaults) => {
      const names = Object.keys(defaults);
      if (names.length === 0) return null;
      return {
        short: Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name))),
        long: { ...item, ...defaults },
      };
    },
  },
};

/** A rule that a schema names for the items of a list. */
export interface ItemRule {
  readonly id: string;
  readonly stated: StatedRule;
  /** Location in the OpenAPI document, as a JSON pointer. */
  readonly pointer: string;
  readonly says: string;
  readonly key: (item: Json) => string;
  readonly spellings: (item: JsonObject) => Spellings | null;
}

/** The rule that a schema states; undefined for an unknown id. */
export function itemRule(stated: StatedRule, pointer: string, defaults: JsonObject): ItemRule | undefined {
  if (!Object.hasOwn(rules, stated.id)) return undefined;
  const { says, key, spellings } = rules[stated.id as RuleName];
  return {
    id: stated.id,
    stated,
    pointer,
    says,
    key: (item) => key(item, defaults),
    spellings: (item) => spellings(item, defaults),
  };
}

/**
 * The indices of the objects in a list that repeat another one by a rule. Items that are equal as written are left to
 * `uniqueItems`.
 */
export function repeatingIndices({ key }: ItemRule, list: readonly Json[]): readonly number[] {
  const firsts = new Map<string, JsonObject>();
  return list.flatMap((item, index) => {
    if (!isObject(item)) return [];
    const text = key(item);
    const first = firsts.get(text);
    if (first === undefined) firsts.set(text, item);
    return first === undefined || canonical(first) === canonical(item) ? [] : [index];
  });
}
