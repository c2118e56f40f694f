import { describe, expect, it } from 'vitest';
import { engine } from '../../engine.js';
import type { JsonObject } from '../../shared/json.js';
import type { VariantId } from '../../mock/index.js';
import { altered, configOf, held, judge, mock, server, targetOf } from '../../run.fixture.js';
import { documentedOperation } from '../../operation/documented.js';
import { departures, departureText } from './departures.js';
import { killed } from '../killed.fixture.js';
import { restoringBody, whyNotRestorable } from './restoring-body.js';

const operation = documentedOperation();
const ID = '4189d3c2-8882-4871-a3c2-d380272eed83';
const state: JsonObject = {
  id: ID,
  approval_enabled: false,
  service_name: 'name',
  ports: [{ client_port: 1, server_port: 2, protocol: 'TCP' }],
  port_id: '5189d3c2-8882-4871-a3c2-d380272eed83',
  description: 'text',
  status: 'available',
};

describe('the update that puts a state back', () => {
  const { id: _id, status: _status, ...settable } = state;

  it('holds every member that an update sets, and no other', () => {
    expect(restoringBody(operation, state, ID, null)).toEqual({ body: settable, details: [] });
  });

  it.each([
    [`eu.name.${ID}`, 'eu', 'name'],
    [`eu.${ID}`, 'eu', ''],
    [`eu.${ID}`, null, ''],
    [`eu.west.name.${ID}`, 'eu.west', 'name'],
    [`eu.west.name.${ID}`, null, 'name'],
    [`eu.name.${ID}`, null, 'name'],
    ['name', 'eu', 'name'],
    ['', null, ''],
  ])('strips the decoration of the name %s', (service_name, prefix, name) => {
    const { body, details } = restoringBody(operation, { ...state, service_name }, ID, prefix);
    expect({ name: body['service_name'], details }).toEqual({ name, details: [] });
  });

  it('says that a name that cannot be sent must be set by hand', () => {
    const { body, details } = restoringBody(
      operation,
      { ...state, service_name: 'a name set by someone else' },
      ID,
      null,
    );
    expect(Object.keys(body)).not.toContain('service_name');
    expect(details).toEqual([
      'service_name "a name set by someone else" is not a name that can be sent: set it by hand',
    ]);
  });

  it('clears a description that was not shown', () => {
    const { description: _left, ...without } = state;
    expect(restoringBody(operation, without, ID, null).body['description']).toBe('');
  });

  it('sends no member of a mapping that only replies hold', () => {
    const mapping = { client_port: 1, server_port: 2, protocol: 'TCP' };
    const ports = [{ mapping_id: 'a', ...mapping }, { server_port: 3 }];
    expect(restoringBody(operation, { ...state, ports }, ID, null).body['ports']).toEqual([
      mapping,
      { server_port: 3 },
    ]);
  });

  it('sets a vip_port_id that was shown', () => {
    expect(restoringBody(operation, { ...state, vip_port_id: 'vip' }, ID, null).body['vip_port_id']).toBe('vip');
  });

  it('says that more than 200 mappings cannot be sent', () => {
    const ports = Array.from({ length: 201 }, (_, n) => ({ client_port: n + 1, server_port: n + 1, protocol: 'TCP' }));
    expect(restoringBody(operation, { ...state, ports }, ID, null).details).toEqual([
      '201 mappings: an update takes at most 200',
    ]);
  });
});

describe('departures', () => {
  it.each<[string, JsonObject, string[]]>([
    ['nothing', {}, []],
    ['updated_at and status', { updated_at: 'later', status: 'failed' }, []],
    ['the order of mappings', { ports: [{ protocol: 'TCP', server_port: 2, client_port: 1 }] }, []],
    ['a mapping', { ports: [] }, ['ports is [], and was [{"client_port":1,"server_port":2,"protocol":"TCP"}]']],
    ['a description', { description: '' }, ['description is "", and was "text"']],
    ['approval_enabled', { approval_enabled: true }, ['approval_enabled is true, and was false']],
    ['a name', { service_name: 'eu.name' }, ['service_name is "eu.name", and was "name"']],
  ])('finds %s', (_name, read, want) => {
    expect(
      departures(operation, state, { ...state, ...read }, { serviceId: ID, prefix: null }).map(departureText),
    ).toEqual(want);
  });

  it('finds another vip_port_id, if there was one', () => {
    const vip = { ...state, vip_port_id: 'vip' };
    expect(
      departures(operation, vip, { ...state, vip_port_id: 'other' }, { serviceId: ID, prefix: null }).map(
        departureText,
      ),
    ).toEqual(['vip_port_id is "other", and was "vip"']);
    expect(departures(operation, vip, state, { serviceId: ID, prefix: null }).map(departureText)).toEqual([
      'vip_port_id is absent, and was "vip"',
    ]);
    expect(departures(operation, state, vip, { serviceId: ID, prefix: null })).toEqual([]);
  });

  it('takes an absent description for an empty one, and a decorated name for the bare one', () => {
    const { description: _left, ...without } = state;
    expect(departures(operation, { ...state, description: '' }, without, { serviceId: ID, prefix: null })).toEqual([]);
    expect(
      departures(operation, state, { ...state, service_name: `eu.name.${ID}` }, { serviceId: ID, prefix: 'eu' }),
    ).toEqual([]);
  });
});

