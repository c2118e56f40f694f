import { describe, expect, it } from 'vitest';
import { settlingTime } from '../checks/times.js';
import type { JsonObject } from '../shared/json.js';
import { found, foundOnly, ID, initial, judge, OTHER_PORT, pair } from './found-service.fixture.js';
import { SentValues } from './sent-values.js';
import { Service } from './service.js';
import { documentedOperation } from '../operation/documented.js';

describe('Service, on the reply to an update', () => {
  it.each<[string, JsonObject, JsonObject, string[]]>([
    ['R12: an omitted approval_enabled is kept', {}, {}, []],
    ['R12: an omitted approval_enabled becomes true', {}, { approval_enabled: true }, []],
    ['R12: given, it is stored', { approval_enabled: true }, { approval_enabled: true }, []],
    [
      'R12: false is not taken for omitted',
      { approval_enabled: false },
      { approval_enabled: true },
      ['effect/echo/approval_enabled'],
    ],
    ['R12: it is not inverted', { approval_enabled: true }, {}, ['effect/echo/approval_enabled']],
    [
      'R13: an omitted description is kept',
      { service_name: 'x' },
      { service_name: 'x', description: '' },
      ['effect/kept/description'],
    ],
    ['R13: an omitted description may be left out', { service_name: 'x' }, { service_name: 'x' }, []],
    [
      'R13: an omitted name is kept',
      { description: 'x' },
      { description: 'x', service_name: '' },
      ['effect/kept/service_name'],
    ],
    ['R13: omitted mappings are kept', { description: 'x' }, { description: 'x', ports: [] }, ['effect/kept/ports']],
    [
      'R13: an omitted port_id is kept',
      { description: 'x' },
      { description: 'x', port_id: OTHER_PORT },
      ['effect/kept/port_id'],
    ],
    ['R14: mappings have no order', { ports: [pair(1), pair(2)] }, { ports: [pair(2), pair(1)] }, []],
    ['R14: an omitted protocol is TCP', { ports: [{ client_port: 1, server_port: 2 }] }, { ports: [pair(1)] }, []],
    [
      'R14: the list is replaced',
      { ports: [pair(1)] },
      { ports: [pair(1), pair(10), pair(20)] },
      ['effect/echo/ports'],
    ],
    ['R14: none is lost', { ports: [pair(1), pair(2)] }, { ports: [pair(1)] }, ['effect/echo/ports']],
    ['R14: none is doubled', { ports: [pair(1), pair(2)] }, { ports: [pair(1), pair(1)] }, ['effect/echo/ports']],
    [
      'R14: the two ports are not swapped',
      { ports: [pair(1)] },
      { ports: [{ client_port: 2, server_port: 1, protocol: 'TCP' }] },
      ['effect/echo/ports'],
    ],
    ['R14: the empty list is a list like any other', { ports: [] }, {}, ['effect/echo/ports']],
    ['R15: a description is exact', { description: ' a  b ' }, { description: ' a b ' }, ['effect/echo/description']],
    ['R15: an empty one too', { description: '' }, {}, ['effect/echo/description']],
    ['R15: a name is exact', { service_name: 'Name' }, { service_name: 'name' }, ['effect/echo/service_name']],
    ['R15: a name may be decorated', { service_name: 'Name' }, { service_name: `eu.Name.${ID}` }, []],
    [
      'R15: a decoration ends with the id',
      { service_name: 'Name' },
      { service_name: 'eu.Name.other' },
      ['effect/echo/service_name'],
    ],
    [
      'R15: a decoration is not empty',
      { service_name: 'Name' },
      { service_name: `.Name.${ID}` },
      ['effect/echo/service_name'],
    ],
    ['R15: an empty name may be decorated', { service_name: '' }, { service_name: `eu.${ID}` }, []],
    [
      'R15: a port_id is exact',
      { port_id: OTHER_PORT },
      { port_id: OTHER_PORT.toUpperCase() },
      ['effect/echo/port_id'],
    ],
  ])('%s', (_name, body, shown, breached) => {
    const service = Object.hasOwn(body, 'service_name') ? foundOnly() : found();
    expect(judge(service, body, shown).breached).toEqual(breached);
  });

  it('lets a port_id come back in another case if that is open', () => {
    expect(
      judge(found(), { port_id: OTHER_PORT.toUpperCase() }, { port_id: OTHER_PORT }, { folds: true }).breached,
    ).toEqual([]);
  });

  it('requires a description that was sent to be shown', () => {
    const service = found();
    service.sending([{ description: 'x' }]);
    const { description: _left, ...without } = initial;
    const { findings } = service.accepted([{ description: 'x' }], { value: without, sentAt: 20, endedAt: 30 }, false);
    expect(findings.map(({ requirement }) => requirement)).toEqual(['effect/echo/description']);
  });

  it('says what it saw an omitted approval_enabled do', () => {
    const [kept, set, never] = [found(), found(), found()];
    judge(kept, {}, {});
    judge(set, {}, { approval_enabled: true });
    judge(set, { approval_enabled: true }, { approval_enabled: true });
    judge(never, { approval_enabled: false }, {});
    expect([kept.omitted.get('approval_enabled'), set.omitted.get('approval_enabled')]).toEqual([
      'kept',
      'set to true',
    ]);
    expect(new Service(ID, new SentValues(documentedOperation()), settlingTime()).omitted.size).toBe(0);
  });

  it('says nothing about an omitted approval_enabled that was true, or may have been either', () => {
    const [wasTrue, either, given] = [found(), found(), found()];
    for (const service of [wasTrue, either, given]) service.omitted.clear();
    judge(wasTrue, { approval_enabled: true }, { approval_enabled: true });
    judge(wasTrue, {}, { approval_enabled: true });
    expect(wasTrue.omitted.size).toBe(0);
    either.unanswered([{ approval_enabled: true }], null);
    judge(either, {}, { approval_enabled: true });
    expect(either.omitted.size).toBe(0);
    judge(given, { approval_enabled: false }, { approval_enabled: false });
    judge(given, { approval_enabled: true }, { approval_enabled: true });
    expect(given.omitted.size).toBe(0);
  });

  it('watches echo for what was given and kept for what was not', () => {
    const { watched } = judge(found(), { description: 'x' }, { description: 'x' });
    expect(watched).toEqual(expect.arrayContaining(['effect/echo/description', 'effect/kept/ports']));
    expect(watched).not.toContain('effect/kept/description');
    expect(watched).not.toContain('effect/echo/ports');
  });

  it('accepts the effect of any body that a request may mean, and no other', () => {
    const bodies = [{ description: 'first' }, { description: 'second' }];
    for (const [shown, breached] of [
      ['first', []],
      ['second', []],
      ['third', ['effect/echo/description']],
    ] as const) {
      const service = found();
      const reply = { value: { ...initial, description: shown }, sentAt: 20, endedAt: 30 };
      expect(service.accepted(bodies, reply, false).findings.map(({ requirement }) => requirement)).toEqual(breached);
    }
  });

  it('takes what a departing reply shows as the state from then on', () => {
    const service = found();
    judge(service, { description: 'sent' }, { description: 'other' });
    expect(judge(service, {}, { description: 'other' }).breached).toEqual([]);
    expect(judge(service, {}, { description: 'sent' }).breached).toEqual(['effect/kept/description']);
  });

  it('calls strange what an omitted member shows and this run never sent', () => {
    const service = found();
    judge(service, { description: 'mine' }, { description: 'mine' });
    expect(judge(service, {}, { description: 'of somebody else' }).strange).toEqual(['description']);
    expect(judge(service, {}, { description: 'As found' }).strange).toEqual([]);
    expect(judge(service, {}, { description: '' }).strange).toEqual([]);
  });
});

