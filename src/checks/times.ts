import { member, type Json, type JsonObject } from '../json.js';
import type { Finding } from '../model.js';
import { describe } from './envelope.js';

/** Milliseconds since the epoch of a time in the document's layout; null where it is not one (R26). */
export function instant(value: Json | undefined): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 19) !== value.slice(0, 19) ? null : time;
}

/** A 200 of one service, and when it was had, in milliseconds of one monotonic clock. */
export interface Dated {
  readonly value: JsonObject;
  readonly sentAt: number;
  readonly endedAt: number;
}

/** created_at never moves; updated_at is not before it (R26). `earlier` is an earlier reply of the same service. */
export function checkTimes(value: JsonObject, earlier: JsonObject | null): Finding[] {
  const findings: Finding[] = [];
  const created = member(value, 'created_at');
  const before = earlier === null ? undefined : member(earlier, 'created_at');
  if (typeof created === 'string' && typeof before === 'string' && created !== before) {
    findings.push({
      requirement: 'reply/created_at/constant',
      pointer: '/created_at',
      expected: before,
      received: created,
    });
  }
  const createdAt = instant(created);
  const updatedAt = instant(member(value, 'updated_at'));
  if (createdAt !== null && updatedAt !== null && updatedAt < createdAt) {
    findings.push({
      requirement: 'reply/updated_at/not-before-created',
      pointer: '/updated_at',
      expected: `not before created_at, ${describe(created)}`,
      received: describe(member(value, 'updated_at')),
    });
  }
  return findings;
}

/**
 * How much later than an earlier reply a change must be sent for updated_at to have moved on: more than the second
 * that R26 names.
 */
export const SETTLING_MS = 1_050;

/** updated_at moves on after an accepted change of a value made more than a second after `earlier` (R26). */
export function checkMovesOn(changed: Dated, earlier: Dated): Finding[] {
  const before = instant(member(earlier.value, 'updated_at'));
  const after = instant(member(changed.value, 'updated_at'));
  if (before === null || after === null || changed.sentAt - earlier.endedAt < SETTLING_MS || after > before) return [];
  return [
    {
      requirement: 'reply/updated_at/moves-on',
      pointer: '/updated_at',
      expected: `later than ${describe(member(earlier.value, 'updated_at'))}, since a value changed more than a second later`,
      received: describe(member(changed.value, 'updated_at')),
    },
  ];
}
