import type { Report } from '../report.js';
import type { RequirementReport } from '../requirement-report.js';
import { shorten, visible } from '../safe-text.js';
import { answerOf } from './answer.js';
import type { CauseReport } from './cause-report.js';
import { everChanging } from './ever-changing.js';
import { exampleOf } from './example.js';
import type { Cause } from './cause.js';
import { symptomOf, type Symptom } from './symptom.js';
import { accepted } from './accepted.js';
import { broken } from './broken.js';
import { byForm } from './by-form.js';
import { miscoded, misnumbered } from './misnumbered.js';
import { refused } from './refused.js';
import type { Answered } from './wrong-answers.js';
import { contents, envelopeKey } from './wrong-contents.js';

const LONGEST_SENTENCE = 300;
const UNLISTED_ENVELOPE = 'errors/envelope/unlisted';
const known = new WeakMap<readonly RequirementReport[], readonly CauseReport[]>();

/**
 * The causes of a report: its failed requirements, each in one group with those that one change of the service would
 * fix. Groups are formed by what the findings have in common. What breaks the service comes first, then what explains
 * most.
 */
export function causesOf({ requirements }: Pick<Report, 'requirements'>): readonly CauseReport[] {
  let causes = known.get(requirements);
  if (causes === undefined) known.set(requirements, (causes = causesAnew(requirements)));
  return causes;
}

/** The causes as a member of a report; none if nothing failed. */
export function withCauses(requirements: readonly RequirementReport[]): Pick<Report, 'causes'> {
  const causes = causesOf({ requirements });
  return causes.length === 0 ? {} : { causes };
}

/**
 * Causes of some of a report's requirements, each with its number in the report; a cause without one of them is left
 * out.
 */
export function causesAmong(
  report: Pick<Report, 'requirements'>,
  chosen: readonly RequirementReport[],
): readonly NumberedCause[] {
  const byId = new Map(chosen.map((requirement) => [requirement.id, requirement]));
  return causesOf(report).flatMap((cause, n) => {
    const own = cause.requirements.flatMap((id) => byId.get(id) ?? []);
    if (own.length === 0) return [];
    const whole = own.length === cause.requirements.length;
    const example = whole ? cause.example : exampleOf(own);
    return [{ number: n + 1, cause: { ...cause, requests: requestsOf(own), example }, requirements: own }];
  });
}

/** A cause as shown in a part of a report. */
export interface NumberedCause {
  /** Its place among the causes of the report, from 1: what `replay --cause` takes. */
  readonly number: number;
  readonly cause: Pick<CauseReport, 'id' | 'says' | 'requests' | 'example'>;
  /** Those of its requirements that the part is about; at least one. */
  readonly requirements: readonly RequirementReport[];
}

/** The cause that a requirement failed for; null if it did not fail. */
export function causeOf(report: Pick<Report, 'requirements'>, id: string): CauseReport | null {
  return causesOf(report).find(({ requirements }) => requirements.includes(id)) ?? null;
}

function causesAnew(all: readonly RequirementReport[]): readonly CauseReport[] {
  const failed = all.filter(({ verdict }) => verdict.kind === 'failed');
  if (failed.length === 0) return [];
  const place = new Map(failed.map(({ id }, n) => [id, n]));
  const first = (group: Cause) => Math.min(...group.symptoms.map(({ requirement }) => place.get(requirement.id) ?? 0));
  const groups = [...grouped(failed.map(symptomOf), all)].sort(
    (a, b) => Number(b.grave) - Number(a.grave) || b.symptoms.length - a.symptoms.length || first(a) - first(b),
  );
  const taken = new Map<string, number>();
  return groups.map((group): CauseReport => {
    const times = (taken.get(group.id) ?? 0) + 1;
    taken.set(group.id, times);
    const own = group.symptoms
      .map(({ requirement }) => requirement)
      .sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
    return {
      id: times === 1 ? group.id : `${group.id}-${times}`,
      says: shorten(visible(group.says), LONGEST_SENTENCE),
      requirements: own.map(({ id }) => id),
      requests: requestsOf(own),
      example: exampleOf(own),
    };
  });
}

