import { beforeEach, describe, expect, it } from 'vitest';
import { stringify, type JsonObject } from '../shared/json.js';
import { bodiesOf, sentBy, contextWith, OWN_PORT_ID, textOf } from './context.fixture.js';
import * as values from './values.js';

const context = contextWith();
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

describe('values', () => {
  it('hold one mapping to a free port', () => {
    expect(values.onePort(contextWith({ takenPorts: new Set([44_000]) }), 7, { a: 1 })).toEqual({
      ports: [{ client_port: 7, server_port: 44_001, protocol: 'TCP', a: 1 }],
    });
    expect(values.onePort(context, 'x')).toMatchObject({ ports: [{ client_port: 'x', server_port: 44_000 }] });
  });

  it('hold an unknown member in a mapping, even one with an unusual name', () => {
    expect(stringify(values.onePortWithUnknown(context, '__proto__', 1))).toBe(
      '{"ports":[{"client_port":49200,"server_port":44200,"protocol":"TCP","__proto__":1}]}',
    );
  });

  it('share one of two ports, not both', () => {
    const [clients, servers] = values.sharedPorts(context).map((body) => body['ports']);
    expect(clients).toMatchObject([
      { client_port: 49_100, server_port: 44_100 },
      { client_port: 49_100, server_port: 44_101 },
    ]);
    expect(servers).toMatchObject([
      { client_port: 49_100, server_port: 44_100 },
      { client_port: 49_101, server_port: 44_100 },
    ]);
  });

  it('hold an unknown member beside a known one', () => {
    expect(stringify(values.withUnknown('__proto__', { a: 1 }))).toBe(
      '{"description":"Beside an unknown member","__proto__":{"a":1}}',
    );
    expect(values.withUnknown('a', 1, {})).toEqual({ a: 1 });
  });

  it('have the given depth', () => {
    expect(values.nested(3, 'array').text).toBe('[[[]]]');
    expect(values.nested(2, 'object').text).toBe('{"a":{"a":1}}');
    expect(values.lexeme('1e400').text).toBe('1e400');
  });

  it('combine text and bytes', () => {
    expect([...values.bytes('é', [0xff, 0x00], 'a')]).toEqual([0xc3, 0xa9, 0xff, 0x00, 0x61]);
  });

  it('repeat a name, and either value may count', () => {
    const [twice] = sentBy(values.doubled('description', ['a', 'b']));
    expect(textOf(twice ?? { body: null })).toBe('{"description":"a","description":"b"}');
    expect(twice?.applies).toEqual([{ description: 'a' }, { description: 'b' }]);
    const [port] = sentBy(values.doubledPort(7, 8));
    expect(textOf(port ?? { body: null })).toBe(
      '{"ports":[{"client_port":7,"client_port":8,"server_port":44300,"protocol":"TCP"}]}',
    );
    expect(port?.applies).toEqual(
      [7, 8].map((client_port) => ({ ports: [{ client_port, server_port: 44_300, protocol: 'TCP' }] })),
    );
  });
});

describe('equalOddMappings', () => {
  it('are two equal mappings each: without one of their ports or any member, and with one number for both ports', () => {
    expect(values.equalOddMappings(context).map((body) => body['ports'])).toEqual(
      [
        {},
        { client_port: 44_400, server_port: 44_400 },
        { server_port: 44_400, protocol: 'TCP' },
        { client_port: 49_400, protocol: 'TCP' },
        { server_port: 44_400 },
        { client_port: 49_400 },
      ].map((one) => [one, one]),
    );
  });
});

