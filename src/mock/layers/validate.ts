import type { Check } from '../behaviour.js';
import type { Refusal } from '../model.js';
import type { MockExchange } from '../behaviour.js';
import { malformed } from './parse.js';

/** The members of the request body (Table 3), in its order. */
export const members = ['approval_enabled', 'service_name', 'ports', 'port_id', 'vip_port_id', 'description'] as const;

/** A member of the request body. */
export type Member = (typeof members)[number];

/** The value must be a JSON object, whose known members the behaviour checks; unknown members are ignored. */
export function validate(x: MockExchange): Refusal | undefined {
  const { value, behaviour } = x;
  if (!isRecord(value)) return malformed('is not a JSON object');
  for (const member of members) {
    if (!Object.hasOwn(value, member)) continue;
    const refusal = behaviour[member](value[member], x);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns a 400 that names a member. */
export function invalid(member: string, must: string, code = 'EndPoint.0002'): Refusal {
  return { status: 400, code, message: `Parameter error: ${member} ${must}.` };
}

/** Boolean. */
export const approval_enabled: Check = (value) =>
  typeof value === 'boolean' ? undefined : invalid('approval_enabled', 'must be true or false');

/** 0 to 16 letters, digits, underscores and hyphens. */
export const service_name: Check = (value) =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{0,16}$/.test(value)
    ? undefined
    : invalid('service_name', 'must be 0 to 16 letters, digits, underscores and hyphens', 'EndPoint.3076');

/** A string without `<` and `>`, of any length. */
export const description: Check = (value) =>
  typeof value === 'string' && !/[<>]/.test(value)
    ? undefined
    : invalid('description', 'must be a text without < and >');

/** A UUID. */
export const port_id: Check = (value) =>
  typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value)
    ? undefined
    : invalid('port_id', 'must be a UUID', 'EndPoint.3003');

/** 1 to 64 characters, as code points. */
export const vip_port_id: Check = (value) => {
  const length = typeof value === 'string' ? codePoints(value) : 0;
  return length >= 1 && length <= 64
    ? undefined
    : invalid('vip_port_id', 'must be a text of 1 to 64 characters', 'EndPoint.3051');
};

/** 0 to 200 mappings, no two of them equal. */
export const ports: Check = (value, x) => {
  if (!Array.isArray(value)) return invalid('ports', 'must be a list');
  if (value.length > 200) return invalid('ports', 'must not have more than 200 mappings', 'EndPoint.3074');
  for (const item of value as readonly unknown[]) {
    const refusal = x.behaviour.mapping(item, x);
    if (refusal !== undefined) return refusal;
  }
  return x.behaviour.distinct(value, x);
};

/** An object whose ports and protocol are valid (Table 4). */
export const mapping: Check = (value, x) => {
  if (!isRecord(value)) return invalid('ports', 'must be a list of objects');
  for (const member of ['client_port', 'server_port', 'protocol'] as const) {
    if (!Object.hasOwn(value, member)) continue;
    const refusal = x.behaviour[member](value[member], x);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
};

const port = (member: string): Check => {
  const refusal = invalid(
    member,
    'must be an integer from 1 to 65535',
    member === 'server_port' ? 'EndPoint.3043' : 'EndPoint.3004',
  );
  return (value) => (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535 ? undefined : refusal);
};

/** An integer from 1 to 65535. */
export const client_port: Check = port('client_port');

/** An integer from 1 to 65535. */
export const server_port: Check = port('server_port');

/** TCP. */
export const protocol: Check = (value) =>
  value === 'TCP' ? undefined : invalid('protocol', 'must be TCP', 'EndPoint.3075');

/** No two mappings may be equal; an omitted protocol is TCP. */
export function distinct(mappings: readonly unknown[]): Refusal | undefined {
  const seen = new Set<string>();
  for (const item of mappings) {
    const key = keyOf(item);
    if (seen.has(key)) return invalid('ports', 'must not repeat a mapping', 'EndPoint.3004');
    seen.add(key);
  }
  return undefined;
}

/** Returns a text that is the same for equal mappings. */
export function keyOf(item: unknown): string {
  if (!isRecord(item)) return JSON.stringify(item);
  const { client_port: client, server_port: server, protocol: named } = item;
  return JSON.stringify([client ?? null, server ?? null, named ?? 'TCP']);
}

/** Counts the characters of a text, as code points. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
