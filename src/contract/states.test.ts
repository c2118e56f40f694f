import { describe, expect, it } from 'vitest';
import { contract } from '../engine.js';
import { casesOf } from './cases-of.js';
import type { JsonObject } from '../shared/json.js';
import { contextWith, OWN_PORT_ID } from './context.fixture.js';
import type { Context } from './context.js';
import type { Case } from './case.js';

const { requirements, generators } = contract();
const pair = { server_port: 7_001, protocol: 'TCP' };

const casesIn = (state: string, what: string, given: Partial<Context> = {}): Case[] => {
  const found = requirements.find(({ id }) => id === `effect/from/${state}/${what}`);
  if (found?.judged.by !== 'cases') throw new Error(`there is no effect/from/${state}/${what}`);
  return casesOf(found, contextWith({ generators, ...given })).filter((one) => one !== null);
};
const bodyOf = ({ body }: Case): JsonObject =>
  JSON.parse(Buffer.from(body ?? '', 'base64').toString('utf8')) as JsonObject;

describe('the state that cases begin with', () => {
  it('is reached by the updates that prepare them', () => {
    const [first] = casesIn('no-ports', 'updates');
    expect(first?.prepare).toEqual([expect.objectContaining({ ports: [], port_id: OWN_PORT_ID })]);
    const full = (casesIn('full', 'rejections')[0]?.prepare as JsonObject[])[0];
    expect([full?.['ports'], full?.['description'], full?.['service_name']].map((v) => (v as string).length)).toEqual([
      200, 128, 16,
    ]);
  });

  it('is on another port_id only if one is configured, and back again after two updates', () => {
    expect(casesIn('moved', 'updates')).toEqual([]);
    const [moved] = casesIn('moved', 'updates', { portIds: ['another'] });
    expect(moved?.prepare).toEqual([expect.objectContaining({ port_id: 'another' })]);
    const [back] = casesIn('moved-back', 'updates', { portIds: ['another'] });
    expect(back?.prepare).toEqual([{ port_id: 'another' }, expect.objectContaining({ port_id: OWN_PORT_ID })]);
  });

  it('is never one that production leaves open', () => {
    expect(casesIn('no-ports', 'updates', { profile: 'production' })).toEqual([]);
    expect(casesIn('no-name', 'updates', { profile: 'production' })).toEqual([]);
    expect(casesIn('no-description', 'updates', { profile: 'production' })).not.toEqual([]);
  });
});

describe('what is sent in each state', () => {
  it('are updates of every member, alone, cleared, and together', () => {
    const names = casesIn('bare', 'updates').map((one) => Object.keys(bodyOf(one)).join());
    const members = ['approval_enabled', 'service_name', 'ports', 'description', 'port_id', 'vip_port_id'];
    expect(new Set(names)).toEqual(
      new Set(['', ...members, 'approval_enabled,service_name,ports,port_id,vip_port_id,description']),
    );
    expect(casesIn('bare', 'updates').every(({ expect: { statuses } }) => statuses.join() === '200')).toBe(true);
  });

  it('are violations of every keyword of every member, in a different way in each state', () => {
    const broken = casesIn('bare', 'rejections');
    expect(new Set(broken.map(({ member }) => member))).toEqual(
      new Set([
        null,
        'approval_enabled',
        'service_name',
        'ports',
        'client_port',
        'server_port',
        'protocol',
        'port_id',
        'vip_port_id',
        'description',
      ]),
    );
    const kinds = new Set(
      generators
        .violations('UpdateEndpointServiceRequestBody')
        .map(({ component, member, keyword }) => `${component} ${member} ${keyword}`),
    );
    expect(broken).toHaveLength(kinds.size);
    expect(broken.map(({ body }) => body)).not.toEqual(casesIn('full', 'rejections').map(({ body }) => body));
    expect(broken.every(({ applies }) => applies.length === 0)).toBe(true);
  });

  it('are conflicts with a sibling, alone and in the middle of 200 mappings', () => {
    expect(casesIn('bare', 'conflicts')).toEqual([]);
    const conflicts = casesIn('bare', 'conflicts', { siblingPairs: [pair] });
    const lists = conflicts.map((one) => bodyOf(one)['ports'] as JsonObject[]);
    expect(lists.map(({ length }) => length)).toEqual([1, 200, 3, 4]);
    for (const list of lists) expect(list.filter(({ server_port: port }) => port === 7_001)).toHaveLength(1);
    expect(conflicts.every(({ applies, expect: { conflict } }) => applies.length === 0 && conflict)).toBe(true);
  });
});
