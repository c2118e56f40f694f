import type { Case } from '../../contract/case.js';
import type { DealtCase } from '../../judge/purpose.js';

/**
 * Cases in an order in which each leaves out, where that is possible, what the one before it set: only an update
 * without a member shows whether the service keeps that member's value, whatever it is (R13). Cases that set the same
 * members keep their order. Those with several requests at once come last: not every run sends them, and the others
 * should follow each other in the same way with or without them.
 */
export function interleaved(cases: readonly DealtCase[]): DealtCase[] {
  const isAtOnce = ({ testCase: { shape } }: DealtCase): boolean => shape === 'race' || shape === 'crowd';
  return [...inTurns(cases.filter((dealt) => !isAtOnce(dealt))), ...cases.filter(isAtOnce)];
}

function inTurns(cases: readonly DealtCase[]): DealtCase[] {
  const queues = new Map<string, Queue>();
  for (const dealt of cases) {
    const members = membersOf(dealt.testCase);
    const key = JSON.stringify([dealt.testCase.prepare === null, members]);
    const queue = queues.get(key);
    if (queue !== undefined) queue.waiting.push(dealt);
    else queues.set(key, { begins: dealt.testCase.prepare === null ? members : null, ends: members, waiting: [dealt] });
  }
  const all = [...queues.values()].map((queue) => ({ ...queue, waiting: queue.waiting.toReversed() }));
  const ordered: DealtCase[] = [];
  let set: readonly string[] = [];
  while (ordered.length < cases.length) {
    const next = longest(all.filter((one) => leavesOut(one, set))) ?? longest(all);
    const dealt = next?.waiting.pop();
    if (next === undefined || dealt === undefined) break;
    ordered.push(dealt);
    set = next.ends;
  }
  return ordered;
}

/** Cases that set the same members. */
interface Queue {
  /** The members that the first of their updates sets; null for every member, as a state that is set before them does. */
  readonly begins: readonly string[] | null;
  /** The members that the case itself sets. */
  readonly ends: readonly string[];
  readonly waiting: DealtCase[];
}

function longest(queues: readonly Queue[]): Queue | undefined {
  let most: Queue | undefined;
  for (const one of queues) if (one.waiting.length > (most?.waiting.length ?? 0)) most = one;
  return most;
}

function leavesOut({ begins, waiting }: Queue, set: readonly string[]): boolean {
  return waiting.length > 0 && begins !== null && !set.some((name) => begins.includes(name));
}

/** The members of what a case may store, and of the update that follows it. */
function membersOf({ applies, rival }: Case): string[] {
  return [...new Set([...applies, rival ?? {}].flatMap((body) => Object.keys(body)))].toSorted();
}