describe('Service, on decorated names (R15)', () => {
  it('learns the prefix from the first name, and requires it to stay', () => {
    const service = foundOnly();
    expect(judge(service, { service_name: 'a' }, { service_name: `eu.west.a.${ID}` }).breached).toEqual([]);
    expect(service.prefix).toBe('eu.west');
    expect(judge(service, { service_name: 'b' }, { service_name: `eu.west.b.${ID}` }).breached).toEqual([]);
    expect(judge(service, { service_name: '' }, { service_name: `eu.west.${ID}` }).breached).toEqual([]);
    expect(judge(service, { service_name: 'c' }, { service_name: `us.c.${ID}` }).breached).toEqual([
      'effect/echo/service_name',
    ]);
  });

  it('decodes the name that was found', () => {
    const service = new Service(ID, new SentValues(documentedOperation()), settlingTime());
    service.found({ ...initial, service_name: `eu.found.${ID}` });
    judge(service, { service_name: 'a' }, { service_name: `eu.a.${ID}` });
    expect(judge(service, { service_name: 'found' }, { service_name: `eu.found.${ID}` }).breached).toEqual([]);
    expect(service.explains([{ name: 'service_name', expected: [], shown: `eu.found.${ID}` }])).toBe(true);
  });

  it('requires replies to show one form of a name, and reads too (R15)', () => {
    const service = foundOnly();
    expect(judge(service, {}, { service_name: `eu.${initial['service_name'] as string}.${ID}` }).breached).toEqual([]);
    expect(service.oneForm(initial, 'read')).toEqual([]);
    expect(service.oneForm({ service_name: '' }, 'read')).toEqual([]);
    expect(service.oneForm({ service_name: `eu.a.${ID}` }, 'read')).toMatchObject([
      { requirement: 'effect/name-form', expected: 'a bare name, as in every other read' },
    ]);
    expect(judge(service, { service_name: 'a' }, { service_name: 'a' }).breached).toEqual(['effect/name-form']);
  });

  it('learns the prefix from a read if replies show the bare name', () => {
    const service = foundOnly();
    judge(service, { service_name: 'a' }, { service_name: 'a' });
    service.learn({ service_name: `eu.west.a.${ID}` });
    expect(service.prefix).toBe('eu.west');
  });

  it('keeps a decorated name that is omitted', () => {
    const service = foundOnly();
    judge(service, { service_name: 'a' }, { service_name: `eu.a.${ID}` });
    expect(judge(service, {}, { service_name: `eu.a.${ID}` }).breached).toEqual([]);
    expect(judge(service, {}, { service_name: `eu.b.${ID}` }).breached).toEqual(['effect/kept/service_name']);
  });
});

