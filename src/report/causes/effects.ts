import type { RequirementReport } from '../requirement-report.js';
import { cellsOf, cover } from './cover.js';
import { gather, type Cause } from './cause.js';
import { slug } from './input.js';
import { membersOf, objectOf } from './members.js';
import { originsOf, type WrongValueOrigin } from './stored.js';
import type { Symptom } from './symptom.js';
import { isAsked } from './wrong-answers.js';

/** The respect in which an update has the wrong effect, if nothing tells how the value came about. */
const ASPECTS = {
  echo: 'The reply does not show what was sent',
  persist: 'A read does not show what was accepted',
  kept: 'A member that was left out does not keep its value',
  constant: 'An update changes what it must not touch',
  idempotent: 'The same update again has another outcome',
};

const ORIGINS: Readonly<Record<WrongValueOrigin, string>> = {
  refused: 'A request that is refused changes the service',
  'other-members': 'Members that no update may set are stored as they were sent',
  respelt: 'A member whose name is spelt otherwise is taken for the known one',
  emptied: 'A value that is empty, zero or false is not stored',
  trimmed: 'A text is stored without the blanks around it',
  incomplete: 'A member left out within a list is not shown with the value that it then has',
  reworded: 'A text is not stored as it was sent',
};

/**
 * Groups wrong effects of updates: by how the wrong value came about, by the member that goes wrong in every respect,
 * or by the respect.
 */
export function effects(
  symptoms: readonly Symptom[],
  known: ReadonlySet<string>,
  all: readonly RequirementReport[],
): readonly Cause[] {
  if (isNothingStored(symptoms, all))
    return [{ id: 'effect/nothing', says: `${NOTHING}: ${membersOf(symptoms)}`, symptoms, grave: false }];
  const origins = new Map(symptoms.map((symptom) => [symptom, originsOf(symptom, known)]));
  const sure = gather(
    [...origins.values()].flatMap((own) => (own.length === 1 ? own : [])),
    (origin) => origin,
  );
  const told = new Map<WrongValueOrigin, Symptom[]>();
  const untold: Symptom[] = [];
  for (const symptom of symptoms) {
    // Of several origins, the one that other symptoms certainly have.
    const [origin] = [...(origins.get(symptom) ?? [])].sort(
      (a, b) => (sure.get(b)?.length ?? 0) - (sure.get(a)?.length ?? 0),
    );
    if (origin === undefined) untold.push(symptom);
    else told.set(origin, [...(told.get(origin) ?? []), symptom]);
  }
  // A member that goes wrong for one known reason goes wrong in other respects for that reason too, except for a few of
  // many.
  let left: readonly Symptom[] = untold;
  for (const [origin, own] of told) {
    const [top, ...others] = new Set(own.map(topOf));
    if (origin === 'refused' || top === undefined || others.length > 0) continue;
    const alike = left.filter((symptom) => topOf(symptom) === top);
    if ([...told.values()].some((rest) => rest !== own && rest.some((symptom) => topOf(symptom) === top))) continue;
    left = left.filter((symptom) => !alike.includes(symptom));
    if (own.length >= alike.length) own.push(...alike);
    else {
      left = [...left, ...alike, ...own];
      told.delete(origin);
    }
  }
  const cells = cellsOf(left, (symptom) => ({ row: topOf(symptom), column: aspectOf(symptom) }));
  return [
    ...[...told].map(([origin, own]): Cause => ({
      id: origin === 'other-members' ? 'stored/other-members' : `effect/${origin}`,
      says: `${ORIGINS[origin]}: ${membersOf(own)}`,
      symptoms: own,
      grave: false,
    })),
    ...cover(cells, (member) => member !== '').map(({ by, name, cells: own }): Cause => {
      const items = own.flatMap((cell) => cell.items);
      if (by === 'row' && own.length > 1) {
        const says = `${name} is neither shown nor kept as it was sent`;
        return { id: `effect/${slug(name)}`, says, symptoms: items, grave: false };
      }
      const column = own[0]?.column ?? name;
      const says = isAspect(column) ? `${ASPECTS[column]}: ${membersOf(items)}` : sentenceOf(items);
      return { id: isAspect(column) ? `effect/${column}` : column, says, symptoms: items, grave: false };
    }),
  ];
}

/** From this many members on, a lost effect is more than a slip. */
const MANY = 3;
const NOTHING = 'Updates are accepted and have no effect that replies or reads show';

/** Whether no member at all was seen to be shown or kept as it was sent. */
function isNothingStored(symptoms: readonly Symptom[], all: readonly RequirementReport[]): boolean {
  const failing = new Set(symptoms.map(({ requirement }) => requirement.id));
  return ['effect/echo/', 'effect/persist/'].every((respect) => {
    const judged = all.filter(({ id, verdict }) => id.startsWith(respect) && isAsked(verdict.kind));
    return judged.length >= MANY && judged.every(({ id }) => failing.has(id));
  });
}

function sentenceOf([first]: readonly Symptom[]): string {
  return `Breached: ${first?.requirement.says ?? ''}`;
}

function isAspect(name: string): name is keyof typeof ASPECTS {
  return Object.hasOwn(ASPECTS, name);
}

function topOf({ finding }: Symptom): string {
  return (finding?.pointer ?? '').split('/')[1] ?? '';
}

/** The respect that an id names; else by whether the judged body held the member. */
function aspectOf(symptom: Symptom): string {
  const { id } = symptom.requirement;
  const [chapter, name = ''] = id.split('/');
  if (chapter === 'effect') return isAspect(name) ? name : id;
  const sent = objectOf(symptom.exchange?.body ?? null);
  if (topOf(symptom) === '' || sent === null) return id;
  return Object.hasOwn(sent, topOf(symptom)) ? 'echo' : 'kept';
}
