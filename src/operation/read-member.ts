import { DocumentFault } from '../shared/errors.js';
import type { ReadingId } from '../shared/model.js';
import type { Node } from '../spec/node.js';
import type { Schema, StatedCertainty } from '../spec/schema.js';
import type { Certainty, Item, RequestMember } from './operation.js';

/** The types whose values can be generated, sent and compared. */
const types = ['boolean', 'integer', 'number', 'string', 'array', 'object'];

/**
 * Reads a member of the request from its schema.
 *
 * @throws DocumentFault that names the member if the schema is incomplete
 */
export function readMember(name: string, node: Node, required: boolean): RequestMember {
  const { said: schema, pattern } = node;
  if (typeof schema.type !== 'string' || !types.includes(schema.type))
    throw new DocumentFault(`${name}: it must have one type, of ${types.join(', ')}`);
  const clause = schema['x-clause'];
  if (clause === undefined)
    throw new DocumentFault(`${name}: it has no x-clause, so no requirement can name its place`);
  const reading = schema['x-reading'];
  if (reading === undefined)
    throw new DocumentFault(`${name}: it has no x-reading, so nothing says what it leaves open`);
  const stated = schema['x-certain'] ?? [];
  const item = itemOf(node, stated);
  const certain = [...stated.map((one) => certaintyOf(name, one, item)), ...visible(schema, stated, reading)];
  return {
    name,
    called: schema['x-called'] ?? name,
    schema,
    pattern,
    required,
    clause,
    reading,
    certain,
    plain: schema['x-plain'] ?? null,
    item,
  };
}

const neutral: Omit<Certainty, 'reading'> = {
  loosened: false,
  minLength: 0,
  maxLength: Infinity,
  pattern: null,
  minItems: 0,
  known: null,
  distinct: [],
  of: [],
};

function certaintyOf(name: string, stated: StatedCertainty, item: Item | null): Certainty {
  const { pattern, of = [], distinct = [], ...others } = stated;
  const lost = distinct.find((one) => item?.members.every((member) => member.name !== one) ?? true);
  if (lost !== undefined) throw new DocumentFault(`${name}: x-certain names a member that no item has: ${lost}`);
  return {
    ...neutral,
    ...others,
    distinct,
    pattern: pattern === undefined ? null : new RegExp(pattern, 'u'),
    of: of.map(({ weight = 1, characters }) => ({ weight, characters })),
  };
}

/** For free text, only visible characters are certain: a service may refuse others. */
function visible(schema: Schema, stated: readonly StatedCertainty[], reading: ReadingId): Certainty[] {
  const { type, pattern, format, enum: choices, const: constant } = schema;
  const bounded = [pattern, format, choices, constant].some((keyword) => keyword !== undefined);
  if (type !== 'string' || bounded || stated.some((one) => one.pattern !== undefined && one.loosened !== true))
    return [];
  return [
    {
      ...neutral,
      reading,
      pattern: /^[^\p{C}\p{Zl}\p{Zp}]*$/u,
      of: [{ weight: 1, characters: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _-.,éßЖ中' }],
    },
  ];
}

function itemOf({ items }: Node, stated: readonly StatedCertainty[]): Item | null {
  if (items?.said.properties === undefined) return null;
  return {
    noun: items.said.title ?? 'item',
    members: [...items.properties].map(([name, { said, fallback }]) => ({ name, schema: said, fallback })),
    needed: [...new Set([...items.required, ...stated.flatMap(({ distinct = [] }) => distinct)])],
  };
}
