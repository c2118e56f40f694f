import type { Case } from '../contract/case.js';
import { insteadOf, ofRun, type Purpose } from './purpose.js';
import { checkSame } from '../checks/state.js';
import { changeTime, changeTimePointer } from '../checks/times.js';
import { equal, type Json, type JsonObject } from '../shared/json.js';
import type { Finding } from '../shared/model.js';
import { broughtAbout, textOf } from './brought-about.js';
import { CaseSession } from './case-session.js';
import type { Order } from './order.js';
import type { ServiceSession } from './service-session.js';
import { fire } from './fire.js';
import type { Exchange } from './ledger.js';
import { once } from './solo.js';
import type { Look } from './updating.js';

/**
 * Judges a service that is only read: its time of the last change must stand still while others are updated (R18). A
 * time that moved during the run is examined: if it stands still for more than a second without an update and moves
 * with the next one, twice in a row, that update moved it.
 */
export async function touched(
  session: CaseSession,
  purpose: Purpose<Case>,
  onlooker: ServiceSession,
  first: JsonObject,
): Promise<void> {
  const { testCase, order } = purpose;
  const { operation } = session.service;
  const time = async (): Promise<{ at: unknown; exchange: Exchange } | null> => {
    const seen = await onlooker.look(ofRun(order, onlooker.service.id));
    return seen === null ? null : { at: changeTime(operation, seen.value), exchange: seen.exchange };
  };
  /** What shows that an update moves the time, which stood still before; null if it does not. */
  const moved = async (now: unknown) => {
    await session.env.settler.pause(session.env.settlingMs);
    const still = await time();
    if (still === null || still.at !== now) return null;
    const { value, exchange } = await session.put(session.baseline, purpose);
    const after = value === null ? null : await time();
    return after === null || after.at === still.at ? null : { still, exchange, after };
  };
  const now = await time();
  if (now === null || now.at === changeTime(operation, first)) return;
  const once = await moved(now.at);
  // It may have moved on its own just then.
  const twice = once === null ? null : await moved(once.after.at);
  if (twice === null) return;
  const { still, exchange, after } = twice;
  const requirement = testCase.requirement;
  const finding = {
    requirement,
    pointer: changeTimePointer(operation),
    expected: JSON.stringify(still.at),
    received: JSON.stringify(after.at),
  };
  session.env.ledger.blame(purpose, [finding], [still.exchange, { ...exchange, role: 'prepare' }, after.exchange]);
}

/**
 * Sets services to a state that differs in every member from the one in which another service is judged, so that leaks
 * of its updates show. A service that does not accept it stays as it is.
 */
export async function contrast(others: readonly CaseSession[], { order }: Purpose<Case>): Promise<void> {
  for (const session of others) await session.put(session.other, ofRun(order, session.service.id));
}

interface Seen extends Look {
  readonly other: ServiceSession;
}

/** What differs in another service between a read before and a read after an update. */
interface Leak {
  readonly findings: Finding[];
  readonly exchanges: readonly Exchange[];
}

/** Cases in the order in which they are sent: an update by itself, consecutive refusals of one requirement together. */
export function inIsolation(cases: readonly Purpose<Case>[]): Purpose<Case>[][] {
  const groups: Purpose<Case>[][] = [];
  for (const purpose of cases) {
    const open = groups.at(-1);
    const [first] = open ?? [];
    const joins = [purpose, first].every((one) => one?.testCase.applies.length === 0);
    if (open !== undefined && joins && first?.testCase.requirement === purpose.testCase.requirement) open.push(purpose);
    else groups.push([purpose]);
  }
  return groups;
}

/**
 * Sends an update to one service, or requests that must be refused, and reads every other service before and after
 * (R18). A difference counts if the other service shows what this run sent, or lost what it had. Anything else may come
 * from another writer: it counts if the same requests reproduce it repeatedly, from the same states.
 */
export async function isolated(
  session: CaseSession,
  group: readonly Purpose<Case>[],
  others: readonly ServiceSession[],
): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  const { ledger } = session.env;
  const departures = await observe(session, [first, ...group.slice(1)], others);
  for (const { findings, exchanges } of departures ?? []) ledger.blame(first, findings, exchanges);
  for (const { testCase, order } of group) {
    if (departures === null) ledger.unjudged(testCase.requirement, order, 'the other services could not be read');
    else if (departures.length === 0) ledger.conforms(testCase, order);
  }
}

