import type { Context } from '../../contract/context.js';
import { openBy } from '../../contract/openness.js';
import type { Case, Expectation } from '../../contract/case.js';
import { expectationOf } from '../../contract/cases-of.js';
import type { JudgedByCases, Requirement } from '../../contract/requirement.js';
import { isObject } from '../../shared/json.js';
import { bodyOf } from '../../judge/fire.js';
import type { DealtCase } from '../../judge/purpose.js';
import { loosens } from '../../shared/readings.js';
import type { RecordedCase, RunRecord } from '../../record/read-record.js';
import { UNASKED } from '../../record/recorder.js';
import type { LanePlan, Part } from '../plan/plan.js';

/** How a recorded case is judged now. */
export interface Today {
  readonly requirement: (id: string) => string;
  readonly testCase: (testCase: Case) => Case;
}

/** Judges as the run did. */
export const asRecorded: Today = { requirement: (id) => id, testCase: (testCase) => testCase };

/**
 * Judges by the current contract and readings. A case that the contract no longer has, or leaves open, is played back
 * nonetheless, since others depend on it, but counts for no requirement.
 */
export function askedToday(byId: ReadonlyMap<string, Requirement>, context: Context): Today {
  const askedBy = (id: string) => {
    const { judged, loosenedBy = null } = byId.get(id) ?? {};
    const open = loosenedBy !== null && loosens(context.profile, loosenedBy);
    return judged?.by === 'cases' && !open ? judged : null;
  };
  const nameOf = (id: string): string => (askedBy(id) === null ? `${UNASKED}${id}` : id);
  return {
    requirement: nameOf,
    testCase: (testCase) => {
      const judged = askedBy(testCase.requirement);
      const expect = judged === null ? testCase.expect : expectedOf(testCase, judged, context);
      return { ...testCase, requirement: nameOf(testCase.requirement), expect };
    },
  };
}

/** Returns the answers to a case that conform by the current contract and readings. */
export function expectedOf(testCase: Case, judged: JudgedByCases, context: Context): Expectation {
  const body = bodyOf(testCase);
  return expectationOf(judged, { ...testCase, open: isObject(body) ? openBy(body, context) : null }, context);
}

/** The recorded plan of a lane; if the run was cut short, the last parts may be missing. */
export function recordedPlan({ cases, lanes }: RunRecord, lane: number, today: Today): LanePlan {
  const { serviceId = '', counts, withheld } = lanes[lane] ?? {};
  const parts: (RecordedCase[] | undefined)[] = [[]];
  for (const line of cases) if (line.lane === lane) (parts[line.part] ??= []).push(line);
  const dealt = ({ order, testCase }: RecordedCase): DealtCase => {
    const judged = today.testCase(testCase);
    return { order, testCase: judged, requirement: judged.requirement, serviceId };
  };
  const group = (lines: readonly RecordedCase[], name: RecordedCase['group']): DealtCase[] =>
    lines.filter((line) => line.group === name).map(dealt);
  const partOf = (lines: readonly RecordedCase[]): Part => {
    const batches: DealtCase[][] = [];
    for (const line of lines) if (line.group === 'batch') (batches[line.batch] ??= []).push(dealt(line));
    return { batches, solos: group(lines, 'solo') };
  };
  const [first = []] = parts;
  const waiting = parts.flat().flatMap((line) => (line?.group === 'afterASecond' ? [line] : []));
  const numbers = (ofCases: Readonly<Record<string, number>> = {}): Map<string, number> =>
    new Map(Object.entries(ofCases).map(([id, count]) => [today.requirement(id), count]));
  return {
    // A lane may be dealt nothing in a part.
    parts: Array.from(parts, (lines = []) => partOf(lines)),
    afterASecond: group(waiting, 'afterASecond'),
    waitsIn: waiting[0]?.part ?? 0,
    isolated: group(first, 'isolated'),
    forced: group(first, 'forced'),
    counts: numbers(counts),
    withheld: numbers(withheld),
  };
}
