import * as fc from 'fast-check';
import type { Json } from '../../shared/json.js';
import type { Edit } from '../patch.js';
import type { BrokenSchema, Way } from './way.js';

/** Objects without a required member. */
export function missing({ node }: BrokenSchema): Way[] {
  const { required } = node;
  const without = (members: readonly string[], way: string, says: string): Way => {
    const edit: Edit = { op: 'omit', members };
    return { keyword: 'required', way, says, edits: [edit], drawn: () => fc.constant(edit) };
  };
  return [
    ...required.map((name) => without([name], `without-${name}`, `without ${name}`)),
    ...(required.length > 1 ? [without(required, 'without-any', 'without any required member')] : []),
  ];
}

/** Objects with a member that is not allowed. */
export function unknown({ node }: BrokenSchema): Way[] {
  if (node.additional !== false) return [];
  const known = new Set([...node.properties.keys(), ...node.required]);
  const [name = 'name'] = known;
  const values: readonly Json[] = ['x', 1, null, true, {}, []];
  const add = (way: string, says: string, members: readonly string[]): Way[] => {
    const edits = members
      .filter((member) => !known.has(member))
      .flatMap((member) => values.map((value): Edit => ({ op: 'add', member, value })));
    return edits.length === 0
      ? []
      : [{ keyword: 'additionalProperties', way, says, edits, drawn: () => fc.constantFrom(...edits) }];
  };
  const spellings = [
    name.toUpperCase(),
    name.replaceAll('_', ''),
    name.replaceAll('_', '-'),
    ` ${name}`,
    `${name} `,
    `${name}s`,
  ];
  return [
    ...add('unknown-member', 'with an unknown member', ['unknown', 'x', 'id']),
    ...add('misspelt-member', 'with a member whose name is nearly a known one', [...new Set(spellings)]),
    ...add('inherited-name', 'with a member named like what objects inherit', ['__proto__', 'constructor', 'toString']),
    ...add('empty-name', 'with a member whose name is empty', ['']),
  ];
}
