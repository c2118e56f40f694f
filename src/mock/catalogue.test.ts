import { describe, expect, it } from 'vitest';
import { ask, pathOf, type Answer, type AskedRequest } from './ask.fixture.js';
import type { Change } from './behaviour.js';
import { documented } from './documented.js';
import {
  createMock,
  type FaultId,
  faultId,
  faults,
  type MockOptions,
  type MockServer,
  type VariantId,
  variantId,
  variants,
} from './index.js';

const withMock = async <T>(
  options: Parameters<typeof createMock>[0],
  use: (mock: MockServer) => Promise<T>,
): Promise<T> => {
  const mock = await createMock(options);
  try {
    return await use(mock);
  } finally {
    await mock.close();
  }
};

describe('the catalogue', () => {
  it('has faults and variants of unique ids, over every chapter, each with one sentence', () => {
    const all = [...faults, ...variants];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(faults.length).toBeGreaterThanOrEqual(160);
    expect(variants.length).toBeGreaterThanOrEqual(45);
    expect(new Set(faults.map(({ chapter }) => chapter)).size).toBe(9);
    for (const { id, says } of all) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(says).toMatch(/^\S.*[^.\s]$/);
    }
    expect(new Set(all.map(({ says }) => says)).size).toBe(all.length);
  });

  it('names for each fault the requirements that must catch it', () => {
    for (const { caughtBy } of faults) expect(caughtBy).toMatch(/^[a-z{][\w{},*/-]+$/);
  });

  it.each([...faults, ...variants].map(({ id, change }): [string, Change] => [id, change]))(
    '%s replaces something',
    (_, change) => {
      const changed = Object.entries(change(documented));
      const replaced = changed.filter(([name, hook]) => documented[name as keyof typeof documented] !== hook);
      expect(replaced).not.toEqual([]);
    },
  );

  it('refuses unknown ids and names the nearest', () => {
    expect(() => faultId('name-17-acepted')).toThrow('"name-17-accepted"');
    expect(() => variantId('decorated-name')).toThrow('"decorated-names"');
  });
});

describe('a fault', () => {
  const put = (body: unknown): AskedRequest => ({ body });
  const requests: [FaultId, AskedRequest, (answer: Answer, mock: MockServer) => void][] = [
    ['name-17-accepted', put({ service_name: 'x'.repeat(17) }), ({ status }) => expect(status).toBe(200)],
    ['name-16-rejected', put({ service_name: 'x'.repeat(16) }), ({ status }) => expect(status).toBe(400)],
    ['server-port-65536-accepted', put({ ports: [{ server_port: 65_536 }] }), ({ status }) => expect(status).toBe(200)],
    [
      'ports-cut-at-100',
      put({ ports: Array.from({ length: 101 }, (_, n) => ({ client_port: n + 1 })) }),
      ({ json }) => expect(json['ports']).toHaveLength(100),
    ],
    ['description-trimmed', put({ description: ' x ' }), ({ json }) => expect(json['description']).toBe('x')],
    [
      'token-missing-accepted',
      { headers: { 'X-Auth-Token': undefined }, body: {} },
      ({ status }) => expect(status).toBe(200),
    ],
    ['reply-201', put({}), ({ status }) => expect(status).toBe(201)],
    ['404-html', { path: '/nothing', body: {} }, ({ text }) => expect(text).toContain('<html>')],
    [
      'post-updates',
      { method: 'POST', body: { description: 'x' } },
      ({ status, json }) => expect([status, json['description']]).toEqual([200, 'x']),
    ],
    [
      'lost-description',
      put({ description: 'x' }),
      ({ json }, mock) => {
        expect(json['description']).toBe('x');
        expect(mock.snapshot(mock.serviceIds[0] ?? '').description).toBe('Service number 1');
      },
    ],
    [
      'rejected-valid-half-stored',
      put({ description: 'x', service_name: '<' }),
      ({ status }, mock) => {
        expect(status).toBe(400);
        expect(mock.snapshot(mock.serviceIds[0] ?? '').description).toBe('x');
      },
    ],
    [
      'description-written-to-all',
      put({ description: 'x' }),
      (_, mock) => expect(mock.snapshot(mock.serviceIds[1] ?? '').description).toBe('x'),
    ],
  ];
  it.each(requests)('%s', async (id, given, want) => {
    await withMock({ faults: [id] }, async (mock) => want(await ask(mock, given), mock));
  });

  it('breaks a connection if it says so', async () => {
    await withMock({ faults: ['invalid-utf8-resets'] }, async (mock) => {
      await expect(ask(mock, { body: Buffer.from('{"description":"\xff"}', 'latin1') })).rejects.toThrow();
      expect((await ask(mock, { body: {} })).status).toBe(200);
    });
  });
});

