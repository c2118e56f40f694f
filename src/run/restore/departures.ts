import { describe } from '../../checks/envelope.js';
import { bareName, sameSet, type Naming } from '../../checks/state.js';
import { equal, member, type Json, type JsonObject } from '../../shared/json.js';
import { timeOf, type Operation, type StoredMember } from '../../operation/operation.js';
import { NOT_TAKEN_AWAY } from '../../report/left-behind.js';
import { shownValue } from './restoring-body.js';

/** A member whose value in a read differs from the state to restore. */
export interface Departure {
  readonly name: string;
  readonly was: Json | undefined;
  readonly is: Json | undefined;
}

/** The differences between a state that was read and the one to restore. */
export function departures(
  { stored, conditional }: Operation,
  wanted: JsonObject,
  read: JsonObject,
  naming: Naming,
): readonly Departure[] {
  const between = (name: string): Departure => ({ name, was: shownValue(wanted, name), is: shownValue(read, name) });
  return [
    ...stored.flatMap((one) => {
      const departure = between(one.name);
      return isSame(one, departure, naming) ? [] : [departure];
    }),
    ...conditional.map(({ name }) => between(name)).filter(({ was, is }) => was !== undefined && !equal(was, is)),
  ];
}

function isSame(one: StoredMember, { was, is }: Departure, naming: Naming): boolean {
  const { shownAs, always, cleared } = one;
  // For a member that a reply may leave out, absence equals the value that clears it.
  if (!always && cleared !== undefined) return equal(was ?? cleared, is ?? cleared);
  if (was === undefined) return true;
  if (is === undefined) return false;
  if (shownAs === 'decorated' && typeof was === 'string' && typeof is === 'string')
    return bareName(was, naming) === bareName(is, naming);
  return equal(was, is) || sameSet(one, was, is, 'sent');
}

/** A departure in words. */
export function departureText({ name, was, is }: Departure): string {
  return `${name} is ${describe(is)}, and was ${describe(was)}`;
}

/** Notes on members that differ though no update sets them: they are reported, but decide nothing. */
export function beyondUpdates(operation: Operation, wanted: JsonObject, read: JsonObject): string[] {
  const set = new Set([...operation.members.map(({ name }) => name), timeOf(operation, 'changed')]);
  return [...new Set([...Object.keys(wanted), ...Object.keys(read)])].flatMap((name) => {
    const [was, is] = [member(wanted, name), member(read, name)];
    // An update can set a value where there was none, but no update removes one (Table 3).
    const conditional = operation.conditional.some((one) => one.name === name);
    if (conditional && (was ?? null) === null && typeof is === 'string' && is !== '')
      return [`${name} is ${describe(is)}, and was absent: ${NOT_TAKEN_AWAY}`];
    if (set.has(name) || (was !== undefined && is !== undefined && equal(was, is))) return [];
    return [`${name} is ${describe(is)}, and was ${describe(was)}: no update sets it`];
  });
}
