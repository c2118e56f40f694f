import { bareName, setKey, type Expected, type Mismatch } from '../checks/state.js';
import { AnotherWriter } from '../shared/errors.js';
import { member, serialize, type Json, type JsonObject } from '../shared/json.js';
import type { WireRequest } from '../shared/model.js';
import { storedMember } from '../operation/operation.js';
import type { Asked } from './classify.js';
import type { Purpose } from './purpose.js';
import type { Change, Service } from './service.js';
import type { States, Updated, Updating } from './updating.js';
import { putRequest } from './wire.js';

/**
 * Finds out why a service shows what this run never sent. The service itself is at fault if the same request yields the
 * same values again; otherwise another writer is at work, and the run can no longer judge.
 */

/** Maximum number of attempts to reproduce the same values. */
const REPETITIONS = 3;

/** How often an update must yield the same values when it is sent in the same state. */
const TURNS = 2;

/** Members and the values that they show. */
type ShownMembers = readonly Pick<Mismatch, 'name' | 'shown'>[];

/** Members as text, for comparing two reads. A list without an order may come back in another one. */
function textOf(shown: ShownMembers, { operation }: Service): string {
  return JSON.stringify(
    shown.map(({ name, shown: value }) => {
      const stored = storedMember(operation, name);
      const isSet = stored?.shownAs === 'in-any-order' && Array.isArray(value);
      return [name, isSet ? setKey(stored.item, value as readonly Json[], 'shown') : value];
    }),
  );
}

function anotherWriterOn({ id }: Service): AnotherWriter {
  return new AnotherWriter(id, `another writer is changing ${id}: it shows a state that this run never sent`);
}

/**
 * Checks strange values in a read. The service itself is at fault if the same update yields the same strange values
 * again and another update yields others.
 *
 * @throws AnotherWriter when another writer changes the service
 */
export async function ruleOutAnotherWriter(
  session: Updating & Pick<States, 'other'>,
  departures: readonly Mismatch[],
  purpose: Purpose,
): Promise<void> {
  const { service, env } = session;
  if (service.explains(departures)) return;
  const suspect = service.lastChange;
  if (suspect === null) throw anotherWriterOn(service);
  const other = { request: putRequest(serialize(session.other), env.address, service.id), bodies: [session.other] };
  const strange: string[] = [];
  for (const update of [suspect, other, suspect]) {
    const shown = await strangeAfter(session, update, departures, purpose);
    if (shown === null) throw anotherWriterOn(service);
    strange.push(shown);
  }
  const [again, inBetween, once] = strange;
  if (again !== textOf([], service) && again === once && again !== inBetween) return;
  if (!(await comesInTheSameState(session, { suspect, other, departures, purpose }))) throw anotherWriterOn(service);
}

type SentUpdate = Omit<Change, 'before'>;

function send(session: Updating, { request, bodies }: SentUpdate, purpose: Purpose): Promise<Updated> {
  return session.update(request, session.asked(purpose), bodies);
}

/**
 * What a read shows wrongly of the members of departures after an update and `waits` milliseconds, as text; null if
 * that cannot be read.
 */
async function strangeAfter(
  session: Updating,
  update: SentUpdate,
  departures: readonly Mismatch[],
  purpose: Purpose,
  waits = 0,
): Promise<string | null> {
  const { service, env } = session;
  const { value } = await send(session, update, purpose);
  if (waits > 0) await env.settler.pause(waits);
  const seen = value === null ? null : await session.look(purpose);
  if (seen === null) return null;
  const names = new Set(departures.map(({ name }) => name));
  return textOf(
    service.readMismatches(seen.value).filter(({ name }) => names.has(name)),
    service,
  );
}

/** An update that may have changed what it should not, what a read showed after it, and an unlike update. */
interface Transition {
  readonly suspect: Change;
  readonly other: SentUpdate;
  readonly departures: readonly Mismatch[];
  readonly purpose: Purpose;
}

/**
 * Whether an update yields the same strange values whenever it is sent in the state that it was first sent in, while
 * that state, or else another one, shows nothing strange in twice the time: the service may do wrong only as it changes,
 * or with what it held before.
 */
