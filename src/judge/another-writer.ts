import { bareName, setKey, type Mismatch } from '../checks/state.js';
import { AnotherWriter } from '../shared/errors.js';
import { member, serialize, type Json, type JsonObject } from '../shared/json.js';
import type { WireRequest } from '../shared/model.js';
import { storedMember } from '../operation/operation.js';
import type { Asked } from './classify.js';
import type { Purpose } from './purpose.js';
import type { Service } from './service.js';
import type { States, Updating } from './updating.js';
import { putRequest } from './wire.js';

/**
 * Finds out why a service shows what this run never sent. The service itself is at fault if the same request yields the
 * same values again; otherwise another writer is at work, and the run can no longer judge.
 */

/** Maximum number of attempts to reproduce the same values. */
const REPETITIONS = 3;

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
  const names = new Set(departures.map(({ name }) => name));
  const suspect = service.lastAccepted;
  if (suspect === null) throw anotherWriterOn(service);
  const strange: (string | null)[] = [];
  for (const body of [suspect, serialize(session.other), suspect]) {
    const parsed = JSON.parse(new TextDecoder().decode(body)) as JsonObject;
    const { value } = await session.update(putRequest(body, env.address, service.id), session.asked(purpose), [parsed]);
    const seen = value === null ? null : await session.look(purpose);
    if (seen === null) throw anotherWriterOn(service);
    const still = service.readMismatches(seen.value).filter(({ name }) => names.has(name));
    strange.push(still.length === 0 ? null : textOf(still, service));
  }
  const [again, other, once] = strange;
  if (again === null || again !== once || again === other) throw anotherWriterOn(service);
}

/**
 * Checks strange values of omitted members in the reply to an update. The service itself is at fault if the same
 * update, sent after the members are set to what they should have kept, yields the same values again.
 *
 * @throws AnotherWriter when another writer changes the service
 */
export async function confirmStrangeReply(
  session: Updating,
  request: WireRequest,
  asked: Asked,
  bodies: readonly JsonObject[],
  strange: readonly Mismatch[],
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
    const kept = keptOf(strange, service);
    await session.update(putRequest(serialize(kept), env.address, service.id), session.asked(asked.purpose), [kept]);
  }
  const { value } = await session.update(request, asked, bodies);
  if (value === null || of(value) !== textOf(strange, service)) throw anotherWriterOn(service);
}

/** A body that sets members to what they should have kept. */
function keptOf(strange: readonly Mismatch[], { naming, operation }: Service): JsonObject {
  return Object.fromEntries(
    strange.flatMap(({ name, expected }) => {
      const value = expected.find((alternative) => alternative.value !== undefined)?.value;
      if (value === undefined) return [];
      const decorated = storedMember(operation, name)?.shownAs === 'decorated' && typeof value === 'string';
      return [[name, decorated ? bareName(value, naming) : value]];
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
