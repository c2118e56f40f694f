import { describe } from '../checks/envelope.js';
import { bareName, portsKey, type Naming } from '../checks/state.js';
import { equal, member, type Json, type JsonObject } from '../json.js';
import { storedMembers } from '../service-members.js';
import { NOT_TAKEN_AWAY } from '../report/left-behind.js';
import { shownValue } from './restoring-body.js';

/** A member that a read shows otherwise than the state to be restored. */
export interface Departure {
  readonly name: string;
  readonly was: Json | undefined;
  readonly is: Json | undefined;
}

/** Where a state that was read departs from the one to be restored. */
export function departures(
  wanted: JsonObject,
  read: JsonObject,
  serviceId: string,
  prefix: string | null,
): readonly Departure[] {
  return [...storedMembers, 'vip_port_id'].flatMap((name) => {
    const [was, is] = [shownValue(wanted, name), shownValue(read, name)];
    return isSame(name, was, is, { serviceId, prefix }) ? [] : [{ name, was, is }];
  });
}

function isSame(name: string, was: Json | undefined, is: Json | undefined, naming: Naming): boolean {
  if (name === 'description') return equal(was ?? '', is ?? '');
  if (was === undefined) return true;
  if (is === undefined) return false;
  if (name === 'ports' && Array.isArray(was) && Array.isArray(is))
    return portsKey(was as Json[], 'sent') === portsKey(is as Json[], 'sent');
  if (name === 'service_name' && typeof was === 'string' && typeof is === 'string')
    return bareName(was, naming) === bareName(is, naming);
  return equal(was, is);
}

/** A departure, for people. */
export function departureText({ name, was, is }: Departure): string {
  return `${name} is ${describe(is)}, and was ${describe(was)}`;
}

/** Members that differ though no update sets them: they are told of, and decide nothing. */
export function beyondUpdates(wanted: JsonObject, read: JsonObject): string[] {
  return [...new Set([...Object.keys(wanted), ...Object.keys(read)])].flatMap((name) => {
    const set = storedMembers.some((stored) => stored === name) || name === 'vip_port_id';
    const [was, is] = [member(wanted, name), member(read, name)];
    // Where there was none, an update can set one, and none takes it away (Table 3).
    if (name === 'vip_port_id' && (was ?? null) === null && typeof is === 'string' && is !== '')
      return [`vip_port_id is ${describe(is)}, and was absent: ${NOT_TAKEN_AWAY}`];
    if (set || name === 'updated_at' || (was !== undefined && is !== undefined && equal(was, is))) return [];
    return [`${name} is ${describe(is)}, and was ${describe(was)}: no update sets it`];
  });
}
