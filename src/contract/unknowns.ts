import type { Json, JsonObject } from '../shared/json.js';
import { member, withMember } from '../shared/json.js';
import type { Context } from './context.js';
import { listsOf } from './items.js';
import { completed, eachAlone, leastBody, merged, sentence } from './plain.js';
import { must, type Constraint, type Family, type CaseMaker } from './requirement.js';
import { bodies } from './sent.js';
import { open } from './then.js';
import { mappingsFrom } from './values.js';

/**
 * One requirement for each member of the reply that the request does not have: in a body it is an unknown member, which
 * must be ignored or rejected, and never stored.
 */
export function everyMemberOfTheReplyAlone(schema: string): Family {
  return {
    unfold: (chapter, { constraints, operation: { members, clauses } }) => {
      const all = constraints(schema);
      const names = [...new Set(all.map(({ pointer }) => pointer.split('/')[1] ?? ''))].filter(
        (name) => name !== '' && members.every((one) => one.name !== name),
      );
      const own = (name: string): Constraint[] => all.filter(({ pointer }) => pointer === `/${name}`);
      const alone = names.map((name, n) => {
        return must([chapter, 'unknown-member', name].join('/'), {
          clause: own(name)[0]?.clause ?? clauses.reply,
          basis: 'sanity',
          reading: 'R7',
          says: `${name} in a body is an unknown member: ignored or rejected, never stored`,
          given: bodies((context) => {
            const value = valueFor(own(name), member(context.shown, name));
            const known = {
              ...sentence(context, `Beside ${name}`),
              ...merged(eachAlone(context, { flag: n % 2 === 0 })),
            };
            const alone = withMember(leastBody(context), name, value);
            return [n % 2 === 0 ? withMember(known, name, value) : { ...alone, ...known }, alone];
          }),
          then: open(),
        });
      });
      const together = must([chapter, 'unknown-members-of-the-reply'].join('/'), {
        clause: clauses.reply,
        basis: 'sanity',
        reading: 'R7',
        says: 'Members that only the reply has are ignored or rejected, all together, alone and beside any known one, and never stored',
        given: bodies((context) => {
          const assigned = Object.fromEntries(
            names.map((name) => [name, valueFor(own(name), member(context.shown, name))] as const),
          );
          const known = eachAlone(context, {
            says: 'Beside the reply',
            word: 'beside',
            flag: false,
            count: 2,
            from: 46_100,
          });
          return [{}, ...known, merged(known)].map((body, n) =>
            n % 2 === 0 ? { ...assigned, ...body } : { ...body, ...assigned },
          );
        }),
        then: open(),
      });
      return [...alone, together];
    },
  };
}

/** A value of the schema that differs from what the service showed at the start. */
function valueFor(own: readonly Constraint[], held: Json | undefined): Json {
  const value = (keyword: string): unknown => own.find((constraint) => constraint.keyword === keyword)?.value;
  const choices = value('enum');
  if (Array.isArray(choices)) return (choices as Json[]).findLast((choice) => choice !== held) ?? null;
  if (value('format') === 'date-time') return '2031-01-02T03:04:05Z';
  switch (value('type')) {
    case 'array':
      return [{ key: 'mass', value: 'assigned' }];
    case 'boolean':
      return held === false;
    case 'integer':
      return held === 31_337 ? 31_338 : 31_337;
    default:
      return '3a7c0d9e-5b1f-4c62-8e4d-9f0a1b2c3d4e';
  }
}

const folds: readonly ((name: string) => string)[] = [
  (name) => name.toUpperCase(),
  (name) => name.charAt(0).toUpperCase() + name.slice(1),
  (name) => name.replace(/(^|_)(.)/g, (_, gap: string, letter: string) => gap + letter.toUpperCase()),
  (name) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
  (name) => name.replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase()),
  (name) => name.replaceAll('_', '-'),
  (name) => name.replaceAll('_', ''),
  (name) => name.replaceAll('_', '.'),
  (name) => name.replaceAll('_', ' '),
  (name) => ` ${name}`,
  (name) => `${name} `,
  (name) => `${name}\u0000`,
  (name) => `\ufeff${name}`,
  (name) => `${name}\u200b`,
  (name) => `_${name}`,
  (name) => `${name}s`,
  (name) => `${name}[]`,
  (name) => `new_${name}`,
  // Unicode foldings: compatibility forms, the long s, the dotless and the dotted i, and a look-alike.
  (name) => String.fromCharCode(name.charCodeAt(0) + 0xfee0) + name.slice(1),
  (name) => name.replaceAll('_', '\uff3f'),
  (name) => name.replace('s', '\u017f'),
  (name) => name.replace('i', '\u0131'),
  (name) => name.replace('i', '\u0130'),
  (name) => name.replace('e', '\u0435'),
  (name) => `${name.slice(0, -1)}${name.slice(-1)}\u0301`,
];

function nearNames({ operation: { members } }: Context, name: string): string[] {
  return [...new Set(folds.map((fold) => fold(name)))].filter(
    (other) => other !== name && members.every((one) => one.name !== other),
  );
}

/** Number of bodies without real names that the near names are dealt to. */
const APART = 6;

/**
 * Bodies with all near names of one member, with other values, before the member and after it; likewise for each member
 * of an item, with its value from `item`. Others hold near names of all members but no real ones; at thorough effort
 * each near name has a body of its own.
 */
export function nearNamesOfEach(item: JsonObject): CaseMaker {
  return bodies((context) => {
    const saying = (says: string, word: string, flag: boolean, count: number, from: number): JsonObject =>
      merged(eachAlone(context, { says, word, flag, count, from }));
    const good = (n: number): JsonObject => saying(`Near names ${n}`, `near-${n}`, true, 1, 46_500 + n);
    const other = saying('Of a near name', 'other-name', false, 2, 46_700);
    const near = Object.entries(other).map(([name, value]) =>
      nearNames(context, name).map((spelt): [string, Json] => [spelt, value]),
    );
    const made = near.flatMap((spelt, n) => [
      { ...good(2 * n), ...Object.fromEntries(spelt) },
      { ...Object.fromEntries(spelt), ...good(2 * n + 1) },
    ]);
    const apart =
      context.effort === 'thorough'
        ? near.flat().map(([spelt, value]) => [[spelt, value] as const])
        : Array.from({ length: APART }, (_, k) => near.flat().filter((__, n) => n % APART === k));
    const alone = apart.map((spelt) => completed(context, Object.fromEntries(spelt)));
    return [...made, ...alone, ...nearNamesInMappings(context, item)];
  });
}

function nearNamesInMappings(context: Context, other: JsonObject): JsonObject[] {
  const [list] = listsOf(context.operation);
  if (list === undefined) return [];
  const [mapping = {}, second = {}] = mappingsFrom(context, 2, 46_800);
  return Object.entries(other).flatMap(([name, value], n) => {
    const near = Object.fromEntries(nearNames(context, name).map((spelt) => [spelt, value]));
    return [{ [list.name]: n % 2 === 0 ? [{ ...near, ...mapping }] : [second, { ...mapping, ...near }] }];
  });
}
