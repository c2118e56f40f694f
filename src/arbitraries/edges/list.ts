import { isObject, withMember, type Json } from '../../shared/json.js';
import { canonical } from '../../spec/canonical.js';
import type { BrokenSchema } from '../ways/way.js';
import { sized, type Edge, type Edges } from './edge.js';

/** Lists of telling lengths, in another order, and with nearly equal items. */
export const listEdges: Edges = (subject) => [...lengths(subject), ...nearlyEqual(subject)];

function lengths(subject: BrokenSchema): Edge[] {
  const { node, filler } = subject;
  const { minItems: min, maxItems: max } = node;
  const of = (length: number): Json[] => [filler.list(subject, [], length)].filter((list) => list.length === length);
  const named = sized({ min, max }, { counts: 'Items', part: 'item' }, of);
  const reversed = of(5).map((list): Edge => ({
    keyword: 'type',
    way: 'reversed',
    says: 'in descending order',
    value: (list as readonly Json[]).toReversed(),
  }));
  return [...named, ...reversed];
}

/** Lists of two items that differ in only one member, or whose numbers are swapped. */
function nearlyEqual(subject: BrokenSchema): Edge[] {
  const { node, filler, pointer } = subject;
  if (!node.uniqueItems || node.items === null) return [];
  const at = { node: node.items, pointer: `${pointer}/*` };
  const [one, other] = [filler.value(at, 0), filler.value(at, 1)];
  if (!isObject(one) || !isObject(other)) return [];
  const differing = Object.keys(one).filter((name) => canonical(one[name] ?? null) !== canonical(other[name] ?? null));
  const numbers = differing.filter((name) => typeof one[name] === 'number');
  const edge = (way: string, says: string, value: Json): Edge => ({ keyword: 'uniqueItems', way, says, value });
  const [first, second] = numbers;
  return [
    ...differing.map((name) =>
      edge(`differ-in-${name}`, `with two items that differ only in ${name}`, [
        one,
        withMember(one, name, other[name] as Json),
      ]),
    ),
    ...(first === undefined || second === undefined
      ? []
      : [
          edge('crossed', `with two items, one of which has the ${first} and ${second} of the other, swapped`, [
            one,
            withMember(withMember(one, first, one[second] as Json), second, one[first] as Json),
          ]),
        ]),
  ];
}
