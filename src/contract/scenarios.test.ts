import { beforeEach, describe, expect, it } from 'vitest';
import { bodiesOf, sentBy, contextWith, OWN_PORT_ID, portsOf, textOf } from './context.fixture.js';
import { openBy } from './openness.js';
import { thenAnEmptyOne } from './followed.js';
import * as given from './scenarios.js';
import type { JsonObject } from '../shared/json.js';
import type { Sent } from './case.js';
import { body } from './sent.js';
import { markedName, markOfSeed } from '../shared/run-mark.js';
import { nearValues } from './near-values.js';

describe('changes', () => {
  it('that must not be stored carry values that show', () => {
    expect(bodiesOf(given.aChange())).toEqual([{ description: 'Not to be stored', service_name: 'not-stored' }]);
    expect(bodiesOf(given.aStoredChange('here'))).toEqual([{ description: 'Stored here' }]);
  });

  it('are good, empty and bad', () => {
    const texts = sentBy(given.anyUpdate()).map(textOf);
    expect(texts).toEqual([
      '{"description":"Not to be stored","service_name":"not-stored"}',
      '{}',
      '{"approval_enabled":false}',
      expect.stringContaining('"server_port":43001'),
      '{"service_name":"not legal"}',
      '{"ports":[{"client_port":0,"server_port":43100}]}',
      '',
      '{"description":',
      '[]',
      'null',
    ]);
  });
});

it('an empty update follows each case, which starts from the baseline', () => {
  const [sent] = sentBy(thenAnEmptyOne(body({ description: 'a' })));
  expect(sent).toMatchObject({ shape: 'followed', prepare: 'baseline' });
});

describe('everyCombination', () => {
  let sent: Sent[];
  let sets: string[][];
  beforeEach(() => {
    sent = sentBy(given.everyCombination());
    sets = bodiesOf(given.everyCombination()).map((one) => Object.keys(one));
  });
  const members = ['approval_enabled', 'service_name', 'ports', 'port_id', 'vip_port_id', 'description'];
  const has = (...names: string[]): boolean =>
    sets.some((set) => set.length === names.length && names.every((name) => set.includes(name)));

  it('sends each member alone, each pair, all but one, and all', () => {
    for (const a of members) {
      expect(has(a), a).toBe(true);
      expect(has(...members.filter((name) => name !== a)), `all but ${a}`).toBe(true);
      for (const b of members) if (a !== b) expect(has(a, b), `${a} and ${b}`).toBe(true);
    }
    expect(sets.filter((set) => set.length === 6)).toHaveLength(2);
    expect(sets).toHaveLength(6 + 15 + 6 + 2);
  });

  it('writes members in either order, and changes every value from one case to the next', () => {
    expect(sets.at(-2)).toEqual(sets.at(-1));
    expect(sets[27]?.toReversed()).toEqual(members);
    expect(new Set(sent.map(({ body: bytes }) => bytes)).size).toBe(sent.length);
    const orders = new Set(sets.filter((set) => set.length === 2).map((set) => set.indexOf('description')));
    expect(orders).toEqual(new Set([-1, 0, 1]));
  });

  it('starts every third from the baseline', () => {
    expect(sent.map(({ prepare }) => prepare).slice(0, 6)).toEqual(['baseline', null, null, 'baseline', null, null]);
  });

  it('leaves out what cannot be sent', () => {
    const without = bodiesOf(given.everyCombination(), contextWith({ portId: null, profile: 'production' }));
    expect(without.flatMap((one) => Object.keys(one))).not.toContain('port_id');
    expect(without.flatMap((one) => Object.keys(one))).not.toContain('vip_port_id');
    expect(without).toHaveLength(4 + 6 + 4 + 2);
  });
});

describe('arrangements', () => {
  const one = body({ description: 'x' });
  const shape = (arranged: ReturnType<typeof body>) => {
    const [{ shape: of, prepare } = { shape: null, prepare: null }] = sentBy(arranged);
    return [of, prepare];
  };

  it('determine how a case is sent', () => {
    expect(shape(given.twice(one))).toEqual(['twice', null]);
    expect(shape(given.fromBaseline(one))).toEqual(['single', 'baseline']);
    expect(shape(given.watchingOthers(one))).toEqual(['isolated', 'baseline']);
    expect(bodiesOf(given.twice(one))).toEqual([{ description: 'x' }]);
  });
});

describe('atOnce', () => {
  it('sends two bodies that differ in every member, from the baseline, as often as asked', () => {
    const races = sentBy(given.atOnce(3));
    expect(races).toHaveLength(3);
    const seen = new Set<string>();
    for (const race of races) {
      expect(race).toMatchObject({ shape: 'race', prepare: 'baseline' });
      const [mine] = race.applies;
      expect(Object.keys(mine ?? {}).sort()).toEqual(['approval_enabled', 'description', 'ports', 'service_name']);
      for (const [name, value] of Object.entries(mine ?? {})) expect(race.rival?.[name], name).not.toEqual(value);
      for (const each of [mine, race.rival]) seen.add(JSON.stringify(each));
    }
    expect(seen.size).toBe(6);
  });
});

