import { isObject, withMember, type JsonObject } from '../../shared/json.js';
import type { Edge, Edges } from './edge.js';

/** Objects without one of their optional members, with a single one, with none and with all; and with equal numbers. */
export const objectEdges: Edges = (subject) => {
  const { node, filler } = subject;
  const all = filler.value(subject);
  if (!isObject(all)) return [];
  const optional = Object.keys(all).filter((name) => !node.required.includes(name));
  const only = (names: readonly string[]): JsonObject =>
    Object.fromEntries(Object.entries(all).filter(([name]) => node.required.includes(name) || names.includes(name)));
  const edge = (way: string, says: string, value: JsonObject): Edge => ({ keyword: 'properties', way, says, value });
  return [
    edge('all-members', 'with all its members', all),
    ...(optional.length === 0 ? [] : [edge('no-member', 'without any optional member', only([]))]),
    ...(optional.length < 2
      ? []
      : optional.map((name) => edge(`only-${name}`, `with ${name} as its only optional member`, only([name])))),
    ...(optional.length < 3
      ? []
      : optional.map((name) =>
          edge(`without-${name}`, `without ${name}`, only(optional.filter((other) => other !== name))),
        )),
    ...equalNumbers(all).map((value) => edge('equal-numbers', 'in which two numbers are equal', value)),
  ];
};

function equalNumbers(all: JsonObject): JsonObject[] {
  const [first, ...others] = Object.keys(all).filter((name) => typeof all[name] === 'number');
  if (first === undefined) return [];
  return others.map((name) => withMember(all, name, all[first] ?? null));
}
