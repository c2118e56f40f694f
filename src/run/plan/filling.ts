import { hasOwnState } from '../../judge/prepared.js';
import type { DealtCase } from '../../judge/purpose.js';
import { interleaved } from './interleaved.js';

/** A part of the cases of a lane. */
export interface Part {
  /** Cases that must not be accepted, grouped by the base body around which they are sent. */
  readonly batches: readonly (readonly DealtCase[])[];
  /** Cases that may be accepted. */
  readonly solos: readonly DealtCase[];
}

/** Approximate size of a batch: one read proves that nothing changed, and a culprit is looked for among this many. */
const BATCH = 256;

/** What a lane has been dealt so far. */
export type Filling = {
  rungs: { readonly batches: Map<string, DealtCase[]>; readonly solos: DealtCase[] }[];
  afterASecond: DealtCase[];
  isolated: DealtCase[];
  forced: DealtCase[];
  /** Number of cases that are not dealt, since the proxy may rewrite them, by requirement. */
  withheld: Map<string, number>;
};

/** A lane without cases, with `count` rungs. */
export function emptyLane(count = 1): Filling {
  const rungs = Array.from({ length: count }, () => ({ batches: new Map<string, DealtCase[]>(), solos: [] }));
  return { rungs, afterASecond: [], isolated: [], forced: [], withheld: new Map() };
}

/** A part without cases. */
export const NOTHING: Part = { batches: [], solos: [] };

/** The parts of a lane, what it does apart from them, and how many cases of each requirement it has. */
export function finished({ rungs, withheld, ...apart }: Filling) {
  const counts = new Map<string, number>();
  const beside = rungs.flatMap(({ batches, solos }) => [...batches.values(), solos]);
  const all = [...beside, ...Object.values(apart)].flat();
  for (const { requirement } of all) counts.set(requirement, (counts.get(requirement) ?? 0) + 1);
  const parts = rungs
    .filter(({ batches, solos }) => batches.size + solos.length > 0)
    .map(({ batches, solos }): Part => ({
      batches: [...batches.values()].flatMap((cases) => chunks(cases)),
      solos: interleaved(solos),
    }));
  const sizes = parts.map(({ batches }) => batches.length);
  const waitsIn = Math.max(sizes.indexOf(Math.max(...sizes)), 0);
  return { ...apart, waitsIn, counts, withheld, parts: parts.length === 0 ? [NOTHING] : parts };
}

/** Adds a case to its group. */
export function place(lane: Filling, dealt: DealtCase, rung = 0): void {
  const { testCase } = dealt;
  if (testCase.expect.forces !== null) lane.forced.push(dealt);
  else if (testCase.shape === 'after-a-second') lane.afterASecond.push(dealt);
  else if (testCase.shape === 'isolated' || testCase.shape === 'everywhere') lane.isolated.push(dealt);
  else if (testCase.applies.length > 0 || testCase.shape === 'followed') lane.rungs[rung]?.solos.push(dealt);
  else {
    // What is sent after all else belongs to the last part.
    const isLast = hasOwnState(testCase) || testCase.shape === 'again';
    const key = hasOwnState(testCase) ? JSON.stringify(testCase.prepare) : `${testCase.shape} ${testCase.base ?? 0}`;
    batchIn(lane, isLast ? -1 : rung, key, dealt);
  }
}

/** Adds a case to a batch of a rung. */
export function batchIn({ rungs }: Filling, rung: number, key: string, dealt: DealtCase): void {
  const { batches } = rungs.at(rung) as Filling['rungs'][number];
  const batch = batches.get(key);
  if (batch === undefined) batches.set(key, [dealt]);
  else batch.push(dealt);
}

/** Splits cases into batches of about the same size. */
function chunks(cases: readonly DealtCase[]): DealtCase[][] {
  const count = Math.max(Math.round(cases.length / BATCH), 1);
  const size = Math.ceil(cases.length / count);
  return Array.from({ length: count }, (_, n) => cases.slice(n * size, (n + 1) * size));
}
