import { beforeEach, describe, expect, it } from 'vitest';
import { resolveConfig } from '../config/config.js';
import { contract } from '../engine.js';
import { casesOf } from './cases-of.js';
import type { JsonObject } from '../shared/json.js';
import { contextOf, type KnownService } from '../run/plan/contexts.js';
import { schemas } from '../spec/document.js';
import { constraintsOf } from '../spec/constraints.js';
import type { Context } from './context.js';
import { OWN_PORT_ID } from './context.fixture.js';
import { coverage } from './coverage.js';
import { everyEffect } from './effects.js';
import { everyBoundaryOf, everyConstraintOf, everyViolationOf } from './families.js';
import type { Case } from './case.js';
import { must, type Family, type Requirement, type FamilySource } from './requirement.js';
import { everyEnvelope, everyForcedStatus } from './statuses.js';

const BODY = 'UpdateEndpointServiceRequestBody';
const suite = contract();
const source: FamilySource = {
  operation: suite.operation,
  generators: suite.generators,
  constraints: (schema) => constraintsOf(schemas, schema),
  statuses: [200, 400, 401, 503],
};

function context(effort: 'quick' | 'standard', known: Partial<KnownService> = {}): Context {
  return contextOf(suite, resolveConfig({ seed: '5', effort }, {}), new Set(), {
    serviceId: 'service',
    projectId: 'project',
    lane: 0,
    lanes: 1,
    state: { port_id: OWN_PORT_ID },
    portIds: [],
    takenPorts: new Set(),
    siblingPairs: [],
    ...known,
  });
}

