import { equal, member, type Json, type JsonObject } from '../shared/json.js';
import type { Finding } from '../shared/model.js';
import { timeOf } from '../operation/operation.js';
import { describe } from './envelope.js';
import type { Members } from './state.js';
import { instant } from './times.js';

/** The ids of the requirements that compare a read with the reply before it. */
export function oneRecord(members: Members): string[] {
  const times = [timeOf(members, 'created'), timeOf(members, 'changed')].filter((name) => name !== null);
  return ['members', ...times, ...members.conditional.map(({ name }) => name)].map(
    (part) => `effect/one-record/${part}`,
  );
}

/** Milliseconds by which a read may lag behind the reply before it (R26). */
const BEHIND_MS = 1_000;

/** Whether two ids differ only in case: a reply may spell them in upper case, as the path does. */
function isOneId(told: Json | undefined, seen: Json | undefined): boolean {
  return typeof told === 'string' && typeof seen === 'string' && told.toLowerCase() === seen.toLowerCase();
}

/**
 * Findings for differences between a read and the reply to the update before it, which describe one record (R24, R26).
 */
export function checkOneRecord(members: Members, reply: JsonObject, read: JsonObject): Finding[] {
  const findings: Finding[] = [];
  const differs = (part: string, name: string, expected = describe(member(reply, name))): void => {
    const requirement = `effect/one-record/${part}`;
    findings.push({ requirement, pointer: `/${name}`, expected, received: describe(member(read, name)) });
  };
  const isOther = (name: string): boolean => {
    const [told, seen] = [member(reply, name), member(read, name)];
    return told !== undefined && seen !== undefined && !equal(told, seen);
  };
  const { conditional, shown } = members;
  const settled = shown.filter(({ effect }) => effect.kind === 'identity' || effect.kind === 'constant');
  for (const { name } of conditional) if (isOther(name)) differs('members', name);
  for (const { name, effect } of settled) {
    const isId = effect.kind === 'identity' && isOneId(member(reply, name), member(read, name));
    if (isOther(name) && !isId) differs('members', name);
  }
  const [created, changed] = [timeOf(members, 'created'), timeOf(members, 'changed')];
  if (created !== null && isOther(created)) differs(created, created);
  if (changed !== null) {
    const at = member(reply, changed);
    const [told, seen] = [instant(at), instant(member(read, changed))];
    if (told !== null && seen !== null && seen < told - BEHIND_MS)
      differs(changed, changed, `at most a second before that of the last reply, ${describe(at)}`);
  }
  for (const { name, where } of conditional) {
    const other = member(read, where.member);
    if (member(read, name) !== undefined && typeof other === typeof where.value && !equal(other, where.value))
      differs(name, name, `absent, as ${where.member} is ${describe(other)}`);
  }
  return findings;
}
