import type { Context } from './context.js';
import { itemsFrom, listsOf, otherwiseNumbered } from './items.js';
import { sendableMembers } from './legal.js';
import { clearedLists, clearedTexts, completed, eachAlone } from './plain.js';
import { openBy } from './openness.js';
import type { Sent } from './case.js';
import type { CaseMaker } from './requirement.js';
import { but, updateWith } from './sent.js';

/**
 * A change of one member, for each member. A list also changes only in the further numbers of its items. A member that
 * only some services show changes on each.
 */
export function aChangeOfOneMember(): CaseMaker {
  return (context) => {
    const { backend } = context.operation;
    const changes = [
      ...eachAlone(context, {
        says: 'Changed more than a second later',
        word: 'a-second-later',
        flag: false,
        count: 2,
        from: 46_000,
        nth: 1_002,
      }),
    ].reverse();
    changes.push(
      ...clearedLists(context),
      ...clearedTexts(context),
      ...(backend === null ? [] : context.portIds.slice(0, 1).map((id) => completed(context, { [backend]: id }))),
    );
    const sent = changes.map((change) => updateWith(change, context));
    return [...sent, ...inFurtherNumbers(context), ...sometimesShown(context)];
  };
}

/** A change of each member that only some services show, for every service: cases are dealt to them in turn. */
function sometimesShown(context: Context): Sent[] {
  const { members, conditional } = context.operation;
  const sendable = sendableMembers(context);
  return members
    .filter(({ name }) => sendable.has(name) && conditional.some((one) => one.name === name))
    .flatMap(({ name, plain }) => (plain === null ? [] : [{ [name]: plain.replace('{n}', '1002') }]))
    .filter((change) => openBy(change, context) === null)
    .map((change) => updateWith(completed(context, change), context))
    .flatMap((sent) => Array.from({ length: context.lanes }, () => sent));
}

/** Lists that differ from those before them only in the further numbers of their items. */
function inFurtherNumbers(context: Context): Sent[] {
  return listsOf(context.operation).flatMap((list) => {
    const [first = {}, second = {}, third = {}] = itemsFrom(list, context, 3, 46_050);
    const crossed = [
      otherwiseNumbered(list, context, first, second),
      otherwiseNumbered(list, context, second, first),
      third,
    ];
    return [{ ...updateWith({ [list.name]: crossed }, context), prepare: { [list.name]: [first, second, third] } }];
  });
}

/** The same cases, more than a second after the last change. */
export function afterASecond(given: CaseMaker): CaseMaker {
  return but(given, (sent) => ({ ...sent, shape: 'after-a-second' }));
}
