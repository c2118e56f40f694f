import type { WireRequest } from '../../shared/model.js';
import type { Observation } from './observation.js';
import type { DifferenceReport } from '../../report/diff-report.js';

/** Two targets that were sent the same; `a` is the one that `b` is compared with. */
export type DiffSide = 'a' | 'b';

/** What differs between two answers. */
export type Aspect = DifferenceReport['aspect'];

/** One way in which two targets differ, with all cases that show it. */
export interface Difference extends Omit<DifferenceReport, 'example'> {
  /** The first case, `requirement#index`, and its request to each target, if there is one. */
  readonly example: { readonly case: string; readonly requests: Readonly<Record<DiffSide, WireRequest>> | null };
}

/** Observations of one run, by case and place within the case. */
export type Observations = ReadonlyMap<string, Observation>;

/** Result of comparing two runs. */
export interface ComparedRuns {
  readonly differences: readonly Difference[];
  /** Number of observations that both runs made and that were compared. */
  readonly compared: number;
  /** Number of observations that only one run made, or whose answer was not seen. */
  readonly notCompared: number;
}

interface FoundDifference {
  readonly aspect: Aspect;
  readonly about: string;
  readonly a: string;
  readonly b: string;
}

/** Everything in which the observations of two runs differ, grouped by what differs, most cases first. */
export function compareObservations(a: Observations, b: Observations): ComparedRuns {
  const groups = new Map<string, Difference & { requirements: string[]; cases: number }>();
  let compared = 0;
  let notCompared = [...b.keys()].filter((key) => !a.has(key)).length;
  for (const [key, one] of a) {
    const other = b.get(key);
    if (other === undefined || one.status === null || other.status === null) {
      notCompared += 1;
      continue;
    }
    compared += 1;
    const [caseId = '', of = '', n = ''] = key.split(' ');
    const [requirement = ''] = caseId.split('#');
    const answer = `${caseId} answer ${n}`;
    const [oneAnswer, otherAnswer] = [a.get(answer) ?? one, b.get(answer) ?? other];
    // A service does not hold what it refused.
    if (of === 'state' && oneAnswer.status !== otherAnswer.status) continue;
    for (const found of differ(one, other)) {
      const group = JSON.stringify([found.aspect, found.about, found.a, found.b]);
      const known = groups.get(group);
      if (known === undefined) {
        const example = { case: caseId, requests: { a: oneAnswer.request, b: otherAnswer.request } };
        groups.set(group, { ...found, requirements: [requirement], cases: 1, example });
        continue;
      }
      known.cases += 1;
      if (!known.requirements.includes(requirement)) known.requirements.push(requirement);
    }
  }
  const differences = [...groups.values()].sort((x, y) => y.cases - x.cases);
  return { differences, compared, notCompared };
}

/** The differences between two observations. Those that follow from a different status are left out. */
function differ(a: Observation, b: Observation): FoundDifference[] {
  const aspect = (name: Aspect): Aspect => (a.of === 'state' ? 'state' : name);
  const found = (name: Aspect, about: string, of: (side: Observation) => string | null): FoundDifference[] => {
    const [one, other] = [of(a) ?? 'none', of(b) ?? 'none'];
    return one === other ? [] : [{ aspect: aspect(name), about, a: one, b: other }];
  };
  const status = found('status', a.of === 'state' ? 'status of a read' : '', ({ status: value }) => value);
  if (status.length > 0) return status;
  return [
    ...found('media-type', '', ({ mediaType }) => mediaType),
    ...found('envelope', `of ${a.status ?? ''}`, ({ envelope }) => envelope),
    ...found('code', `of ${a.status ?? ''}`, ({ code }) => code),
    ...names(a.types, b.types).flatMap((name) => found('members', name, ({ types }) => types.get(name) ?? 'absent')),
    ...names(a.values, b.values).flatMap((name) => found('values', name, ({ values }) => values.get(name) ?? 'absent')),
  ];
}

function names(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): string[] {
  const all = [...new Set([...a.keys(), ...b.keys()])];
  // What lies within a missing member is missing with it.
  const missing = new Set(all.filter((name) => !a.has(name) || !b.has(name)));
  return all.filter(
    (name) => ![...missing].some((outer) => name.startsWith(`${outer}.`) || name.startsWith(`${outer}[`)),
  );
}
