import { describe } from '../checks/envelope.js';
import type { Probe } from '../contract/probe.js';
import { knownMembers } from '../contract/sent.js';
import { equal, isObject, member, type JsonObject } from '../shared/json.js';
import type { Finding } from '../shared/model.js';
import type { Operation } from '../operation/operation.js';
import { bodyOf } from './fire.js';

/** Findings for members that exist only in replies and show a value from the body: an update sets none of them (R7). */
export function massAssigned(
  operation: Operation,
  probe: Probe,
  shown: JsonObject | null,
  /** What the service showed before. */
  held: JsonObject | null,
): Finding[] {
  const sent = bodyOf(probe);
  if (shown === null || held === null || !isObject(sent)) return [];
  const known = knownMembers(operation, sent);
  return Object.keys(sent).flatMap((name) => {
    const [was, is] = [member(held, name), member(shown, name)];
    if (Object.hasOwn(known, name) || was === undefined || equal(was, is) || !equal(member(sent, name), is)) return [];
    return [
      {
        requirement: probe.requirement,
        pointer: `/${name}`,
        expected: `${describe(was)}, or another value than the body held`,
        received: describe(is),
      },
    ];
  });
}