describe('Service, on its other members', () => {
  it.each(['vpc_id', 'pool_id', 'server_type', 'tags'])('requires %s to stay', (name) => {
    expect(
      judge(found(), { description: 'x' }, { description: 'x', [name]: name === 'tags' ? [{ key: 'a' }] : 'other' })
        .breached,
    ).toEqual([`effect/constant/${name}`]);
  });

  it('lets them follow another port_id', () => {
    expect(judge(found(), { port_id: OTHER_PORT }, { port_id: OTHER_PORT, vpc_id: 'other' }).breached).toEqual([]);
  });

  it('requires an omitted vip_port_id to be kept, and does not compare one that is given', () => {
    const service = found();
    expect(judge(service, { vip_port_id: 'v1' }, { vip_port_id: 'v1' }).breached).toEqual([]);
    expect(judge(service, {}, { vip_port_id: 'v2' }).breached).toEqual(['effect/kept/vip_port_id']);
    expect(judge(service, { vip_port_id: 'v3' }, { vip_port_id: 'v3' }).breached).toEqual([]);
  });
});

describe('Service, on times (R26)', () => {
  const later = 20 + settlingTime();

  it('requires created_at to stay', () => {
    expect(judge(found(), {}, { created_at: '2022-04-14T09:35:48Z' }).breached).toEqual(['reply/created_at/constant']);
  });

  it('requires updated_at not to precede it', () => {
    expect(judge(found(), {}, { updated_at: '2022-04-14T09:35:46Z' }).breached).toEqual([
      'reply/updated_at/not-before-created',
    ]);
  });

  it('requires updated_at to move on with a change made more than a second later', () => {
    const { breached, watched } = judge(found(), { description: 'x' }, { description: 'x' }, { at: later });
    expect(breached).toEqual(['reply/updated_at/moves-on']);
    expect(watched).toContain('reply/updated_at/moves-on');
    const moved = { description: 'x', updated_at: '2022-04-15T09:35:49Z' };
    expect(judge(found(), { description: 'x' }, moved, { at: later }).breached).toEqual([]);
    const back = { description: 'x', updated_at: '2022-04-15T09:35:46Z' };
    expect(judge(found(), { description: 'x' }, back, { at: later }).breached).toEqual(['reply/updated_at/moves-on']);
  });

  it.each<[string, JsonObject, JsonObject, number]>([
    ['a change within the second', { description: 'x' }, { description: 'x' }, later - 20],
    ['the same value again', { description: 'As found' }, {}, later],
    ['the same mappings in another order', { ports: [pair(20), pair(10)] }, {}, later],
    ['an empty update', {}, {}, later],
  ])('requires nothing of updated_at after %s', (_name, body, shown, at) => {
    const { breached, watched } = judge(found(), body, shown, { at });
    expect(breached).toEqual([]);
    expect(watched).not.toContain('reply/updated_at/moves-on');
  });

  it('compares with the last reply that is more than a second old, not with the last one', () => {
    const service = found();
    for (let at = 100; at < later; at += 200)
      judge(service, { description: `at ${at}` }, { description: `at ${at}` }, { at });
    expect(judge(service, { description: 'x' }, { description: 'x' }, { at: later }).breached).toEqual([
      'reply/updated_at/moves-on',
    ]);
  });

  it('compares with the last reply if that is more than a second old, however soon it came after another', () => {
    const service = found();
    const moved = { updated_at: '2022-04-15T09:35:49Z' };
    judge(service, { description: 'one' }, { description: 'one', ...moved }, { at: 200 });
    judge(service, { description: 'two' }, { description: 'two', updated_at: '2022-04-15T09:35:50Z' }, { at: 220 });
    const stands = { description: 'x', updated_at: '2022-04-15T09:35:50Z' };
    const { breached } = judge(service, { description: 'x' }, stands, { at: 220 + later });
    expect(breached).toEqual(['reply/updated_at/moves-on']);
  });

  it('counts from the end of the earlier reply to the sending of the change', () => {
    const change = { description: 'x' };
    expect(judge(found(), change, change, { at: 10 + settlingTime() }).breached).toEqual(['reply/updated_at/moves-on']);
    expect(judge(found(), change, change, { at: 9 + settlingTime() }).breached).toEqual([]);
  });

  it('remembers through a long series when updated_at last moved on', () => {
    const service = found();
    const moves = (n: number): JsonObject => ({
      description: `${n}`,
      updated_at: new Date(Date.UTC(2023, 0, 1) + n * 1_000).toISOString().replace('.000', ''),
    });
    for (let n = 1; n <= 30; n += 1) {
      const shown = moves(n);
      expect(judge(service, { description: `${n}` }, shown, { at: n * 300 }).breached).toEqual([]);
    }
    const stuck = { ...moves(25), description: 'stuck' };
    expect(judge(service, { description: 'stuck' }, stuck, { at: 31 * 300 }).breached).toEqual([
      'reply/updated_at/moves-on',
    ]);
    expect(service.writes).toBe(32);
  });

  it('does without updated_at', () => {
    const service = new Service(ID, new SentValues(documentedOperation()), settlingTime());
    const { updated_at: _left, ...without } = initial;
    service.found(without);
    service.accepted([{}], { value: without, sentAt: 0, endedAt: 10 }, false);
    const reply = { value: { ...without, description: 'x' }, sentAt: later, endedAt: later + 1 };
    expect(service.accepted([{ description: 'x' }], reply, false).findings).toEqual([]);
  });
});