const unfold = (family: Family, chapter = 'c'): readonly Requirement[] => family.unfold(chapter, source);
const named = (requirements: readonly Requirement[], id: string): Requirement => {
  const found = requirements.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no ${id} among ${requirements.map((one) => one.id).join(' ')}`);
  return found;
};
const bodyOf = ({ body }: Pick<Case, 'body'>): JsonObject =>
  JSON.parse(Buffer.from(body ?? '', 'base64').toString('utf8')) as JsonObject;
const present = (cases: readonly (Case | null)[]): Case[] => cases.filter((one) => one !== null);

describe('violations', () => {
  let all: readonly Requirement[];
  let tooLong: Requirement;
  let standard: Context;
  beforeEach(() => {
    standard = context('standard');
    all = unfold(everyViolationOf(BODY));
    tooLong = named(all, 'c/service_name/maxLength/one-over');
  });

  it('are one requirement each, with the clause and reading of the document', () => {
    expect(all).toHaveLength(suite.generators.violations(BODY).filter(({ component }) => component === BODY).length);
    expect(tooLong).toMatchObject({
      level: 'MUST',
      basis: 'schema',
      clause: { table: 3, row: 'service_name' },
      reading: 'R2',
      loosenedBy: null,
    });
    expect(tooLong.says).toMatch(/^Rejected: service_name of 17 characters/);
    const mappings = unfold(everyViolationOf('PortList'));
    expect(named(mappings, 'c/client_port/maximum/one-over').clause).toEqual({ table: 4, row: 'client_port' });
  });

  it('of null are open by a reading, and no others', () => {
    const nulls = all.filter(({ id }) => id.endsWith('/type/null'));
    expect(nulls.length).toBeGreaterThan(1);
    expect(all.filter(({ loosenedBy }) => loosenedBy !== null)).toEqual(nulls);
    expect(nulls.every(({ loosenedBy }) => loosenedBy === 'R7')).toBe(true);
  });

  it('are built on base bodies in turn, and must be rejected', () => {
    const cases = present(casesOf(tooLong, standard));
    expect(cases.length).toBeGreaterThanOrEqual(6);
    for (const [k, one] of cases.entries()) {
      expect(one).toMatchObject({ applies: [], member: 'service_name', expect: { statuses: [400] } });
      const name = bodyOf(one)['service_name'];
      expect(typeof name === 'string' ? [...name].length : 0).toBe(17);
      const base = standard.bases[one.base ?? -1] ?? {};
      const { service_name: _wrong, ...others } = bodyOf(one);
      const { service_name: _right, ...kept } = base;
      expect(others).toEqual(kept);
      if (k > 0) expect(one.base).not.toBe(cases[k - 1]?.base);
    }
    const listed = cases.filter(({ drawn }) => !drawn);
    expect(cases.filter(({ drawn }) => drawn)).toHaveLength(3);
    expect(listed.length).toBeGreaterThan(0);
  });

  it('are few at the lowest effort, and each named once if they are drawn', () => {
    const cases = present(casesOf(tooLong, context('quick')));
    expect(cases).toHaveLength(3);
    expect(cases.map(({ drawn }) => drawn)).toEqual([false, false, true]);
    const most = (effort: 'quick' | 'standard'): number => {
      const given = context(effort);
      return Math.max(...all.map((one) => present(casesOf(one, given)).filter(({ drawn }) => !drawn).length));
    };
    expect(most('quick')).toBeLessThan(most('standard'));
  });

  it('meet another base body each time their values repeat', () => {
    const none: Context = { ...standard, cases: 0 };
    const single = all.find((one) => {
      const bodies = present(casesOf(one, none)).map(({ body, base }) => `${String(base)} ${body ?? ''}`);
      return bodies.length === 6 && new Set(bodies).size === 6;
    });
    expect(single).toBeDefined();
    for (const one of all) {
      const cases = present(casesOf(one, none));
      expect(cases.length === 0 || cases.length >= 6, one.id).toBe(true);
    }
  });

  it('can be remade from another draw, beside the same members and alone', () => {
    const [violation] = suite.generators.violations(BODY).filter((one) => tooLong.says === `Rejected: ${one.says}`);
    if (violation === undefined || tooLong.judged.by !== 'cases') throw new Error('it is judged by cases');
    const { origin } = tooLong.judged.given;
    const cases = present(casesOf(tooLong, standard));
    const place = cases.findIndex(({ drawn }) => drawn);
    for (const nth of [0, 1]) {
      const [patch] = standard.drawsOf(violation, { from: nth, to: nth + 1 });
      const made = origin?.(standard, place + nth);
      expect(made?.violation).toBe(violation);
      expect(made?.nth).toBe(nth);
      expect(made?.body(patch)).toEqual(bodyOf(cases[place + nth] as Case));
      expect(Object.keys(made?.alone?.(patch) as object)).toEqual(['service_name']);
    }
    expect(origin?.(standard, place - 1)).toBeNull();
  });

  it('are dealt to the services under test in turn', () => {
    const lanes = [0, 1].map((lane) => casesOf(tooLong, context('standard', { lane, lanes: 2 })));
    const [first, second] = lanes;
    expect(first?.map((one) => one === null)).toEqual(second?.map((one) => one !== null));
    expect(first?.[0]).not.toBeNull();
  });
});

describe('boundaries', () => {
  let all: readonly Requirement[];
  let longest: Requirement;
  let standard: Context;
  beforeEach(() => {
    standard = context('standard');
    all = unfold(everyBoundaryOf(BODY));
    longest = named(all, 'c/service_name/accepts/maxLength/most');
  });

  it('are accepted alone and among all members', () => {
    expect(longest).toMatchObject({
      clause: { table: 3, row: 'service_name' },
      reading: 'R2',
      basis: 'schema',
      says: 'Accepted: service_name of 16 characters',
    });
    const bodies = present(casesOf(longest, standard)).map(bodyOf);
    expect(bodies.length % 2).toBe(0);
    for (const [n, body] of bodies.entries()) {
      expect(Object.keys(body)).toHaveLength(n % 2 === 0 ? 1 : 6);
      expect(body['service_name']).toHaveLength(16);
    }
    expect(present(casesOf(longest, standard)).every((one) => one.expect.statuses.join() === '200')).toBe(true);
  });

  it('that are kinds of text stand alone and among all members in turn', () => {
    const texts = all.filter(({ id }) => id.startsWith('c/description/accepts/pattern/'));
    const sizes = texts.flatMap((one) =>
      present(casesOf(one, standard)).map((sent) => Object.keys(bodyOf(sent)).length),
    );
    expect(new Set(sizes)).toEqual(new Set([1, 6]));
    for (const one of texts) {
      const own = standard.boundaries('/description', 'pattern', one.id.split('/').at(-1) ?? '');
      // Every other letter, as there are many.
      expect(casesOf(one, standard)).toHaveLength(own.length > 13 ? Math.floor(own.length / 2) : own.length);
    }
  });

  it('leave out members that cannot be sent, and ports that others hold', () => {
    const without = context('standard', { state: {} });
    for (const one of all)
      for (const sent of present(casesOf(one, without))) expect(bodyOf(sent)).not.toHaveProperty('port_id');
    const ports = named(unfold(everyBoundaryOf('PortList')), 'c/server_port/accepts/minimum/least');
    const least = (given: Context): number => casesOf(ports, given).length;
    expect(least(standard)).toBeGreaterThan(0);
    expect(least(context('standard', { takenPorts: new Set([1]) }))).toBe(0);
    expect(least(context('standard', { takenPorts: new Set([2]) }))).toBe(least(standard));
  });

  it('are one requirement for each way', () => {
    const ids = all.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const own = suite.generators.boundaries(BODY).filter(({ component }) => component === BODY);
    expect(ids).toHaveLength(new Set(own.map(({ member, keyword, way }) => `${member} ${keyword} ${way}`)).size);
  });
});

describe('constraints of the reply', () => {
  let all: readonly Requirement[];
  beforeEach(() => {
    all = unfold(everyConstraintOf('ServiceResp', ['carrier']));
  });

  it('are watched on every reply', () => {
    expect(named(all, 'c/status/enum')).toMatchObject({
      clause: { table: 5, row: 'status' },
      basis: 'schema',
      reading: 'R25',
      says: 'status is one of creating, available, failed',
      judged: { by: 'watching', carriers: ['carrier'] },
    });
    expect(named(all, 'c/id/required').says).toBe('id is present');
    expect(named(all, 'c/ports/client_port/type').says).toBe('ports[].client_port is of type integer');
    expect(named(all, 'c/tags/key/maxLength').says).toBe('tags[].key satisfies maxLength 36');
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it('may concern the whole, and rows that the document does not name; that it is an object is stated elsewhere', () => {
    const whole = { pointer: '', value: 3, clause: null, reading: null };
    const constraints = [
      { ...whole, keyword: 'type' },
      { ...whole, keyword: 'minProperties' },
    ];
    const said = everyConstraintOf('Any', []).unfold('c', { ...source, constraints: () => constraints });
    expect(said).toMatchObject([
      { id: 'c/minProperties', says: 'The reply satisfies minProperties 3', clause: { table: 5 }, reading: null },
    ]);
  });
});

describe('effects', () => {
  let all: readonly Requirement[];
  beforeEach(() => {
    all = unfold(everyEffect(['carrier']));
  });

  it('are one requirement for each member and each thing that an update does to it', () => {
    expect(all.map(({ id }) => id.slice(2))).toEqual([
      ...['approval_enabled', 'service_name', 'ports', 'port_id', 'description'].map((name) => `echo/${name}`),
      ...['approval_enabled', 'service_name', 'ports', 'port_id', 'description'].map((name) => `persist/${name}`),
      ...['approval_enabled', 'service_name', 'ports', 'port_id', 'description', 'vip_port_id'].map((n) => `kept/${n}`),
      ...['server_type', 'vpc_id', 'pool_id', 'service_type', 'cidr_type', 'tcp_proxy', 'tags'].map(
        (name) => `constant/${name}`,
      ),
    ]);
    expect(all.every(({ judged }) => judged.by === 'watching' && judged.carriers.join() === 'carrier')).toBe(true);
  });

  it('rest on readings, and need reads if only a read shows them', () => {
    expect(named(all, 'c/kept/approval_enabled')).toMatchObject({
      reading: 'R12',
      says: 'approval_enabled keeps its value, or becomes true, when it is omitted',
    });
    expect(named(all, 'c/kept/ports')).toMatchObject({
      reading: 'R13',
      says: 'ports keeps its value when it is omitted',
    });
    expect(named(all, 'c/persist/ports')).toMatchObject({ reading: 'R15', needs: ['reads'], clause: { table: 3 } });
    expect(named(all, 'c/echo/ports')).toMatchObject({ reading: 'R15', needs: [], clause: { table: 5, row: 'ports' } });
    expect(named(all, 'c/constant/tags')).toMatchObject({ reading: 'R13', clause: { table: 5, row: 'tags' } });
  });
});

describe('statuses', () => {
  it('each have an envelope, in the tables of the document', () => {
    const all = unfold(everyEnvelope(['carrier']));
    expect(all.map(({ id }) => id)).toEqual(['c/envelope/400', 'c/envelope/401', 'c/envelope/503']);
    expect(all[1]).toMatchObject({
      clause: { table: 10, row: 'error' },
      covers: [
        { table: 11, row: 'message' },
        { table: 11, row: 'code' },
        { section: 'Status codes', row: '401' },
      ],
      judged: { by: 'watching', carriers: ['carrier'] },
    });
  });

  it('are requested by a header', () => {
    const all = unfold(everyForcedStatus());
    expect(all.map(({ id }) => id)).toEqual(['c/forced/400', 'c/forced/401', 'c/forced/503']);
    const [sent] = present(casesOf(all[2] as Requirement, context('standard')));
    expect(sent?.headers).toContainEqual(['Prefer', 'code=503']);
    expect(sent).toMatchObject({ expect: { statuses: [503], forces: 503 } });
    expect(bodyOf(sent as Case)).toEqual({});
    expect(all[2]?.needs).toEqual(['forced-status']);
  });
});

describe('coverage', () => {
  const stated = { basis: 'documented', says: 'It is so', watching: [] } as const;
  const facts = {
    tables: [{ table: 3, rows: [{ name: 'ports' }, { name: 'nobody' }] }],
    statuses: [{ status: 400 }],
    readings: [{ id: 'R1' as const }, { id: 'R2' as const }],
  };

  it('names, for each row and reading, the requirements that judge it', () => {
    const all = [
      must('a', { ...stated, clause: { table: 3, row: 'ports' }, reading: 'R1', covers: ['R1'] }),
      must('b', { ...stated, clause: { table: 9 }, covers: [{ table: 3, row: 'ports' }] }),
      must('c', { ...stated, clause: { section: 'Status codes', row: '400' } }),
    ];
    expect(coverage(all, facts)).toEqual([
      { what: 'Table 3, ports', requirements: ['a', 'b'], reason: null },
      { what: 'Table 3, nobody', requirements: [], reason: null },
      { what: 'Status codes, 400', requirements: ['c'], reason: null },
      { what: 'R1', requirements: ['a'], reason: null },
      { what: 'R2', requirements: [], reason: null },
    ]);
  });
});
