import { placeOf } from '../place.js';
import type { RequirementReport } from '../requirement-report.js';
import { gather, type Cause } from './cause.js';
import { inputOfRule, slug, type Input } from './input.js';
import { inputsOf, placesOfInputs } from './inputs.js';
import { valueAt } from '../../shared/pointer.js';
import { isTrimmed, withBlanks } from './blanks.js';
import { objectOf, settable } from './members.js';
import type { Symptom } from './symptom.js';
import { capital, isAsked, isWhole, named, type Answered } from './wrong-answers.js';

/** Minimum number of members without a rejection that form one cause, if nothing else is rejected either. */
const MANY = 3;

/**
 * Groups what must be rejected and is accepted: by the kind of input at any member, or by a member that is not
 * validated. What replies then show of it belongs to the same cause.
 *
 * @param shown symptoms about the contents of replies
 */
export function accepted(
  symptoms: readonly Answered[],
  shown: readonly Symptom[],
  all: readonly RequirementReport[],
): readonly Cause[] {
  const plainly = inputsOf(symptoms, all);
  const apart = withBlanks(all);
  const inputOf = (symptom: Symptom): Input => apart(symptom, plainly(symptom));
  const known = settable(all);
  const groupOf = (id: string, items: readonly Symptom[], says: string): Cause => {
    const rules = items.map(inputOf);
    const areBlanks = rules.some(({ kind }) => kind === 'blanks');
    const follow = shown.filter(
      (symptom) => rules.some((rule) => follows(symptom, rule)) || (areBlanks && isTrimmed(symptom, known)),
    );
    return { id: `accepted/${id}`, says, symptoms: [...items, ...follow], grave: false };
  };
  const unread = [...gather(symptoms, (symptom) => inputOf(symptom).member)].filter(
    ([member]) => member !== '' && isWhole(member, 'refuses', symptoms, all),
  );
  const isAny = unread.length >= MANY && !isAnyRefused(symptoms, all);
  // If not even the syntax is checked, no member is.
  const kinds = new Set(symptoms.map((symptom) => inputOf(symptom).kind));
  const isUnread = (symptom: Symptom): boolean =>
    isAny && UNREAD.every((kind) => kinds.has(kind)) && [...UNREAD, ...BESIDE].includes(inputOf(symptom).kind);
  const bodies = [...unread.flatMap(([, own]) => own), ...symptoms.filter(isUnread)];
  const left = symptoms.filter((symptom) => !bodies.includes(symptom));
  const says = `Whatever a body holds is accepted${placesOfInputs(bodies.map(inputOf))}`;
  const subject = subjectsOf(left.map(inputOf));
  return [
    ...(isAny
      ? [groupOf('any', bodies, bodies.some(isUnread) ? `${says}, even if it is not JSON` : says)]
      : unread.map(([member, own]) => groupOf(`any/${slug(member)}`, own, `Any ${member} is accepted`))),
    ...[...gather(left, (symptom) => subject(inputOf(symptom).kind))].flatMap(([kind, alike]) =>
      byRule(kind, alike, inputOf).map(([id, own]) => {
        const inputs = own.map(inputOf);
        const says = inputs.every(({ isOwn }) => isOwn)
          ? `What must be rejected is accepted${named(own)}`
          : `${capital(inputs[0]?.words ?? kind)} is accepted${placesOfInputs(inputs)}; it must be rejected`;
        return groupOf(id, own, says);
      }),
    ),
  ];
}

/** Kinds of bodies that only a service without any validation accepts, and kinds that others accept too. */
const [UNREAD, BESIDE] = [
  ['not-an-object', 'malformed-json'],
  ['not-utf-8', 'no-body'],
];

/**
 * Joins separate kinds of input that are about one part of a request's head: those about one id in the path, by the
 * word that their names share, and those about many methods.
 */
function subjectsOf(inputs: readonly Input[]): (kind: string) => string {
  const kinds = [...new Set(inputs.filter(({ isOwn }) => isOwn).map(({ kind }) => kind))];
  const subjects = new Set(kinds.flatMap((kind) => /^path\/([a-z]+)(?:-|$)/.exec(kind)?.[1] ?? []));
  const areMethods = kinds.filter((kind) => kind.startsWith('methods/')).length >= MANY;
  return (kind) => {
    if (kind.startsWith('methods/')) return areMethods ? 'methods' : kind;
    const shared = /^path\/(.*)/
      .exec(kind)?.[1]
      ?.split(/[-_]/)
      .find((word) => subjects.has(word));
    return shared === undefined ? kind : `path/${shared}`;
  };
}

/** Kinds of input that a service lets through at every member for one reason. */
const OF_ALL_MEMBERS = new Set(['null', 'type', 'blanks', 'not-an-object', 'unknown']);
/** Two members share one rule if both accept at least this share of all ways. */
const SHARED = 0.5;

/**
 * Groups symptoms of one kind of input by the members whose rule lets it through; members that let through the same
 * form one group.
 */
function byRule(
  kind: string,
  alike: readonly Symptom[],
  inputOf: (symptom: Symptom) => Input,
): readonly (readonly [id: string, own: readonly Symptom[]])[] {
  const members = gather(alike, (symptom) => inputOf(symptom).member);
  if (OF_ALL_MEMBERS.has(kind) || members.size < 2) return [[kind, alike]];
  const rules: { readonly ways: ReadonlySet<string>; readonly members: string[]; own: readonly Symptom[] }[] = [];
  for (const [member, own] of members) {
    const ways = new Set(
      own.flatMap(({ requirement }) => {
        const { keyword, way } = placeOf(requirement.id);
        return keyword === null ? [] : way;
      }),
    );
    const same = rules.find((rule) => shareOf(rule.ways, ways) >= SHARED);
    if (same === undefined) rules.push({ ways, members: [member], own });
    else {
      same.own = [...same.own, ...own];
      same.members.push(member);
    }
  }
  if (rules.length === 1) return [[kind, alike]];
  return rules.map(({ members: [first = ''], own }) => [first === '' ? kind : `${kind}/${slug(first)}`, own]);
}

function shareOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const both = [...one].filter((way) => other.has(way)).length;
  return both / Math.max(1, one.size + other.size - both);
}

/** Whether any wrong value of a member was refused, with any status, or might have been. */
function isAnyRefused(symptoms: readonly Symptom[], all: readonly RequirementReport[]): boolean {
  const met = new Set(symptoms.map(({ requirement }) => requirement.id));
  return all.some(({ id, verdict }) => {
    const { side, member } = placeOf(id);
    return side === 'refuses' && member !== '' && isAsked(verdict.kind) && !met.has(id);
  });
}

/** Whether a reply shows, at a member, what should not have been accepted there. */
function follows({ requirement: { id }, finding, failure }: Symptom, { member, kind }: Input): boolean {
  const place = placeOf(id);
  if (place.chapter !== 'reply' || place.keyword === null || place.member !== member) return false;
  const isNull = finding?.received === 'null';
  const rule = inputOfRule({ member, keyword: place.keyword, given: isNull ? 'null' : 'string' });
  if (rule.kind !== kind) return false;
  const pointer = finding?.pointer ?? '';
  // A member without a value may be shown as null, whatever was sent.
  return (
    !isNull || (failure?.exchanges ?? []).some(({ body }) => valueAt(objectOf(body) ?? undefined, pointer) === null)
  );
}
