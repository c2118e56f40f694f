import type { Json, JsonObject } from '../shared/json.js';
import { wholeKey } from '../spec/rules.js';

/** A rule about the items of a list that no keyword says: no two of them may have one key. */
export interface Rule {
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

/** Rules by their id. */
export type Rules = ReadonlyMap<string, Rule>;

/** Two mappings are the same one also where only one of them writes down a default (Table 3, ports; Table 4, protocol). */
const distinctMappings: Rule = {
  says: 'equal but for an omitted default',
  key: wholeKey,
  spellings: (item, defaults) => {
    const names = Object.keys(defaults);
    if (names.length === 0) return null;
    return {
      short: Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name))),
      long: { ...item, ...defaults },
    };
  },
};

/** The rules that are known by themselves. */
export const knownRules: Readonly<Record<string, Rule>> = { 'distinct-mappings': distinctMappings };
