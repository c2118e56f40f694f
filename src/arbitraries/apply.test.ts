import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject, Lexeme, member, type JsonObject } from '../shared/json.js';
import { schemas } from '../spec/document.js';
import { createGenerators, type Violation } from './index.js';

const BODY = 'UpdateEndpointServiceRequestBody';
const generators = createGenerators(schemas);

describe('a patch', () => {
  const named = (keyword: string, way: string, pointer: string): Violation => {
    const found = generators
      .violations(BODY)
      .find((violation) => violation.keyword === keyword && violation.way === way && violation.pointer === pointer);
    if (found === undefined) throw new Error(`no violation ${pointer} ${keyword} ${way}`);
    return found;
  };
  const base: JsonObject = {
    description: 'kept',
    ports: [
      { client_port: 1_001, server_port: 2_001, protocol: 'TCP' },
      { client_port: 1_002, server_port: 2_002 },
    ],
  };
  const portsOf = (
    violation: Violation,
    length: number,
    index: number,
    from: JsonObject = base,
  ): readonly JsonObject[] => {
    const [patch] = violation.examples;
    const body = violation.apply(from, {
      edit: patch?.edit ?? { op: 'set', value: null },
      places: [{ length, index }],
    });
    const ports = isObject(body) ? member(body, 'ports') : undefined;
    return Array.isArray(ports) ? (ports as JsonObject[]) : [];
  };

  it('takes the items of the base first, and fills up with others that share no number with them', () => {
    const ports = portsOf(named('minimum', 'one-under', '/ports/*/client_port'), 200, 150);
    expect(ports.slice(0, 2)).toEqual(base.ports);
    expect(ports).toHaveLength(200);
    for (const name of ['client_port', 'server_port'])
      expect(new Set(ports.map((mapping) => mapping[name])).size).toBe(200);
    expect(ports[150]).toMatchObject({ client_port: 0, protocol: 'TCP' });
    expect(ports.filter((mapping) => mapping.client_port === 0)).toHaveLength(1);
  });

  it('breaks an item of the base and gives it the members that it lacks, at odd places except for defaults', () => {
    const ports = portsOf(named('maximum', 'one-over', '/ports/*/server_port'), 2, 1);
    expect(ports).toEqual([
      { client_port: 1_001, server_port: 2_001, protocol: 'TCP' },
      { client_port: 1_002, server_port: 65_536 },
    ]);
  });

  it('adds a member that the base does not have', () => {
    const violation = named('pattern', 'blank-last', '/service_name');
    const [patch] = violation.examples;
    expect(patch === undefined ? null : violation.apply(base, patch)).toEqual({ ...base, service_name: 'abcdef ' });
  });

  it('repeats an item of the base under the other spelling of a rule', () => {
    const violation = named('distinct-mappings', 'own-item', '/ports');
    const [patch] = violation.examples;
    expect(patch === undefined ? null : violation.apply(base, patch)).toEqual({
      ...base,
      ports: [
        { client_port: 1_001, server_port: 2_001 },
        { client_port: 1_002, server_port: 2_002 },
        { client_port: 1_001, server_port: 2_001, protocol: 'TCP' },
      ],
    });
  });

  it('is plain data except for the texts of numbers', () => {
    const patches = generators.violations(BODY).flatMap(({ examples }) => examples);
    const plain = patches.filter(({ edit }) => edit.op !== 'set' || !(edit.value instanceof Lexeme));
    expect(plain.length).toBeGreaterThan(patches.length / 2);
    expect(JSON.parse(JSON.stringify(plain))).toEqual(plain);
  });

  it('keeps what fills up a list to the narrowed values', () => {
    const taken = new Set(Array.from({ length: 30_000 }, (_, i) => i + 1));
    const narrow = { '/ports/*/server_port': fc.integer({ min: 1, max: 65_535 }).filter((port) => !taken.has(port)) };
    const violation = generators
      .violations(BODY, narrow)
      .find(({ way, pointer }) => pointer === '/ports' && way === 'double');
    const [patch] = violation?.examples ?? [];
    const body = patch === undefined ? undefined : violation?.apply({}, patch);
    const ports = isObject(body) ? (body.ports as readonly JsonObject[]) : [];
    expect(ports).toHaveLength(400);
    expect(ports.filter(({ server_port }) => taken.has(server_port as number))).toEqual([]);
  });
});