async function comesInTheSameState(
  session: Updating,
  { suspect, other, departures, purpose }: Transition,
): Promise<boolean> {
  const { service, env } = session;
  if (suspect.before === null) return false;
  const held = bodyOf(suspect.before, service);
  const back = { request: putRequest(serialize(held), env.address, service.id), bodies: [held] };
  const shownAfter = (update: SentUpdate, waits = 0): Promise<string | null> =>
    strangeAfter(session, update, departures, purpose, waits);
  const nothing = textOf([], service);
  for (let turn = 0; turn < TURNS; turn += 1) {
    await send(session, back, purpose);
    const began = performance.now();
    if ((await shownAfter(suspect)) !== textOf(departures, service)) return false;
    const waits = 2 * (performance.now() - began);
    if ((await shownAfter(back, waits)) !== nothing && (await shownAfter(other, waits)) !== nothing) return false;
  }
  return true;
}

/**
 * Checks strange values of omitted members in the reply to an update. The service itself is at fault if the same
 * update, sent in the state that it was first sent in, yields the same values again.
 *
 * @throws AnotherWriter when another writer changes the service
 */
export async function confirmStrangeReply(
  session: Updating,
  request: WireRequest,
  asked: Asked,
  bodies: readonly JsonObject[],
  { strange, before }: StrangeReply,
): Promise<void> {
  const { service, env } = session;
  const of = (value: JsonObject): string =>
    textOf(
      strange.map(({ name }) => ({ name, shown: member(value, name) })),
      service,
    );
  const { initial, writes } = service;
  // At the first update only GET has shown what was to be kept, and GET itself may show a different state than updates
  // do.
  const read = initial !== null && writes === 1 ? await session.look(asked.purpose) : null;
  if (read === null || initial === null || of(read.value) !== of(initial)) {
    const given = bodies.flatMap((body) => Object.keys(body));
    const kept = strange.map(({ name }) => name);
    const put = async (names: readonly string[]): Promise<boolean> => {
      const body = bodyOf(new Map([...before].filter(([name]) => names.includes(name))), service);
      const request = putRequest(serialize(body), env.address, service.id);
      return (await session.update(request, session.asked(asked.purpose), [body])).value !== null;
    };
    if (!(await put([...kept, ...given]))) await put(kept);
  }
  const { value } = await session.update(request, asked, bodies);
  if (value === null || of(value) !== textOf(strange, service)) throw anotherWriterOn(service);
}

/** Omitted members whose values in a reply this run never sent, and the state before that update. */
export interface StrangeReply {
  readonly strange: readonly Mismatch[];
  readonly before: Expected;
}

/** A body that sets members to the values that they had. */
function bodyOf(state: Expected, { naming, operation }: Service): JsonObject {
  return Object.fromEntries(
    [...state].flatMap(([name, alternatives]): [string, Json][] => {
      const value = alternatives.find((alternative) => alternative.value !== undefined)?.value;
      const stored = storedMember(operation, name);
      if (value === undefined || value === null || stored === undefined) return [];
      if (stored.shownAs === 'decorated' && typeof value === 'string') return [[name, bareName(value, naming)]];
      return [[name, value]];
    }),
  );
}

/**
 * Checks a rejected request that seems to have changed the service. If the values are strange, the request is at fault
 * only if it reproduces them.
 *
 * @throws AnotherWriter when another writer changes the service
 */
export async function confirmCulprit(
  session: Updating,
  shown: JsonObject,
  purpose: Purpose,
  /** Repeats the request; returns whether it ended the same way. */
  again: () => Promise<boolean>,
): Promise<void> {
  const { service } = session;
  const { writes } = service;
  const before = service.readMismatches(shown);
  if (service.explains(before)) return;
  // On a bad network a repetition may fail before it shows anything.
  for (let turn = 0; turn < REPETITIONS && !(await again()); turn += 1);
  // Without an update in between, the state is unchanged and says nothing about a repetition.
  if (service.writes === writes) throw anotherWriterOn(service);
  const seen = await session.look(purpose);
  if (seen === null || textOf(service.readMismatches(seen.value), service) !== textOf(before, service))
    throw anotherWriterOn(service);
}