describe('pairsOfTheSibling', () => {
  const siblingPairs = [
    { server_port: 80, protocol: 'TCP' },
    { server_port: 53, protocol: 'UDP' },
  ];
  let sent: JsonObject[];
  beforeEach(() => {
    sent = bodiesOf(given.pairsOfTheSibling(), contextWith({ siblingPairs }));
  });

  it('holds each pair alone, without its protocol, first, last and beside other members', () => {
    expect(sent.map((one) => portsOf(one))).toEqual([
      ['50001/80/TCP'],
      ['50011/80'],
      ['45000/40000/TCP', '45001/40001/TCP', '45002/40002/TCP', '45003/40003/TCP', '45004/40004/TCP', '50011/80'],
      ['80/80/TCP'],
      ['50001/80/TCP', '45000/40000/TCP', '45001/40001/TCP', '45002/40002/TCP', '45003/40003/TCP', '45004/40004/TCP'],
      ['45000/40000/TCP', '45001/40001/TCP', '45002/40002/TCP', '45003/40003/TCP', '45004/40004/TCP', '50001/80/TCP'],
      ['45000/40000/TCP', '45001/40001/TCP', '50001/80/TCP', '45002/40002/TCP', '45003/40003/TCP', '45004/40004/TCP'],
      ['50001/80/TCP'],
      ['50002/53/UDP'],
      ['53/53/UDP'],
      expect.arrayContaining(['50002/53/UDP']),
      expect.arrayContaining(['50002/53/UDP']),
      expect.arrayContaining(['50002/53/UDP']),
    ]);
    expect(sent[6]).toMatchObject({
      description: 'Not to be stored',
      service_name: 'not-stored',
      approval_enabled: false,
    });
    expect(sent[7]).toMatchObject({ description: '', service_name: '' });
  });

  it('takes at most four pairs, and none if there are none', () => {
    const many = Array.from({ length: 9 }, (_, n) => ({ server_port: n + 1, protocol: 'UDP' }));
    expect(bodiesOf(given.pairsOfTheSibling(), contextWith({ siblingPairs: many }))).toHaveLength(4 * 5 + 1);
    expect(sentBy(given.pairsOfTheSibling())).toEqual([]);
  });
});

describe('mappings', () => {
  it('come in each number, from each start, every other without its defaults', () => {
    const sent = bodiesOf(given.mappings([1, 2], [1, 65_535]));
    expect(sent.map((one) => portsOf(one))).toEqual([
      ['5001/1/TCP'],
      ['5000/65535'],
      ['5001/1/TCP', '5002/2/TCP'],
      ['5000/65535', '5001/1'],
    ]);
    expect(bodiesOf(given.mappings([200])).map((one) => portsOf(one)[0])).toEqual([
      '5001/1/TCP',
      '37700/32700',
      '4765/65300/TCP',
    ]);
  });

  it('come beside every member, and remain while each other member changes', () => {
    const sent = sentBy(given.largeAndFull());
    const said = bodiesOf(given.largeAndFull());
    expect(said.map((one) => Object.keys(one).length)).toEqual([6, 1, 1, 1, 0, 6, 1, 1, 1, 0]);
    expect([0, 5].map((n) => portsOf(said[n] ?? {}).length)).toEqual([101, 200]);
    expect([0, 5].map((n) => portsOf(said[n] ?? {})[0])).toEqual(['29000/24000/TCP', '30000/25000/TCP']);
    expect(said.slice(1, 4)).toEqual([
      { description: 'Beside 101 mappings' },
      { service_name: 'beside-101' },
      { approval_enabled: true },
    ]);
    expect(said[8]).toEqual({ approval_enabled: false });
    for (const n of [1, 2, 3, 4]) expect(sent[n]?.prepare).toEqual(said[0]);
    for (const n of [6, 7, 8, 9]) expect(sent[n]?.prepare).toEqual(said[5]);
    expect([sent[0]?.prepare, sent[5]?.prepare]).toEqual([null, null]);
  });

  it('replace similar ones: in each case one member goes from one value to another', () => {
    const pairs = sentBy(nearValues()).map(({ prepare, applies }) => [prepare, applies[0]] as const);
    expect(pairs).toHaveLength(5 + 11 + 6);
    for (const [from, to] of pairs) {
      expect(from).not.toEqual(to);
      expect(Object.keys(from ?? {})).toEqual(Object.keys(to ?? {}));
      for (const body of [from, to]) expect(openBy(body as JsonObject, contextWith()), JSON.stringify(body)).toBeNull();
    }
    expect(pairs).toContainEqual([{ service_name: 'near-value' }, { service_name: 'Near-Value' }]);
    expect(pairs.slice(16).map(([, to]) => portsOf(to ?? {}))).toEqual([
      ['52001/47000/TCP', '52000/47001/TCP', '52002/47002/TCP'],
      ['52003/47000/TCP', '52001/47001/TCP', '52002/47002/TCP'],
      ['52000/47000/TCP', '52001/47001/TCP', '52002/47003/TCP'],
      ['52000/47000/TCP', '52002/47002/TCP'],
      ['52000/47000/TCP', '52001/47001/TCP', '52002/47002/TCP', '52003/47003/TCP'],
      ['52002/47002/TCP', '52001/47001/TCP', '52000/47000/TCP'],
    ]);
  });

  it('fill a body of a given size', () => {
    const [large] = sentBy(given.legalBodyOf(65_536));
    expect(Buffer.from(large?.body ?? '', 'base64')).toHaveLength(65_536);
    const said = JSON.parse(textOf(large ?? { body: null })) as object;
    expect(large?.applies).toEqual([said]);
    expect(portsOf(large?.applies[0] ?? {})).toHaveLength(200);
    expect(portsOf(large?.applies[0] ?? {})[0]).toBe('50000/45000/TCP');
    const [small] = sentBy(given.legalBodyOf(1));
    expect(textOf(small ?? { body: null })).toBe(JSON.stringify(said));
  });
});

