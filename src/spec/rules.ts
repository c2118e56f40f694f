import { isObject, type Json, type JsonObject } from '../shared/json.js';
import type { RuleName } from '../shared/keywords.js';
import { canonical } from './canonical.js';
import type { StatedRule } from './schema.js';

/** A rule about the items of a list that no keyword says: no two of them may have one key. */
interface Rule {
  /** What two items of one key are to each other, e.g. `equal but for an omitted default`. */
  readonly says: string;
  /** Equal items have equal keys. `defaults` holds what the omitted members of an item stand for. */
  readonly key: (item: Json, defaults: JsonObject) => string;
  /** Two different ways to write one item, which have one key; null where the item has only one. */
  readonly spellings: (item: JsonObject, defaults: JsonObject) => Spellings | null;
}

/** An item in its short form and in its long one. */
interface Spellings {
  readonly short: JsonObject;
  readonly long: JsonObject;
}

/** The rules that the schemas may name under `x-rules`, by id. */
export const rules: Readonly<Record<RuleName, Rule>> = {
  // Two mappings are the same one also where only one of them writes down a default (Table 3, ports; Table 4, protocol).
  'distinct-mappings': {
    says: 'equal but for an omitted default',
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

/** A rule as a schema names it, of the items that its list has. */
export interface ItemRule {
  readonly id: string;
  readonly stated: StatedRule;
  /** Place in the OpenAPI document, as a JSON pointer. */
  readonly pointer: string;
  readonly says: string;
  readonly key: (item: Json) => string;
  readonly spellings: (item: JsonObject) => Spellings | null;
}

/** A rule by what is stated of it; undefined where no rule has that id. */
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
 * The indices of the objects in a list that are another one by a rule. What is equal as it stands is the business of
 * `uniqueItems`, not of a rule.
 */
export function breachesOf({ key }: ItemRule, list: readonly Json[]): readonly number[] {
  const firsts = new Map<string, JsonObject>();
  return list.flatMap((item, index) => {
    if (!isObject(item)) return [];
    const text = key(item);
    const first = firsts.get(text);
    if (first === undefined) firsts.set(text, item);
    return first === undefined || canonical(first) === canonical(item) ? [] : [index];
  });
}
