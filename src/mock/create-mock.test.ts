import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ask, askRaw, pathOf, type AskedRequest } from './ask.fixture.js';
import { createMock, describeMock, type MockServer } from './index.js';

let mock: MockServer = await createMock();
afterAll(() => mock.close());
beforeEach(async () => {
  await mock.close();
  mock = await createMock();
});

const firstId = () => mock.serviceIds[0] ?? '';
const mapping = (client_port: unknown, server_port: unknown, further = {}) => ({
  client_port,
  server_port,
  ...further,
});
const many = (count: number) => Array.from({ length: count }, (_, n) => mapping(10_000 + n, 20_000 + n));

describe('a clock', () => {
  it.each([1, 1_000])('may have seconds of %s ms', async (secondMs) => {
    const fast = await createMock({ secondMs });
    const shown = async () => Date.parse(String((await ask(fast, { body: {} })).json['updated_at']));
    const first = await shown();
    await sleep(20);
    const passed = (await shown()) - first;
    expect(fast.secondMs).toBe(secondMs);
    expect(passed).toBeGreaterThanOrEqual(secondMs === 1 ? 19_000 : 0);
    await fast.close();
  });
});

describe('a valid update', () => {
  const bodies: [string, Record<string, unknown>][] = [
    ['nothing', {}],
    ['approval_enabled true', { approval_enabled: true }],
    ['approval_enabled false', { approval_enabled: false }],
    ['a name of 16', { service_name: 'Name_of-LENGTH16' }],
    ['an empty name', { service_name: '' }],
    ['no mapping', { ports: [] }],
    ['200 mappings', { ports: many(200) }],
    ['both ends of the ports', { ports: [mapping(1, 65_535), mapping(65_535, 1)] }],
    ['swapped ports', { ports: [mapping(5, 6), mapping(6, 5)] }],
    ['a mapping without ports', { ports: [{}] }],
    ['an empty description', { description: '' }],
    ['a long description', { description: '描'.repeat(5_000) }],
    ['odd characters', { description: ' a & "b" \\ \t\n\0 😀 e\u0301 ' }],
    ['a vip_port_id of 64 code points', { vip_port_id: '😀'.repeat(64) }],
    ['another port_id', { port_id: '3F2504E0-4f89-41d3-9a0c-0305e82c3301' }],
  ];
  it.each(bodies)('of %s is stored, echoed and read back', async (_, body) => {
    const before = mock.snapshot(firstId());
    const { status, json, headers } = await ask(mock, { body });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json');
    const { ports, vip_port_id: vip, ...shown } = body;
    const want = {
      ...shown,
      ...(Array.isArray(ports) ? { ports: ports.map((m: object) => ({ protocol: 'TCP', ...m })) } : {}),
    };
    expect(json).toMatchObject(want);
    expect((await ask(mock, { method: 'GET' })).json).toEqual(json);
    const after = mock.snapshot(firstId());
    expect(after).toMatchObject({ ...want, ...(vip === undefined ? {} : { vip_port_id: vip }) });
    const kept = Object.entries(before).filter(([name]) => !Object.hasOwn(body, name) && name !== 'updated_at');
    expect(after).toMatchObject(Object.fromEntries(kept));
  });

  it('ignores unknown members, and shows vip_port_id only for a VIP backend', async () => {
    const { status, json } = await ask(mock, {
      body: '{"__proto__":{"description":"no"},"status":"failed","vip_port_id":"v"}',
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: 'available', description: 'Service number 1' });
    expect(json).not.toHaveProperty('vip_port_id');
  });

  it('takes the last of two members with one name, and 80.0 as 80', async () => {
    const { json } = await ask(mock, {
      body: '{"description":"a","description":"b","ports":[{"client_port":80.0,"server_port":8e1}]}',
    });
    expect(json).toMatchObject({ description: 'b', ports: [{ client_port: 80, server_port: 80, protocol: 'TCP' }] });
  });

  it('moves updated_at and never created_at, in whole seconds', async () => {
    const before = mock.snapshot(firstId());
    const { json } = await ask(mock, { body: { description: 'moved' } });
    expect(json['updated_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(json['updated_at']).not.toBe(before.updated_at);
    expect(json['created_at']).toBe(before.created_at);
  });
});

describe('an invalid update', () => {
  const bodies: [string, unknown, string?][] = [
    ['null', null],
    ['a list', []],
    ['approval_enabled as text', { approval_enabled: 'true' }, 'approval_enabled'],
    ['approval_enabled null', { approval_enabled: null }, 'approval_enabled'],
    ['a name of 17', { service_name: 'x'.repeat(17) }, 'service_name'],
    ['a name with a line break after it', { service_name: 'x\n' }, 'service_name'],
    ['a name with a non-ASCII letter', { service_name: 'é' }, 'service_name'],
    ['a name null', { service_name: null }, 'service_name'],
    ['a tag', { description: 'a<b' }, 'description'],
    ['an end of a tag', { description: 'a>b' }, 'description'],
    ['201 mappings', { ports: many(201) }, 'ports'],
    ['equal mappings far apart', { ports: [...many(150), ...many(1)] }, 'ports'],
    ['mappings equal through the default', { ports: [mapping(1, 2), mapping(1, 2, { protocol: 'TCP' })] }, 'ports'],
    ['port 0', { ports: [mapping(0, 1)] }, 'client_port'],
    ['port 65536', { ports: [mapping(1, 65_536)] }, 'server_port'],
    ['a fraction', { ports: [mapping(1.5, 1)] }, 'client_port'],
    ['a port as text', { ports: [mapping('80', 1)] }, 'client_port'],
    ['-0', '{"ports":[{"client_port":-0}]}', 'client_port'],
    ['1e400', '{"ports":[{"server_port":1e400}]}', 'server_port'],
    ['UDP', { ports: [mapping(1, 1, { protocol: 'UDP' })] }, 'protocol'],
    ['tcp', { ports: [mapping(1, 1, { protocol: 'tcp' })] }, 'protocol'],
    ['a mapping null', { ports: [null] }, 'ports'],
    ['a port_id in braces', { port_id: '{3f2504e0-4f89-41d3-9a0c-0305e82c3301}' }, 'port_id'],
    ['an empty vip_port_id', { vip_port_id: '' }, 'vip_port_id'],
    ['a vip_port_id of 65', { vip_port_id: 'v'.repeat(65) }, 'vip_port_id'],
    ['no body', undefined],
    ['a blank body', ' '],
    ['malformed JSON', '{"description":"x",}'],
    ['a byte order mark', '\ufeff{}'],
    ['bytes that are not UTF-8', Buffer.from('{"description":"\xff"}', 'latin1')],
    ['more than 1 MiB', `{"description":"${'x'.repeat(1_048_576)}"}`],
  ];
  it.each(bodies)('with %s is answered with 400 and changes nothing', async (_, body, names) => {
    const before = mock.snapshot(firstId());
    const valid = { approval_enabled: true, description: 'valid half', service_name: 'valid' };
    const whole = typeof body === 'object' && body !== null && !Array.isArray(body) && !Buffer.isBuffer(body);
    const { status, json } = await ask(mock, { body: whole ? { ...valid, ...body } : body });
    expect(status).toBe(400);
    expect(json).toEqual({
      error: {
        code: expect.stringMatching(/^EndPoint\.\d{4}$/) as string,
        message: expect.stringContaining(names ?? '') as string,
      },
    });
    expect(mock.snapshot(firstId())).toEqual(before);
  });
});

describe('credentials, path, methods and headers', () => {
  const id = () => firstId();
  const requests: [string, () => AskedRequest, number][] = [
    ['no token', () => ({ headers: { 'X-Auth-Token': undefined } }), 401],
    ['an empty token', () => ({ headers: { 'X-Auth-Token': '' } }), 401],
    ['an unknown token', () => ({ headers: { 'X-Auth-Token': `${mock.token}x` } }), 401],
    ['the token in lower case', () => ({ headers: { 'X-Auth-Token': mock.token.toLowerCase() } }), 401],
    ["another project's token", () => ({ headers: { 'X-Auth-Token': mock.foreignToken } }), 403],
    ['another project in the path', () => ({ path: pathOf(mock, id(), mock.foreignProjectId) }), 403],
    ['an unknown service', () => ({ path: pathOf(mock, '3f2504e0-4f89-41d3-9a0c-0305e82c3301') }), 404],
    ['a service id that is not a UUID', () => ({ path: pathOf(mock, 'nothing') }), 404],
    ['the service id in upper case', () => ({ path: pathOf(mock, id().toUpperCase()) }), 404],
    ['a trailing slash', () => ({ path: `${pathOf(mock)}/` }), 404],
    ['a query string', () => ({ path: `${pathOf(mock)}?x=1` }), 200],
    ['POST', () => ({ method: 'POST' }), 405],
    ['PATCH', () => ({ method: 'PATCH' }), 405],
    ['an Accept of XML', () => ({ headers: { Accept: 'application/xml' } }), 406],
    ['an Accept with a quality of 0 for JSON', () => ({ headers: { Accept: 'application/json;q=0, */*' } }), 406],
    [
      'an Accept with a low quality for JSON',
      () => ({ headers: { Accept: 'text/html, application/json;q=0.1' } }),
      200,
    ],
    ['no Content-Type', () => ({ headers: { 'Content-Type': undefined } }), 400],
    ['a Content-Type of text', () => ({ headers: { 'Content-Type': 'text/plain' } }), 400],
    ['an unknown charset', () => ({ headers: { 'Content-Type': 'application/json; charset=latin-9' } }), 400],
    ['a charset of UTF-8', () => ({ headers: { 'Content-Type': 'application/json;charset=UTF-8' } }), 200],
    ['Prefer: code=200', () => ({ headers: { Prefer: 'code=200' } }), 200],
    ['Prefer: code=418', () => ({ headers: { Prefer: 'code=418' } }), 200],
  ];
  it.each(requests)('%s', async (_, given, want) => {
    const { status, json, headers } = await ask(mock, { body: { description: 'x' }, ...given() });
    expect(status).toBe(want);
    expect(headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
    if (want !== 200) {
      expect(json).toEqual({
        error: { code: expect.stringMatching(/^EndPoint\./) as string, message: expect.stringMatching(/./) as string },
      });
      expect(mock.snapshot(firstId()).description).toBe('Service number 1');
    }
    if (want === 405) expect(headers['allow']).toBe('GET, PUT');
  });

  it.each([400, 401, 403, 404, 405, 406, 407, 408, 409, 500, 501, 502, 503, 504])('Prefer: code=%i', async (want) => {
    const { status, json } = await ask(mock, { headers: { Prefer: `code=${want}` }, body: { description: 'x' } });
    expect(status).toBe(want);
    expect(json).toEqual({
      error: { code: expect.stringMatching(/^EndPoint\./) as string, message: expect.stringMatching(/./) as string },
    });
    expect(mock.snapshot(firstId()).description).toBe('Service number 1');
  });
});

describe('several services', () => {
  it('have backends of their own, except for the sibling, and are updated separately', async () => {
    const [first = '', second = ''] = mock.serviceIds;
    const sibling = mock.siblingServiceId ?? '';
    expect(mock.snapshot(first).port_id).not.toBe(mock.snapshot(second).port_id);
    expect(mock.snapshot(sibling).port_id).toBe(mock.snapshot(first).port_id);
    const others = [second, sibling].map((id) => mock.snapshot(id));
    expect((await ask(mock, { body: { description: 'mine', ports: [mapping(1, 2)] } })).status).toBe(200);
    expect([second, sibling].map((id) => mock.snapshot(id))).toEqual(others);
  });

  it.each([{}, { protocol: 'TCP' }])('conflict over a pair of the sibling (%j)', async (further) => {
    const taken = mock.snapshot(mock.siblingServiceId ?? '').ports[0]?.server_port;
    const before = mock.snapshot(firstId());
    const body = { description: 'no', ports: [...many(3), mapping(1, taken, further)] };
    expect(await ask(mock, { body })).toMatchObject({ status: 409, json: { error: { code: 'EndPoint.3044' } } });
    expect(mock.snapshot(firstId())).toEqual(before);
    expect((await ask(mock, { path: pathOf(mock, mock.serviceIds[1]), body })).status).toBe(200);
  });

  it('are as many as requested, with the same ids for the same seed', async () => {
    const given = { services: 3, sibling: false, seed: 7 };
    const one = await createMock(given);
    const two = await createMock(given);
    expect(one.serviceIds).toHaveLength(3);
    expect(one.siblingServiceId).toBeNull();
    expect(one.portIds.length).toBeGreaterThanOrEqual(2);
    const { url: _, ...description } = describeMock(one);
    expect(describeMock(two)).toMatchObject(description);
    expect(one.token).not.toBe(mock.token);
    await Promise.all([one.close(), two.close()]);
  });
});

describe('HTTP', () => {
  const head = (first: string, ...further: string[]) =>
    [
      first,
      'Host: mock',
      `X-Auth-Token: ${mock.token}`,
      'Content-Type: application/json',
      ...further,
      'Connection: close',
      '',
      '',
    ].join('\r\n');
  const put = (...further: string[]) => head(`PUT ${pathOf(mock)} HTTP/1.1`, ...further);
  const requests: [string, () => string, RegExp][] = [
    ['a chunked body', () => `${put('Transfer-Encoding: chunked')}2\r\n{}\r\n0\r\n\r\n`, /^HTTP\/1\.1 200 /],
    [
      'Expect: 100-continue',
      () => `${put('Expect: 100-continue', 'Content-Length: 2')}{}`,
      /^HTTP\/1\.1 100 .*\r\n\r\nHTTP\/1\.1 200 /,
    ],
    ['an unknown Expect', () => `${put('Expect: a-miracle', 'Content-Length: 2')}{}`, /^HTTP\/1\.1 417 /],
    ['the token twice', () => `${put(`X-Auth-Token: ${mock.token}`, 'Content-Length: 2')}{}`, /^HTTP\/1\.1 400 /],
    ['two lengths', () => `${put('Content-Length: 2', 'Content-Length: 3')}{}`, /^HTTP\/1\.1 400 [\s\S]*EndPoint/],
    ['a malformed request line', () => head('PUT'), /^HTTP\/1\.1 400 [\s\S]*EndPoint/],
    ['an over-long path', () => head(`PUT /${'a'.repeat(20_000)} HTTP/1.1`), /^HTTP\/1\.1 400 [\s\S]*EndPoint/],
  ];
  it.each(requests)('%s', async (_, text, want) => {
    expect(await askRaw(mock, text())).toMatch(want);
    expect((await ask(mock, { body: {} })).status).toBe(200);
  });

  it.each([
    [{ services: -1 }, 'createMock: services must be a whole number from 0, not -1'],
    [{ services: 1.5 }, 'createMock: services must be a whole number from 0, not 1.5'],
    [{ seed: NaN }, 'createMock: seed must be a whole number from 0, not NaN'],
    [{ latencyMs: -5 }, 'createMock: latencyMs must be from 0 to 2147483647, not -5'],
    [{ latencyMs: Infinity }, 'createMock: latencyMs must be from 0 to 2147483647, not Infinity'],
    [{ secondMs: 0 }, 'createMock: secondMs must be above 0 and at most 2147483647, not 0'],
  ])('refuses %j', async (options, message) => {
    await expect(createMock(options)).rejects.toThrow(new RangeError(message));
  });

  it('counts requests', async () => {
    const before = mock.requests;
    await Promise.all([ask(mock, { body: {} }), ask(mock, { method: 'GET' })]);
    expect(mock.requests).toBe(before + 2);
  });

  it('drops connections when it is closed', async () => {
    await ask(mock, { body: {} });
    await mock.close();
    await expect(ask(mock, { body: {} })).rejects.toThrow();
  });
});