describe('a state that can be put back', () => {
  it('shows the four members that every reply has', () => {
    expect(whyNotRestorable(operation, state, ID)).toBeNull();
    for (const name of ['approval_enabled', 'service_name', 'port_id', 'ports']) {
      const { [name]: _left, ...without } = state;
      expect(whyNotRestorable(operation, without, ID)).toBe(`it shows no ${name}`);
      expect(whyNotRestorable(operation, { ...state, [name]: null }, ID)).toBe(`it shows no ${name}`);
    }
  });

  it.each<[string, JsonObject, RegExp]>([
    ['no mappings', { ports: ['80'] }, /^\/ports\/0: /],
    ['ports as strings', { ports: [{ client_port: '1', server_port: 2 }] }, /^\/ports\/0\/client_port: /],
    ['a switch as a string', { approval_enabled: 'true' }, /^\/approval_enabled: /],
    ['an id that is not a UUID', { port_id: 'port' }, /^\/port_id: /],
    ['a description that may not be sent', { description: 'a <b>' }, /^\/description: /],
    ['a name that may not be sent', { service_name: 'not a name' }, /set it by hand/],
    ['a mapping twice', { ports: [{ server_port: 2 }, { server_port: 2, protocol: 'TCP' }] }, /^\/ports\/1: /],
    ['a vip_port_id that is too long', { vip_port_id: 'v'.repeat(65) }, /^\/vip_port_id: /],
  ])('does not hold %s', (_what, other, why) => {
    expect(whyNotRestorable(operation, { ...state, ...other }, ID)).toMatch(why);
  });

  it('may hold null, which is absent and never sent', () => {
    const ports = [{ client_port: 1, server_port: 2, protocol: null }];
    const nulls = { ...state, description: null, vip_port_id: null, ports };
    expect(whyNotRestorable(operation, nulls, ID)).toBeNull();
    expect(restoringBody(operation, nulls, ID, null).body).toEqual({
      ...restoringBody(operation, state, ID, null).body,
      description: '',
      ports: [{ client_port: 1, server_port: 2 }],
    });
    expect(departures(operation, nulls, { ...state, description: '' }, { serviceId: ID, prefix: null })).toEqual([]);
  });
});

describe('restore, after a run that was killed', () => {
  it('puts every service back, and may be repeated', async () => {
    const { target, before, reportDir } = await killed();
    const config = await configOf(targetOf(target));
    expect((await engine.restore(reportDir, config)).map(({ outcome }) => outcome)).toEqual(['restored', 'restored']);
    expect(held(target)).toEqual(before);
    expect((await engine.restore(reportDir, config)).map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
  });

  it.each<[variant: VariantId, name: string]>([
    ['decorated-names', 'mine'],
    ['decorated-names', ''],
    ['decorated-names-dotted-prefix', 'mine'],
    ['decorated-names-dotted-prefix', ''],
  ])('puts back a name that it has only seen decorated: %s, %j', async (variant, name) => {
    const { target, before, reportDir } = await killed([variant], name);
    const config = await configOf(targetOf(target));
    expect((await engine.restore(reportDir, config)).map(({ outcome }) => outcome)).toEqual(['restored', 'restored']);
    expect(held(target)).toEqual(before);
  });

  it('reports members that differ though no update sets them, and a vip_port_id that was never shown', async () => {
    const { target, reportDir } = await killed();
    const url = await altered(target, (_method, shown) => ({ ...shown, pool_id: 'another', status: 'failed' }));
    const [first] = await engine.restore(reportDir, await configOf({ ...targetOf(target), url }));
    expect(first?.outcome).toBe('restored');
    expect(first?.details).toEqual([
      expect.stringMatching(/^pool_id is "another", and was ".*": no update sets it$/),
      'status is "failed", and was "available": no update sets it',
      'vip_port_id was not shown: it cannot be told whether it is unchanged',
    ]);
  });

  it('says what to send if the target refuses', async () => {
    const { target, reportDir } = await killed();
    const config = await configOf({ ...targetOf(target), token: 'expired' });
    const failure = await engine.restore(reportDir, config).catch((error: unknown) => error);
    const told = failure instanceof Error ? failure.message : JSON.stringify(failure);
    expect(told).toMatch(/refuses the credentials \(401\)|answered 401/);
    expect(told).not.toContain('expired');
  });

  it('proves by reading that a service is as it was, and says so if it is not', async () => {
    const { target, reportDir } = await killed();
    const url = await altered(target, (_method, shown) => ({ ...shown, description: 'Never put back' }));
    const reports = await engine.restore(reportDir, await configOf({ ...targetOf(target), url }));
    expect(reports.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
    expect(reports[0]?.details.join('\n')).toMatch(/description is "Never put back", and was "Service number 1"/);
    expect(reports[0]?.details.join('\n')).toMatch(/send it again: PUT \/v1\/.*"service_name":"service-1"/);
  });
});

describe('a run whose restore fails', () => {
  it('ends with 2, names the services, and says what to send', async () => {
    const target = await mock();
    let locked = false;
    const url = await server((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        // From the update on that puts the first service back, nothing more is stored.
        locked ||= body.includes('"service-1"') && body.includes('Service number 1');
        const refused = locked && request.method !== 'GET';
        const headers = Object.fromEntries(
          Object.entries(request.headers).flatMap(([name, value]) =>
            typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name)
              ? [[name, value]]
              : [],
          ),
        );
        void fetch(`${target.url}${request.url ?? ''}`, {
          method: request.method ?? 'GET',
          headers,
          ...(request.method === 'GET' ? {} : { body: refused ? '{"description":"<"}' : body }),
        }).then(async (reply) => {
          response.writeHead(reply.status, { 'Content-Type': 'application/json' }).end(await reply.text());
        });
      });
    });
    const report = await judge({ ...targetOf(target), url }, { only: ['effect/cleared', 'effect/restored'] });
    expect(locked).toBe(true);
    expect(report.restore.map(({ outcome }) => outcome)).toContain('failed');
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(report.because.join(' ')).toContain('not restored: ');
    expect(report.restore.flatMap(({ details }) => details).join(' ')).toContain('send it again: PUT /v1/');
  });
});
