import { describe } from '../checks/envelope.js';
import type { Case } from '../contract/case.js';
import { equal, isObject, member, type JsonObject } from '../shared/json.js';
import type { Finding } from '../shared/model.js';
import type { Operation } from '../operation/operation.js';
import { bodyOf } from './fire.js';

/** Findings for members that exist only in replies and show a value from the body: an update sets none of them (R7). */
export function massAssigned(
  operation: Operation,
  testCase: Case,
  shown: JsonObject | null,
  /** What the service showed before. */
  held: JsonObject | null,
): Finding[] {
  if (shown === null || held === null) return [];
  const isOfUpdates = (name: string): boolean => operation.members.some((one) => one.name === name);
  const changed = Object.keys(held).filter(
    (name) => !isOfUpdates(name) && !equal(member(held, name), member(shown, name)),
  );
  const sent = changed.length === 0 ? undefined : bodyOf(testCase);
  if (!isObject(sent)) return [];
  return changed.flatMap((name) => {
    const is = member(shown, name);
    if (!Object.hasOwn(sent, name) || !equal(member(sent, name), is)) return [];
    return [
      {
        requirement: testCase.requirement,
        pointer: `/${name}`,
        expected: `${describe(member(held, name))}, or any value but the one in the body`,
        received: describe(is),
      },
    ];
  });
}
