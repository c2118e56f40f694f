import { checkSame } from '../checks/state.js';
import { changeTime, changeTimePointer } from '../checks/times.js';
import type { JsonObject } from '../shared/json.js';
import type { Finding } from '../shared/model.js';
import { markOf, type Bench } from './bench.js';
import { fire } from './fire.js';
import type { Placed } from './placed.js';
import type { Exchange } from './ledger.js';
import { solo } from './solo.js';

/**
 * A service that is only read must keep the time of its last change while others are updated (R18). What changed in the course of the
 * run is looked into: if it stays for more than a second without an update, and changes with the next one, the update
 * did it.
 */
export async function touched(bench: Bench, placed: Placed, onlooker: Bench, first: JsonObject): Promise<void> {
  const { probe, order } = placed;
  const { operation } = bench.service;
  const time = async (): Promise<{ at: unknown; exchange: Exchange } | null> => {
    const seen = await onlooker.look({ order, probe: null, serviceId: onlooker.service.id });
    return seen === null ? null : { at: changeTime(operation, seen.value), exchange: seen.exchange };
  };
  const now = await time();
  if (now === null || now.at === changeTime(operation, first)) return;
  await bench.env.settler.pause(bench.env.settlingMs);
  const still = await time();
  if (still === null || still.at !== now.at) return;
  const { value, exchange } = await bench.put(bench.rest, markOf(probe, order, bench.service));
  if (value === null) return;
  const after = await time();
  if (after === null || after.at === still.at) return;
  const requirement = probe.requirement;
  const finding = {
    requirement,
    pointer: changeTimePointer(operation),
    expected: JSON.stringify(still.at),
    received: JSON.stringify(after.at),
  };
  bench.env.ledger.blame([finding], {
    order,
    probe,
    serviceId: bench.service.id,
    exchanges: [still.exchange, { ...exchange, role: 'prepare' }, after.exchange],
  });
}

/**
 * Sets services to a state unlike that in which another one is judged, in every member: what its updates bring or take
 * shows there. Where that is not accepted, they stay as they are.
 */
export async function contrast(others: readonly Bench[], { order }: Placed): Promise<void> {
  for (const bench of others) await bench.put(bench.other, { order, probe: null, serviceId: bench.service.id });
}

interface Seen {
  readonly other: Bench;
  readonly value: JsonObject;
  readonly exchange: Exchange;
}

/** What another service showed before an update and after it. */
interface Departure {
  readonly findings: Finding[];
  readonly exchanges: readonly Exchange[];
}

/**
 * Sends an update to one service and looks at every other before and after it (R18). A difference counts only where the
 * other service shows what this run sent, or lost what it had: anything else somebody else wrote.
 */
export async function isolated(bench: Bench, placed: Placed, others: readonly Bench[]): Promise<void> {
  const { probe, order } = placed;
  const { ledger } = bench.env;
  const first = await observe(bench, placed, others);
  if (first === null) {
    ledger.unjudged(probe.requirement, order, 'the other services could not be read');
    return;
  }
  if (first.length === 0) {
    ledger.conforms(probe.requirement, order, probe.drawn);
    return;
  }
  for (const { findings, exchanges } of first)
    ledger.blame(findings, { order, probe, serviceId: bench.service.id, exchanges });
}

async function observe(bench: Bench, placed: Placed, others: readonly Bench[]): Promise<readonly Departure[] | null> {
  const { probe, order } = placed;
  const mark = markOf(probe, order, bench.service);
  // The resting state is set before the others are read, so that only this update can reach them.
  const rested = await bench.put(bench.rest, mark);
  if (rested.value === null) return null;
  const before = await lookAt(bench, others, order);
  let sent: Exchange | null;
  if (probe.applies.length > 0) {
    await solo(bench, { probe: { ...probe, shape: 'single', prepare: null }, order });
    sent = bench.lastUpdate;
  } else {
    const { accepted, exchange } = await fire(bench, placed);
    sent = exchange;
    if (accepted !== null) bench.service.surprised(accepted);
  }
  const after = await lookAt(bench, others, order);
  if (before === null || after === null) return null;
  return before.flatMap((seen, n) => {
    const then = after[n];
    if (then === undefined) return [];
    const findings = checkSame(bench.service.operation, probe.requirement, seen.value, then.value).filter(
      ({ pointer }) => leaked(bench, pointer, then.value),
    );
    if (findings.length === 0) return [];
    const prepare: Exchange = { ...rested.exchange, role: 'prepare' };
    return [{ findings, exchanges: [prepare, seen.exchange, ...(sent === null ? [] : [sent]), then.exchange] }];
  });
}

/** Whether a shown value is one that this run sent, or a cleared one. */
function leaked(bench: Bench, pointer: string | undefined, shown: JsonObject): boolean {
  const name = (pointer ?? '').slice(1);
  return bench.service.explainsShown(name, shown[name]);
}

async function lookAt(bench: Bench, others: readonly Bench[], order: number): Promise<Seen[] | null> {
  const looks = await bench.atOnce(
    others.map((other) => async (): Promise<Seen | null> => {
      const look = await other.look({ order, probe: null, serviceId: other.service.id });
      return look === null ? null : { other, ...look };
    }),
  );
  const seen = looks.filter((look) => look !== null);
  return seen.length < looks.length ? null : seen;
}
