import { equal, member, type Json, type JsonObject } from '../json.js';
import type { Finding } from '../model.js';
import { constantMembers } from '../service-members.js';
import { describe } from './envelope.js';
import { instant } from './times.js';

/** What a read and the reply before it are compared in, by the requirement that names it. */
export const oneRecord = ['members', 'created_at', 'updated_at', 'vip_port_id'].map(
  (part) => `effect/one-record/${part}`,
);

/** Members that no update sets, and both showings have: they are the same in both. */
const shared = ['id', 'project_id', 'vip_port_id', ...constantMembers];

/** A read may be behind the reply before it by so much, in milliseconds (R26). */
const BEHIND_MS = 1_000;

/** Whether the reply only spelt an id in upper case, as the path did that it answers. */
function isOneId(name: string, told: Json, seen: Json): boolean {
  return (
    (name === 'id' || name === 'project_id') &&
    typeof told === 'string' &&
    typeof seen === 'string' &&
    told.toLowerCase() === seen.toLowerCase()
  );
}

/** Where a read, and the reply to the update before it, show one record in two ways (R24, R26). */
export function checkOneRecord(reply: JsonObject, read: JsonObject): Finding[] {
  const findings: Finding[] = [];
  const differs = (requirement: string, name: string, expected = describe(member(reply, name))): void => {
    findings.push({ requirement, pointer: `/${name}`, expected, received: describe(member(read, name)) });
  };
  for (const name of shared) {
    const [told, seen] = [member(reply, name), member(read, name)];
    if (told !== undefined && seen !== undefined && !equal(told, seen) && !isOneId(name, told, seen))
      differs('effect/one-record/members', name);
  }
  const [created, shown] = [member(reply, 'created_at'), member(read, 'created_at')];
  if (created !== undefined && shown !== undefined && created !== shown)
    differs('effect/one-record/created_at', 'created_at');
  const updatedAt = member(reply, 'updated_at');
  const [told, seen] = [instant(updatedAt), instant(member(read, 'updated_at'))];
  if (told !== null && seen !== null && seen < told - BEHIND_MS)
    differs(
      'effect/one-record/updated_at',
      'updated_at',
      `at most a second before that of the last reply, ${describe(updatedAt)}`,
    );
  const type = member(read, 'server_type');
  if (member(read, 'vip_port_id') !== undefined && typeof type === 'string' && type !== 'VIP')
    differs('effect/one-record/vip_port_id', 'vip_port_id', `absent, as server_type is ${describe(type)}`);
  return findings;
}