describe('misspeltPortIds', () => {
  let sent: JsonObject[];
  let ids: string[];
  beforeEach(() => {
    sent = values.misspeltPortIds(context);
    ids = sent.map((body) => body['port_id'] as string);
  });

  it('are not UUIDs, each alone and every third also beside another member', () => {
    expect(ids.filter((id) => UUID.test(id))).toEqual([]);
    const alone = sent.filter((body) => Object.keys(body).length === 1).map((body) => body['port_id']);
    const beside = sent.filter((body) => body['description'] === 'Beside a misspelt port_id');
    expect(alone).toEqual([...new Set(ids)]);
    expect(beside.map((body) => body['port_id'])).toEqual(alone.filter((_, n) => n % 3 === 0));
  });

  it('have one thing wrong at either end, in the middle, with the hyphens and with a digit', () => {
    const id = OWN_PORT_ID;
    for (const wrong of [
      ...['0', 'a', 'g', '-', '.', ' ', '\n', '\t', '\r\n', '\u0000', '/', '%20', ',', ';', '-0000'].map((t) => id + t),
      ...[`${id},${id}`, `${id} ${id}`],
      ...['0', ' ', '\n', '\ufeff', '\u200b', 'urn:uuid:', '/'].map((head) => head + id),
      ...[id.slice(0, -1), id.slice(1), id.replaceAll('-', ''), id.replaceAll('-', '_'), id.replaceAll('-', ' ')],
      ...[id.replaceAll('-', '\u2010'), `{${id}}`, `(${id})`, `"${id}"`, `${id.slice(0, -1)}g`, `g${id.slice(1)}`, ''],
      '4189d3c28882-4871-a3c2-d380272eed88',
      '4189d3c2--8882-4871-a3c2-d380272eed88',
      '4189d3c2 8882-4871-a3c2-d380272eed88',
      '\uff14189d3c2-8882-4871-a3c2-d380272eed88',
      'd380272eed88-a3c2-4871-8882-4189d3c2',
    ])
      expect(ids, JSON.stringify(wrong)).toContain(wrong);
    expect(new Set(ids).size).toBe(41);
  });

  it('omit a change that would leave a port_id valid', () => {
    const portId = 'abcdefab-abcd-abcd-abcd-abcdefabcdef';
    const made = values.misspeltPortIds(contextWith({ portId })).map((body) => body['port_id'] as string);
    expect(made.filter((id) => UUID.test(id))).toEqual([]);
    expect(new Set(made).size).toBe(40);
  });

  it('cannot be made without a port_id', () => {
    expect(values.misspeltPortIds(contextWith({ portId: null }))).toEqual([]);
  });
});

describe('otherSpellings', () => {
  let sent: string[];
  beforeEach(() => {
    sent = values.otherSpellings(context).map((draft) => stringify(draft));
  });

  it('spell each name differently, in every way once', () => {
    const names = sent.map((text) => Object.keys(JSON.parse(text) as object)[1]);
    expect(names.filter((name) => name?.toLowerCase().replace(/[^a-z]/g, '') === 'servicename')).toEqual([
      'SERVICE_NAME',
      'Service_name',
      'serviceName',
      'service-name',
      'servicename',
      ' service_name',
      'service_name ',
      'service_name\u0000',
    ]);
    expect(names.filter((name) => name?.toLowerCase().trim().startsWith('ports'))).toEqual([
      'PORTS',
      'Ports',
      ' ports',
      'ports ',
      'ports\u0000',
    ]);
    expect(new Set(names).size).toBe(names.length);
    for (const known of ['approval_enabled', 'service_name', 'ports', 'description'])
      expect(names).not.toContain(known);
  });

  it('carry values that show, beside a known member', () => {
    expect(sent.every((text) => text.startsWith('{"approval_enabled":true,'))).toBe(true);
    expect(sent).toContain('{"approval_enabled":true,"SERVICE_NAME":"other-spelling"}');
    expect(sent).toContain('{"approval_enabled":true,"approvalEnabled":false}');
    expect(sent).toContain('{"approval_enabled":true,"Description":"In another spelling"}');
    expect(sent.find((text) => text.includes('"Ports"'))).toContain('"server_port":47000');
  });
});

it('the bodies of the fixture are those that are sent', () => {
  expect(bodiesOf(values.doubled('a', [1, 1]))).toEqual([{ a: 1 }]);
});