function requestsOf(requirements: readonly RequirementReport[]): number {
  return requirements.reduce((sum, { failed }) => sum + failed, 0);
}

function grouped(symptoms: readonly Symptom[], all: readonly RequirementReport[]): readonly Cause[] {
  const sides: Record<'broken' | 'accepted' | 'refused' | 'miscoded' | 'misnumbered', Answered[]> = {
    broken: [],
    accepted: [],
    refused: [],
    miscoded: [],
    misnumbered: [],
  };
  const others: Symptom[] = [];
  const unlisted: Symptom[] = [];
  const bare: Symptom[] = [];
  const written = byForm(symptoms, all);
  const told = new Set(written.flatMap((group) => group.symptoms));
  for (const symptom of symptoms) {
    if (told.has(symptom)) continue;
    const answer = symptom.finding === null ? null : answerOf(symptom.finding);
    if (symptom.requirement.id === 'errors/documented-status') unlisted.push(symptom);
    else if (symptom.requirement.id === UNLISTED_ENVELOPE && !isOfAnother(symptom, symptoms)) bare.push(symptom);
    else if (answer === null) others.push(symptom);
    else sides[sideOf(answer)].push({ ...symptom, answer });
  }
  const wrongly = accepted(sides.accepted, others, all);
  const left = others.filter((symptom) => !wrongly.some((group) => group.symptoms.includes(symptom)));
  const groups = [
    ...written,
    ...broken(sides.broken, all),
    ...wrongly,
    ...refused(sides.refused, all),
    ...miscoded(sides.miscoded),
    ...misnumbered(sides.misnumbered),
    ...contents(left, all),
  ];
  return everChanging(
    bare.reduce<readonly Cause[]>(withBare(all), unlisted.reduce<readonly Cause[]>(withUnlisted, groups)),
  );
}

/** Whether errors with other statuses have the same content instead of an envelope. */
function isOfAnother(symptom: Symptom, all: readonly Symptom[]): boolean {
  return all.some(
    (other) =>
      other !== symptom &&
      other.requirement.id.startsWith('errors/envelope/') &&
      envelopeKey(other) === envelopeKey(symptom),
  );
}

/** Code that sends an error with a wrong status makes its body too: a missing envelope there is not another cause. */
function withBare(all: readonly RequirementReport[]) {
  return (groups: readonly Cause[], symptom: Symptom): readonly Cause[] => {
    const [home] = groups
      .filter(
        ({ id, symptoms }) =>
          id.startsWith('status/') && symptoms.some(({ exchange }) => exchange?.status === symptom.exchange?.status),
      )
      .sort((a, b) => b.symptoms.length - a.symptoms.length);
    if (home === undefined) return [...groups, ...contents([symptom], all)];
    const says = `${home.says}, and the error envelope with it`;
    return groups.map((group) => (group === home ? { ...group, says, symptoms: [...group.symptoms, symptom] } : group));
  };
}

function sideOf({ expected, received, breaks }: NonNullable<ReturnType<typeof answerOf>>) {
  if (breaks || typeof received === 'string') return 'broken';
  const isSuccess = (status: number) => status >= 200 && status < 300;
  if (expected.includes(received)) return 'miscoded';
  if (isSuccess(received) && !expected.some(isSuccess)) return 'accepted';
  if (received >= 400 && expected.length > 0 && expected.every(isSuccess)) return 'refused';
  return 'misnumbered';
}

/** A status that the document does not list is not another cause if something already failed because of it. */
function withUnlisted(groups: readonly Cause[], symptom: Symptom): readonly Cause[] {
  const status = symptom.finding?.received ?? '';
  const [widest] = groups
    .filter(({ symptoms }) =>
      symptoms.some(({ finding }) => finding !== null && String(answerOf(finding)?.received) === status),
    )
    .sort((a, b) => b.symptoms.length - a.symptoms.length);
  if (widest === undefined) {
    const says = `Replies have the status ${status}, which the document does not list`;
    return [...groups, { id: `status/${status}`, says, symptoms: [symptom], grave: Number(status) >= 500 }];
  }
  return groups.map((group) => (group === widest ? { ...group, symptoms: [...group.symptoms, symptom] } : group));
}
