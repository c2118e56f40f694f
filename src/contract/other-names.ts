import { withMember, type Draft, type Json, type JsonObject } from '../shared/json.js';
import type { Context } from './context.js';
import { listsOf } from './items.js';
import { eachAlone, merged, sentence } from './plain.js';
import type { CaseMaker } from './requirement.js';
import { bodies } from './sent.js';
import { mappingsFrom } from './values.js';

/** Names that other APIs use for such members, besides those made of the words of a name. */
const SYNONYMS = ['comment', 'remark', 'title', 'label', 'alias', 'listeners', 'mappings', 'enabled', 'auto_accept'];

/**
 * Names that a developer could mistake for a documented one: some of its words, all in reverse order, with one added,
 * or part of one.
 */
function otherNames(name: string): string[] {
  const words = name.split('_');
  const some = words.flatMap((_, from) => words.slice(from).map((__, n) => words.slice(from, from + n + 1).join('_')));
  const [first = ''] = words;
  return [
    ...some,
    [...words].reverse().join('_'),
    `${name}_list`,
    `is_${name}`,
    `endpoint_${name}`,
    name.replace(/s$/, ''),
    `${name.replace(/s$/, '')}_list`,
    `${words.at(-1) ?? ''}_${first.replace(/ed$|s$/, '')}`,
    ...(first.length > 6 ? [first.slice(0, 4), first.slice(0, 5)] : []),
  ];
}

function unknownNames({ operation }: Context, name: string, known: readonly string[]): string[] {
  const taken = new Set([...known, ...operation.members.map((one) => one.name)]);
  return [...new Set([...otherNames(name), ...SYNONYMS])].filter((other) => !taken.has(other));
}

/**
 * Bodies that give each member other values under names with the same meaning: without the member itself, and before
 * it. The same for the members of an item.
 */
export function meaningTheSame(): CaseMaker {
  return bodies((context) => {
    const other = merged(
      eachAlone(context, { says: 'Of another name', word: 'by-a-name', flag: false, count: 2, from: 46_400 }),
    );
    const good = (n: number): JsonObject =>
      merged(eachAlone(context, { says: `Named ${n}`, word: `named-${n}`, flag: true, count: 1, from: 46_300 + n }));
    const spelt = (name: string, value: Json, known: readonly string[] = []): JsonObject =>
      Object.fromEntries(unknownNames(context, name, known).map((one) => [one, value]));
    const whole = Object.entries(other).flatMap(([name, value], n): JsonObject[] => {
      const { [name]: own, ...others } = good(n);
      return [spelt(name, value), { ...spelt(name, value), ...(n % 2 === 0 ? others : { [name]: own ?? null }) }];
    });
    const [list] = listsOf(context.operation);
    const [mapping = {}] = mappingsFrom(context, 1, 46_350);
    const known = Object.keys(mapping);
    const items = known.flatMap((name) => (typeof mapping[name] === 'number' ? [spelt(name, 46_360, known)] : []));
    return [...whole, ...(list === undefined ? [] : items.map((item) => ({ [list.name]: [{ ...item, ...mapping }] })))];
  });
}

/**
 * Bodies in which a change is nested one level deeper, under a name in which other APIs wrap a body, or whose member
 * names are paths.
 */
export function wrapped(): CaseMaker {
  return bodies((context) => {
    const change = merged(eachAlone(context, { says: 'Not to be stored', word: 'not-stored', count: 1, from: 46_250 }));
    const resource = context.operation.path.split('/').at(-2) ?? '';
    const words = resource.replace(/s$/, '').split('-');
    const own = words.map((_, from) => words.slice(from).join('_'));
    const all = [...own, resource.replaceAll('-', '_'), 'data', 'body', 'request', 'params', 'attributes'];
    const alone = all.map((name, n): Draft =>
      n % 2 === 0 ? { [name]: change } : withMember({ [name]: change }, 'unknown', n),
    );
    const [list] = listsOf(context.operation);
    const [mapping = {}] = mappingsFrom(context, 1, 46_260);
    const pathed = Object.entries(mapping).flatMap(([name, value]): [string, Json][] =>
      list === undefined
        ? []
        : [
            `${list.name}[0][${name}]`,
            `${list.name}.0.${name}`,
            `${list.name}[0].${name}`,
            `/${list.name}/0/${name}`,
          ].map((spelt) => [spelt, value]),
    );
    return [...alone, { ...Object.fromEntries(pathed), ...sentence(context, 'Beside paths') }];
  });
}