describe('drawn bodies', () => {
  const draws = Array.from({ length: 10 }, (_, n) => ({
    description: `${n}`,
    service_name: 's',
    approval_enabled: true,
  }));
  const context = contextWith({
    bodies: 11,
    draws: (schema, { from, to }) =>
      schema === 'UpdateEndpointServiceRequestBody' ? [...draws, {}].slice(from, to) : [],
  });

  it('come with their members in every order, every eighth from the baseline', () => {
    const sent = sentBy(given.drawnBodies(), context);
    expect(sent.map(({ applies }) => applies[0])).toEqual([...draws, {}]);
    expect(sent.every(({ drawn }) => drawn)).toBe(true);
    expect(sent.map(({ prepare }) => prepare)).toEqual(
      Array.from({ length: 11 }, (_, n) => (n % 8 === 0 ? 'baseline' : null)),
    );
    const orders = bodiesOf(given.drawnBodies(), context).map((one) => Object.keys(one));
    expect(orders.slice(0, 4)).toEqual([
      ['description', 'service_name', 'approval_enabled'],
      ['service_name', 'approval_enabled', 'description'],
      ['approval_enabled', 'description', 'service_name'],
      ['description', 'service_name', 'approval_enabled'],
    ]);
  });
});

describe('drawn bodies of a run on several services', () => {
  const drawn = Array.from({ length: 4 }, (_, n) => ({ description: `${n}`, service_name: 's', ports: [] }));
  const lane = (n: number) => contextWith({ lane: n, lanes: 2, bodies: 4, draws: () => drawn });

  it('are dealt to them in turn', () => {
    const made = [0, 1].map((n) =>
      given
        .drawnBodies()(lane(n))
        .map((sent) => sent?.applies[0] ?? null),
    );
    expect(made).toEqual([
      [drawn[0], null, drawn[2], null],
      [null, drawn[1], null, drawn[3]],
    ]);
  });

  it('can be remade from another draw, with their members in the same order, except what cannot be sent', () => {
    const { origin } = given.drawnBodies();
    const made = origin?.(lane(0), 2);
    expect(made).toMatchObject({ violation: null, nth: 2, alone: null });
    const [sent] = bodiesOf(() => [given.drawnBodies()(lane(0))[2] ?? null]);
    expect(Object.entries(made?.body(drawn[2]) ?? {})).toEqual(Object.entries(sent ?? {}));
    const production = contextWith({ profile: 'production', portId: null });
    expect(origin?.(production, 0)?.body({ vip_port_id: 'v', port_id: OWN_PORT_ID, description: 'd' })).toEqual({
      description: 'd',
    });
  });
});

describe('the example of the document', () => {
  it('is sent as it stands, except for ports that others hold', () => {
    expect(bodiesOf(given.documentedExample())).toEqual([
      {
        approval_enabled: true,
        service_name: 'test',
        ports: [
          { client_port: 8081, server_port: 22, protocol: 'TCP' },
          { client_port: 8082, server_port: 23, protocol: 'TCP' },
        ],
      },
    ]);
    const [without] = bodiesOf(given.documentedExample(), contextWith({ takenPorts: new Set([22]) }));
    expect(portsOf(without ?? {})).toEqual(['8082/23/TCP']);
  });
});

it('the baseline is one more update', () => {
  const [sent] = bodiesOf(given.theBaseline());
  expect(sent).toMatchObject({
    approval_enabled: true,
    service_name: markedName(markOfSeed(1), 'rest'),
    port_id: OWN_PORT_ID,
  });
  expect(portsOf(sent ?? {})).toEqual(['36000/31000/TCP', '36001/31001/TCP', '36002/31002/TCP']);
});