describe('faults and variants together', () => {
  it('are all seen', async () => {
    const options = {
      faults: ['name-17-accepted', 'name-16-rejected', 'description-trimmed', '401-flat'],
      variants: ['decorated-names', 'reversed-ports', 'updated-at-absent', 'get-405'],
    } satisfies MockOptions;
    await withMock(options, async (mock) => {
      const id = mock.serviceIds[0] ?? '';
      const ports = [
        { client_port: 1, server_port: 2, protocol: 'TCP' },
        { client_port: 3, server_port: 4, protocol: 'TCP' },
      ];
      const { status, json } = await ask(mock, { body: { service_name: 'x'.repeat(17), description: ' x ', ports } });
      expect(status).toBe(200);
      expect(json).toMatchObject({
        service_name: `cn-north-4.${'x'.repeat(17)}.${id}`,
        description: 'x',
        ports: [...ports].reverse(),
      });
      expect(json).not.toHaveProperty('updated_at');
      expect((await ask(mock, { body: { service_name: 'x'.repeat(16) } })).status).toBe(400);
      expect((await ask(mock, { headers: { 'X-Auth-Token': 'x' }, body: {} })).json).toHaveProperty('error_code');
      expect((await ask(mock, { method: 'GET' })).status).toBe(405);
    });
  });

  it('keep their own memory in each mock', async () => {
    const repeat = { path: '', body: { description: 'again' } };
    await withMock({ faults: ['repeat-409'] }, (one) =>
      withMock({ faults: ['repeat-409'] }, async (two) => {
        expect((await ask(one, { ...repeat, path: pathOf(one) })).status).toBe(200);
        expect((await ask(two, { ...repeat, path: pathOf(two) })).status).toBe(200);
        expect((await ask(one, { ...repeat, path: pathOf(one) })).status).toBe(409);
      }),
    );
  });
});

describe('a variant of traffic', () => {
  const statuses = async (mock: MockServer, count: number) => {
    const seen: (number | string)[] = [];
    for (let n = 0; n < count; n++) {
      seen.push(
        await ask(mock, { body: {} }).then(
          ({ status }) => status,
          () => 'broken',
        ),
      );
    }
    return seen;
  };

  it.each<[VariantId, number[]]>([
    ['throttled-400', [200, 200, 200, 200, 400, 200]],
    ['throttled-429', [200, 200, 200, 200, 429, 200]],
  ])('%s strikes when it says', async (id, want) => {
    await withMock({ variants: [id] }, async (mock) => expect(await statuses(mock, 6)).toEqual(want));
  });

  it('strikes by chance the same way for the same seed', async () => {
    const run = (seed: number) =>
      withMock({ variants: ['unavailable-5-percent'], seed }, (mock) => statuses(mock, 120));
    expect(await run(3)).toEqual(await run(3));
    expect(await run(3)).toContain(503);
  });

  it.each<VariantId>([
    'in-pieces',
    'connection-close',
    'lower-case-header-names',
    'no-request-id',
    'slow',
    'out-of-order',
  ])('%s gives whole replies', async (id) => {
    await withMock({ variants: [id] }, async (mock) => {
      const { status, json, headers } = await ask(mock, { body: { description: '描述' } });
      expect(status).toBe(200);
      expect(json).toMatchObject({ description: '描述' });
      expect(headers['content-type']).toBe('application/json');
    });
  });

  it('restart drops all connections once and keeps the state', async () => {
    await withMock({ variants: ['restart'] }, async (mock) => {
      await ask(mock, { body: { description: 'kept' } });
      const seen = await statuses(mock, 401);
      expect(seen.filter((status) => status === 'broken').length).toBeGreaterThanOrEqual(1);
      expect((await ask(mock, { method: 'GET' })).json).toMatchObject({ description: 'kept' });
    });
  });

  it.each<VariantId>(['outage-refused', 'outage-503'])('%s closes cleanly while it runs', async (id) => {
    await withMock({ variants: [id] }, async (mock) => expect((await ask(mock, { body: {} })).status).toBe(200));
  });
});
