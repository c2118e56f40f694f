import { constants, timeOf, type Operation } from '../operation/operation.js';
import { equal, member } from '../shared/json.js';
import type { Finding } from '../shared/model.js';
import { describe } from './envelope.js';
import { checkConstant, matches, type Naming } from './state.js';
import { checkMovesOn, type Dated } from './times.js';

/**
 * Judges the reply to an update against the replies before it (R13, R24, R26): what must be constant, what is kept, and
 * whether the time of the last change moves on. Also returns the requirements that it bears on.
 *
 * @param given the members of the update
 * @param earlier replies to earlier updates, the last one last
 * @param settlingMs milliseconds after which another change must show in the time of the last change
 */
export function compareWithEarlier(
  operation: Operation,
  naming: Naming,
  given: ReadonlySet<string>,
  reply: Dated,
  earlier: readonly Dated[],
  settlingMs: number,
): { readonly findings: readonly Finding[]; readonly watched: readonly string[] } {
  const last = earlier.at(-1);
  if (last === undefined) return { findings: [], watched: [] };
  const { backend, stored, conditional } = operation;
  const shown = reply.value;
  const findings: Finding[] = [];
  const watched: string[] = [];
  // Another backend may bring other members that no update sets.
  if (backend === null || !given.has(backend) || equal(member(last.value, backend), member(shown, backend))) {
    findings.push(...checkConstant(operation, shown, last.value));
    const constant = constants(operation).filter((name) => member(shown, name) !== undefined);
    watched.push(...constant.map((name) => `effect/constant/${name}`));
    for (const { name } of conditional) {
      const [was, is] = [member(last.value, name), member(shown, name)];
      if (given.has(name) || was === undefined) continue;
      const requirement = `effect/kept/${name}`;
      watched.push(requirement);
      if (!equal(was, is))
        findings.push({ requirement, pointer: `/${name}`, expected: describe(was), received: describe(is) });
    }
  }
  const changed = stored.some((one) => {
    const was = { value: member(last.value, one.name), shown: true };
    return given.has(one.name) && !matches(one, was, member(shown, one.name), naming);
  });
  // What a reply shows only sometimes counts if the last two show that it changed.
  const changedSometimes = conditional.some(({ name }) => {
    const [was, is] = [member(last.value, name), member(shown, name)];
    return given.has(name) && was !== undefined && is !== undefined && !equal(was, is);
  });
  const settled = earlier.findLast(({ endedAt }) => reply.sentAt - endedAt >= settlingMs);
  const changedAt = timeOf(operation, 'changed');
  const moves = (changed || changedSometimes) && changedAt !== null && member(shown, changedAt) !== undefined;
  if (moves && settled !== undefined) {
    watched.push(`reply/${changedAt}/moves-on`);
    findings.push(...checkMovesOn(operation, reply, settled, settlingMs));
  }
  return { findings, watched };
}