async function observe(
  session: CaseSession,
  group: readonly [Purpose<Case>, ...Purpose<Case>[]],
  others: readonly ServiceSession[],
): Promise<readonly Leak[] | null> {
  const around = await lookAround(session, group, others);
  if (around === null) return null;
  const { atBaseline, before, sent, after } = around;
  const [{ testCase }] = group;
  const prepare: Exchange = { ...atBaseline, role: 'prepare' };
  const departures: Leak[] = [];
  for (const [n, seen] of before.entries()) {
    const then = after[n];
    if (then === undefined) continue;
    const all = checkSame(session.service.operation, testCase.requirement, seen.value, then.value);
    const findings = all.filter(({ pointer }) => leaked(session, seen, then, pointer));
    if (findings.length > 0) departures.push({ findings, exchanges: [prepare, seen.exchange, ...sent, then.exchange] });
    else if (all.length > 0 && seen.other instanceof CaseSession) {
      const exchanges = await again(session, group, seen.other, all);
      if (exchanges !== null) departures.push({ findings: all, exchanges });
    }
  }
  return departures;
}

/** Number of times that requests must reproduce the same differences. */
const REPETITIONS = 3;

/**
 * The exchanges that reproduce the same differences in another service, reset before each time; null if they do not.
 */
async function again(
  session: CaseSession,
  group: readonly [Purpose<Case>, ...Purpose<Case>[]],
  other: CaseSession,
  expected: readonly Finding[],
): Promise<readonly Exchange[] | null> {
  const [first] = group;
  const { testCase, order } = first;
  const rest = () => session.put(session.baseline, first);
  const found = await broughtAbout(
    {
      other,
      order,
      requirement: testCase.requirement,
      reset: async () => {
        const back = [await other.put(other.other, ofRun(order, other.service.id)), await rest()];
        return back.some(({ value }) => value === null) ? null : back.map(({ exchange }) => exchange);
      },
      harmless: rest,
      send: () => sendAll(session, group),
    },
    REPETITIONS,
  );
  return found !== null && textOf(found.findings) === textOf(expected) ? found.exchanges : null;
}

/**
 * The other services before and after requests to one; null if they could not be read or it could not be set to its
 * baseline.
 */
async function lookAround(
  session: CaseSession,
  group: readonly [Purpose<Case>, ...Purpose<Case>[]],
  others: readonly ServiceSession[],
): Promise<{
  readonly atBaseline: Exchange;
  readonly before: readonly Seen[];
  readonly sent: readonly Exchange[];
  readonly after: readonly Seen[];
} | null> {
  const [first] = group;
  const { order } = first;
  // The baseline is set before the others are read, so that only what follows can reach them.
  const atBaseline = await session.put(session.baseline, first);
  if (atBaseline.value === null) return null;
  const before = await lookAt(session, others, order);
  const looks: (readonly Seen[] | null)[] = [];
  const look = async (): Promise<null> => {
    looks.push(await lookAt(session, others, order));
    return null;
  };
  const sent = await sendAll(session, group, [look]);
  if (looks.length === 0) await look();
  const [after = null] = looks;
  return before === null || after === null ? null : { atBaseline: atBaseline.exchange, before, sent, after };
}

/**
 * Sends an update and reads its effect, running `beside` at the same time; or sends requests that must be refused, all
 * at once.
 */
async function sendAll(
  session: CaseSession,
  group: readonly [Purpose<Case>, ...Purpose<Case>[]],
  beside: Parameters<typeof once>[2] = [],
): Promise<readonly Exchange[]> {
  const [first] = group;
  if (first.testCase.applies.length > 0) {
    await once(session, insteadOf(first, { ...first.testCase, shape: 'single', prepare: null }), beside);
    return session.lastUpdate === null ? [] : [session.lastUpdate];
  }
  const fired = await session.atOnce(group.map((purpose) => () => fire(session, purpose)));
  for (const { accepted } of fired) if (accepted !== null) session.service.surprised(accepted);
  return fired.map(({ exchange }) => exchange);
}

/** Whether another service shows a value that this run sent, a cleared one, or a list that has lost items. */
function leaked({ service }: ServiceSession, before: Seen, { other, value: shown }: Seen, pointer = ''): boolean {
  const name = pointer.slice(1);
  const [had, has] = [before.value[name], shown[name]];
  if (Array.isArray(had) && Array.isArray(has) && has.length < had.length && hasAll(had as Json[], has as Json[]))
    return true;
  // All services decorate names with one prefix (R15), which a service that is only read has not shown.
  const naming = { ...other.service.naming, prefix: other.service.prefix ?? service.prefix };
  return service.explainsShown(name, shown[name], naming);
}

function hasAll(list: readonly Json[], some: readonly Json[]): boolean {
  return some.every((one) => list.some((item) => equal(item, one)));
}

async function lookAt(session: CaseSession, others: readonly ServiceSession[], order: Order): Promise<Seen[] | null> {
  const looks = await session.atOnce(
    others.map((other) => async (): Promise<Seen | null> => {
      const look = await other.look(ofRun(order, other.service.id));
      if (look === null) return null;
      other.idles(look.value);
      return { other, ...look };
    }),
  );
  const seen = looks.filter((look) => look !== null);
  return seen.length < looks.length ? null : seen;
}
