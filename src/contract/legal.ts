import * as fc from 'fast-check';
import type { Json, JsonObject } from '../json.js';
import type { Context } from './context.js';
import { markOfSeed, markedName, markedText } from '../run-mark.js';
import { LONGEST_CERTAIN_DESCRIPTION } from './openness.js';
import { loosens } from '../readings.js';

/** Arbitraries that keep a valid body to values that must be accepted, by place in the request. */
export function certainValues(context: Context): Readonly<Record<string, fc.Arbitrary<Json>>> {
  const portIds = [...new Set([context.portId, ...context.portIds])].filter((id) => id !== null);
  return {
    '/ports': certainMappings(context),
    '/description': certainText(),
    ...(portIds.length === 0 ? {} : { '/port_id': fc.constantFrom(...portIds) }),
    '/vip_port_id': loosens(context.profile, 'R6') ? fc.constant(context.vipPortId ?? '') : vipPortIds,
    ...(loosens(context.profile, 'R2') ? { '/service_name': names } : {}),
  };
}

/** The members that may be sent at all: without a known port_id, none can be sent that must be accepted. */
export function sendableMembers(context: Context): ReadonlySet<string> {
  const members = new Set(['approval_enabled', 'service_name', 'ports', 'description']);
  if (context.portId !== null || context.portIds.length > 0) members.add('port_id');
  if (!loosens(context.profile, 'R6') || context.vipPortId !== null) members.add('vip_port_id');
  return members;
}

/** A body without the members that may not be sent. */
export function onlySendable(body: JsonObject, context: Context): JsonObject {
  const sendable = sendableMembers(context);
  return Object.fromEntries(Object.entries(body).filter(([name]) => sendable.has(name)));
}

const letters = [...'abcxyzABCXYZ0189'];
const nameCharacters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-'];

/** Names that are not empty: the empty one is open in production (R2). */
const names = fc.string({ unit: fc.constantFrom(...nameCharacters), minLength: 1, maxLength: 16 });

/** Ids of 1 to 64 letters, digits, underscores and hyphens (R6). */
const vipPortIds = fc.string({
  unit: fc.constantFrom(...nameCharacters),
  minLength: 1,
  maxLength: 64,
});

const punctuation = [...' !"#$%&\'()*+,-./:;=?@[\\]^_`{|}~'];
const scripts = [...'éßñøŁжЩΩλאבעربकไทย中文字终端节点服务日本カナ한국어'].filter((c) => /^\p{L}$/u.test(c));

/** Text of at most 128 characters that must be kept to the letter (R3). */
export function certainText(): fc.Arbitrary<string> {
  const unit = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...letters) },
    { weight: 2, arbitrary: fc.constantFrom(...punctuation) },
    { weight: 2, arbitrary: fc.constantFrom(...scripts) },
  );
  return fc.string({ unit, maxLength: LONGEST_CERTAIN_DESCRIPTION });
}

const port = fc.oneof(
  fc.integer({ min: 1, max: 65_535 }),
  fc.integer({ min: 32_768, max: 65_535 }),
  fc.integer({ min: 1, max: 1_023 }),
);

/** Mappings, mostly a dozen at the most, seldom up to 200, with both ports, distinct client ports and distinct server ports that no other service holds (R4). */
export function certainMappings(context: Context): fc.Arbitrary<Json> {
  const free = port.filter((p) => !context.takenPorts.has(p));
  const length = fc.oneof(
    { weight: 7, arbitrary: fc.integer({ min: loosens(context.profile, 'R4') ? 1 : 0, max: 12 }) },
    { weight: 1, arbitrary: fc.integer({ min: 13, max: 100 }) },
    { weight: 1, arbitrary: fc.integer({ min: 101, max: 200 }) },
  );
  return length.chain((n) =>
    fc
      .tuple(
        fc.uniqueArray(port, { minLength: n, maxLength: n }),
        fc.uniqueArray(free, { minLength: n, maxLength: n }),
        fc.array(fc.boolean(), { minLength: n, maxLength: n }),
      )
      .map(([clients, servers, named]) =>
        clients.map((client, i) => ({
          client_port: client,
          server_port: servers[i] ?? 1,
          ...(named[i] === true ? { protocol: 'TCP' } : {}),
        })),
      ),
  );
}

/** So many mappings with consecutive ports from a start, passing over ports that other services hold. */
export function mappingsFrom(context: Pick<Context, 'takenPorts'>, count: number, start: number): JsonObject[] {
  const mappings: JsonObject[] = [];
  for (let server = start; mappings.length < count; server = server === 65_535 ? 1 : server + 1) {
    if (context.takenPorts.has(server)) continue;
    // The two ports differ, so that a service that swaps them is seen.
    mappings.push({ client_port: ((server + 4_999) % 65_535) + 1, server_port: server, protocol: 'TCP' });
  }
  return mappings;
}

/** The same mappings, every other one without its protocol, which is TCP then. */
function withoutSomeProtocols(mappings: readonly JsonObject[], n: number): JsonObject[] {
  return mappings.map((mapping, i) => {
    if ((i + n) % 2 === 0) return mapping;
    const { protocol: _, ...others } = mapping;
    return others;
  });
}

/** The body that holds plain values for some members, with the mark of the run. `n` tells one from another. */
export function plainBody(context: Context, members: ReadonlySet<string>, n: number): JsonObject {
  const body: Record<string, Json> = {};
  if (members.has('approval_enabled')) body['approval_enabled'] = n % 2 === 0;
  if (members.has('service_name')) body['service_name'] = markedName(markOfSeed(context.seed), n);
  if (members.has('ports')) body['ports'] = withoutSomeProtocols(mappingsFrom(context, 2 + (n % 2), 20_000 + n * 7), n);
  if (members.has('port_id') && context.portId !== null) body['port_id'] = context.portId;
  if (members.has('vip_port_id')) body['vip_port_id'] = context.vipPortId ?? `vip-port-${n}`;
  if (members.has('description')) body['description'] = markedText(`Plain text ${n}`, markOfSeed(context.seed));
  return body;
}

/** The base bodies that violations are built on: every pair of present and absent members. */
export function twinsOf(context: Omit<Context, 'twins'>, rows: readonly (readonly string[])[]): JsonObject[] {
  const sendable = sendableMembers({ ...context, twins: [] });
  return rows.map((row, n) =>
    plainBody({ ...context, twins: [] }, new Set(row.filter((name) => sendable.has(name))), n + 1),
  );
}

/** A state unlike every twin, in which a service waits while bodies fly that must be rejected. */
export function restOf(context: Context): JsonObject {
  return apart(context, {
    approval_enabled: true,
    service_name: markedName(markOfSeed(context.seed), 'rest'),
    ports: mappingsFrom(context, 3, 31_000),
    description: markedText('At rest', markOfSeed(context.seed)),
  });
}

/** A state unlike the resting one in every member. */
export function otherOf(context: Context): JsonObject {
  return apart(context, {
    approval_enabled: false,
    service_name: markedName(markOfSeed(context.seed), 'other'),
    ports: mappingsFrom(context, 4, 33_000),
    description: markedText('Elsewhere', markOfSeed(context.seed)),
  });
}

function apart({ portId }: Context, body: JsonObject): JsonObject {
  return portId === null ? body : { ...body, port_id: portId };
}
