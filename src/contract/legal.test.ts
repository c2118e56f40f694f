import { beforeEach, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { resolveConfig } from '../config/config.js';
import { contract } from '../engine.js';
import { isObject, member, type Json, type JsonObject } from '../shared/json.js';
import type { Profile } from '../shared/model.js';
import { markOfSeed, markedName, markedText } from '../shared/run-mark.js';
import { contextOf, type KnownService } from '../run/plan/contexts.js';
import type { Context } from './context.js';
import { certainItems, listsOf } from './items.js';
import { certainValues, sendableMembers } from './legal.js';
import { openBy } from './openness.js';
import { otherOf, plainBody, baselineOf } from './plain.js';
import { mappingsFrom } from './values.js';

const MARK = markOfSeed(5);
const BODY = 'UpdateEndpointServiceRequestBody';
const OWN = '4189d3c2-8882-4871-a3c2-d380272eed83';
const FURTHER = '5189d3c2-8882-4871-a3c2-d380272eed83';
const taken = new Set(Array.from({ length: 400 }, (_, n) => 20_000 + n));

function context(readings: Profile, known: Partial<KnownService> = {}): Context {
  return contextOf(contract(), resolveConfig({ readings, seed: '5', effort: 'quick' }, {}), new Set(), {
    serviceId: 'service',
    projectId: 'project',
    lane: 0,
    lanes: 1,
    state: { port_id: OWN },
    portIds: [FURTHER],
    takenPorts: taken,
    siblingPairs: [],
    ...known,
  });
}

/** The server ports of a body. */
function serverPorts(body: JsonObject): number[] {
  const ports = member(body, 'ports');
  return (Array.isArray(ports) ? (ports as Json[]) : []).flatMap((mapping) => {
    const port = isObject(mapping) ? member(mapping, 'server_port') : undefined;
    return typeof port === 'number' ? [port] : [];
  });
}

/** Why a body need not be accepted; null if it must be. */
function objection(body: JsonObject, context: Context): string | null {
  const suite = contract();
  const errors = suite.validator.validate(BODY, body);
  if (errors.length > 0) return `invalid: ${JSON.stringify(errors)}`;
  const open = openBy(body, context);
  if (open !== null) return `open by ${open}`;
  const owned = serverPorts(body).filter((port) => context.takenPorts.has(port));
  return owned.length === 0 ? null : `ports of others: ${owned.join()}`;
}

const contexts: readonly [string, Profile, Partial<KnownService>][] = [
  ['document', 'document', {}],
  ['production', 'production', { state: { port_id: OWN, vip_port_id: 'own-vip' } }],
  ['production, without a vip_port_id', 'production', {}],
  ['document, without a port_id', 'document', { state: {}, portIds: [] }],
];

describe.each(contexts)('what must be accepted (%s)', (_name, readings, known) => {
  let own: Context;
  beforeEach(() => {
    own = context(readings, known);
  });
  const objections = (bodies: readonly JsonObject[]): string[] =>
    bodies.flatMap((body) => objection(body, own) ?? []).slice(0, 3);

  it('holds for 300 drawn bodies', () => {
    const sendable = sendableMembers(own);
    const arbitrary = own.generators.valid(BODY, certainValues(own));
    const drawn = fc.sample<unknown>(arbitrary, { seed: 7, numRuns: 300 }) as JsonObject[];
    const bodies = drawn.map((body) => Object.fromEntries(Object.entries(body).filter(([name]) => sendable.has(name))));
    expect(bodies).toHaveLength(300);
    expect(objections(bodies)).toEqual([]);
    for (const name of sendable) expect(bodies.filter((body) => Object.hasOwn(body, name)).length).toBeGreaterThan(100);
    const sizes = new Set(bodies.map((body) => serverPorts(body).length));
    expect(sizes.size).toBeGreaterThan(8);
  });

  it('holds for the draws of a run', () => {
    const draws = own.draws(BODY, { from: 0, to: own.bodies });
    expect(draws.length).toBeGreaterThan(0);
    expect(objections(draws)).toEqual([]);
  });

  it('holds for the base bodies, which are all different', () => {
    expect(own.bases.length).toBeGreaterThanOrEqual(6);
    expect(objections(own.bases)).toEqual([]);
    expect(new Set(own.bases.map((base) => JSON.stringify(base))).size).toBe(own.bases.length);
  });

  it('holds for the baseline and its alternative, which differ in every member from each other and from base bodies', () => {
    const [baseline, other] = [baselineOf(own), otherOf(own)];
    expect(objections([baseline, other])).toEqual([]);
    for (const name of ['approval_enabled', 'service_name', 'ports', 'description']) {
      expect(member(baseline, name)).not.toEqual(member(other, name));
    }
    for (const base of own.bases) {
      for (const name of ['service_name', 'ports', 'description']) {
        if (Object.hasOwn(base, name)) expect(member(base, name)).not.toEqual(member(baseline, name));
      }
    }
  });

  it('sends no member without a known value that is certain to be accepted', () => {
    const sendable = sendableMembers(own);
    expect(sendable.has('port_id')).toBe(own.portId !== null || own.portIds.length > 0);
    expect(sendable.has('vip_port_id')).toBe(own.profile === 'document' || own.own['vip_port_id'] !== undefined);
    expect(Object.keys(plainBody(own, sendable, 1)).sort()).toEqual([...sendable].sort());
  });
});

describe('plain bodies', () => {
  const port = (server: number, named: boolean): JsonObject => ({
    client_port: server + 5_000,
    server_port: server,
    ...(named ? { protocol: 'TCP' } : {}),
  });
  const plain = (names: readonly string[], n: number): JsonObject =>
    plainBody(context('document', { takenPorts: new Set() }), new Set(names), n);

  it('hold what is asked for, differ by their number, and omit every other protocol', () => {
    const names = ['approval_enabled', 'service_name', 'ports', 'port_id', 'vip_port_id', 'description'];
    expect(plain(names, 2)).toEqual({
      approval_enabled: true,
      service_name: markedName(MARK, 2),
      ports: [port(20_014, true), port(20_015, false)],
      port_id: OWN,
      vip_port_id: 'vip-port-2',
      description: markedText('Plain text 2', MARK),
    });
    expect(plain(names, 3)).toMatchObject({
      approval_enabled: false,
      ports: [port(20_021, false), port(20_022, true), port(20_023, false)],
    });
    for (const name of names) expect(Object.keys(plain([name], 1))).toEqual([name]);
    expect(plain([], 1)).toEqual({});
  });

  it('hold no port_id if none is known', () => {
    const unknown = context('document', { state: {}, portIds: [] });
    expect(plainBody(unknown, new Set(['port_id', 'description']), 1)).toEqual({
      description: markedText('Plain text 1', MARK),
    });
  });

  it('are the baseline and one unlike it', () => {
    const own = context('document', { takenPorts: new Set() });
    expect(baselineOf(own)).toEqual({
      approval_enabled: true,
      service_name: markedName(MARK, 'rest'),
      ports: [31_000, 31_001, 31_002].map((server) => port(server, true)),
      description: markedText('At rest', MARK),
      port_id: OWN,
    });
    expect(otherOf(own)).toEqual({
      approval_enabled: false,
      service_name: markedName(MARK, 'other'),
      ports: [33_000, 33_001, 33_002, 33_003].map((server) => port(server, true)),
      description: markedText('Elsewhere', MARK),
      port_id: OWN,
    });
  });
});

describe('drawn mappings', () => {
  it('name their protocol or leave it to default to TCP, and come in few or many', () => {
    const own = context('document');
    const [ports] = listsOf(own.operation);
    if (ports === undefined) throw new Error('the request has no list');
    const drawn = fc.sample(certainItems(ports, own), { seed: 3, numRuns: 60 }) as JsonObject[][];
    const all = drawn.flat();
    expect(new Set(all.map(({ protocol }) => protocol))).toEqual(new Set([undefined, 'TCP']));
    expect(all.some((mapping) => !Object.hasOwn(mapping, 'protocol'))).toBe(true);
    expect(drawn.filter((list) => list.length <= 12).length).toBeGreaterThan(30);
    expect(drawn.some((list) => list.length > 100)).toBe(true);
  });
});

describe('mappingsFrom', () => {
  it('skips ports that others hold, and goes on from the start at the end of the range', () => {
    const mappings = mappingsFrom({ operation: contract().operation, takenPorts: new Set([65_535, 1, 3]) }, 4, 65_533);
    expect(mappings.map(({ server_port }) => server_port)).toEqual([65_533, 65_534, 2, 4]);
  });

  it('makes 200 mappings whose ports are distinct and differ from each other', () => {
    const mappings = mappingsFrom({ operation: contract().operation, takenPorts: taken }, 200, 60_000);
    for (const name of ['client_port', 'server_port'] as const) {
      expect(new Set(mappings.map((mapping) => mapping[name])).size).toBe(200);
    }
    expect(mappings.filter(({ client_port, server_port }) => client_port === server_port)).toEqual([]);
  });
});
