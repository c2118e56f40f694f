import { member, type Json, type JsonObject } from '../shared/json.js';
import type { Finding } from '../shared/model.js';
import { timeOf, type Operation } from '../operation/operation.js';
import type { Members } from './state.js';
import { describe } from './envelope.js';

/** Milliseconds since the epoch of a time in the document's layout; null for anything else (R26). */
export function instant(value: Json | undefined): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 19) !== value.slice(0, 19) ? null : time;
}

/** The time of the last change in a representation; undefined if it shows none. */
export function changeTime(members: Members, value: JsonObject): Json | undefined {
  const name = timeOf(members, 'changed');
  return name === null ? undefined : member(value, name);
}

/** The second of the minute of a time; null for anything else. */
export function secondOf(time: Json | undefined): number | null {
  const second = typeof time === 'string' ? /:(\d\d)Z$/.exec(time)?.[1] : undefined;
  return second === undefined ? null : Number(second);
}

/** The JSON pointer of that time. */
export function changeTimePointer(members: Members): string {
  return `/${timeOf(members, 'changed') ?? ''}`;
}

/** A 200 of one service and its times, in milliseconds of a monotonic clock. */
export interface Dated {
  readonly value: JsonObject;
  readonly sentAt: number;
  readonly endedAt: number;
}

/**
 * Checks that the time of creation never changes and that the time of the last change is not before it (R26). `earlier`
 * is an earlier reply of the same service.
 */
export function checkTimes(members: Members, value: JsonObject, earlier: JsonObject | null): Finding[] {
  const findings: Finding[] = [];
  const [createdName, changedName] = [timeOf(members, 'created'), timeOf(members, 'changed')];
  if (createdName === null) return findings;
  const created = member(value, createdName);
  const before = earlier === null ? undefined : member(earlier, createdName);
  if (typeof created === 'string' && typeof before === 'string' && created !== before) {
    findings.push({
      requirement: `reply/${createdName}/constant`,
      pointer: `/${createdName}`,
      expected: before,
      received: created,
    });
  }
  if (changedName === null) return findings;
  const createdAt = instant(created);
  const updatedAt = instant(member(value, changedName));
  if (createdAt !== null && updatedAt !== null && updatedAt < createdAt) {
    findings.push({
      requirement: `reply/${changedName}/not-before-created`,
      pointer: `/${changedName}`,
      expected: `not before ${createdName}, ${describe(created)}`,
      received: describe(member(value, changedName)),
    });
  }
  return findings;
}

/**
 * Milliseconds after which a change must move the time of the last change: more than the second of R26, which takes
 * `secondMs` on the clock of the service.
 */
export const settlingTime = (secondMs = 1_000): number => 1.05 * secondMs;

/** Checks that the time of the last change moves with a change made `settlingMs` or more after `earlier` (R26). */
export function checkMovesOn(members: Members, changed: Dated, earlier: Dated, settlingMs: number): Finding[] {
  const name = timeOf(members, 'changed');
  if (name === null) return [];
  const before = instant(member(earlier.value, name));
  const after = instant(member(changed.value, name));
  if (before === null || after === null || changed.sentAt - earlier.endedAt < settlingMs || after > before) return [];
  return [
    {
      requirement: `reply/${name}/moves-on`,
      pointer: `/${name}`,
      expected: `later than ${describe(member(earlier.value, name))}, since a value changed more than a second later`,
      received: describe(member(changed.value, name)),
    },
  ];
}

/** The ids of the requirements on the times that a service shows. */
export function timeRequirements(members: Pick<Operation, 'shown'>): string[] {
  const [created, changed] = [timeOf(members, 'created'), timeOf(members, 'changed')];
  return [
    ...(created === null ? [] : [`reply/${created}/constant`]),
    ...(changed === null || created === null ? [] : [`reply/${changed}/not-before-created`]),
    ...(changed === null ? [] : [`reply/${changed}/moves-on`]),
  ];
}
