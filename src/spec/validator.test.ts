import { describe, expect, it } from 'vitest';
import type { Json } from '../shared/json.js';
import { schemas } from './document.js';
import type { Schema } from './schema.js';
import { createValidator } from './validator.js';

const validator = createValidator(schemas);

/** The violations of a request body, each as `pointer keyword`. */
function complaints(body: Json): readonly string[] {
  return validator
    .validate('UpdateEndpointServiceRequestBody', body)
    .map(({ pointer, keyword }) => `${pointer} ${keyword}`);
}

const parse = (text: string): Json => JSON.parse(text) as Json;
const mapping = (port: number): Json => ({ client_port: port, server_port: port });

describe('the request body', () => {
  it.each<[string, Json]>([
    ['nothing', {}],
    [
      'every member',
      {
        approval_enabled: false,
        service_name: 'A-z_0123456789ab',
        ports: [{ client_port: 1, server_port: 65535, protocol: 'TCP' }],
        port_id: '4189d3c2-8882-4871-a3c2-d380272eed88',
        vip_port_id: 'x',
        description: '\u4e2d\u6587, "quoted" & doubled  blanks \n',
      },
    ],
    ['an empty name, an empty list, an empty text', { service_name: '', ports: [], description: '' }],
    ['200 mappings', { ports: Array.from({ length: 200 }, (_, i) => mapping(i + 1)) }],
    [
      'mappings that share one port',
      {
        ports: [
          { client_port: 1, server_port: 80 },
          { client_port: 2, server_port: 80 },
        ],
      },
    ],
    ['an incomplete mapping', { ports: [{}] }],
    ['64 characters outside the BMP', { vip_port_id: '\u{1F600}'.repeat(64) }],
    ['unknown members', { Service_Name: 5, extra: null, ports: [{ extra: [] }] }],
    ['an integer that is written as a fraction', { ports: [parse('{"client_port":80.0}')] }],
  ])('may hold %s', (_, body) => expect(complaints(body)).toEqual([]));

  it.each<[string, Json, readonly string[]]>([
    ['null', null, [' type']],
    ['a list', [], [' type']],
    [
      'null for every member',
      { approval_enabled: null, service_name: null, ports: null, port_id: null, vip_port_id: null, description: null },
      [
        '/approval_enabled type',
        '/service_name type',
        '/ports type',
        '/port_id type',
        '/vip_port_id type',
        '/description type',
      ],
    ],
    ['a boolean as text', { approval_enabled: 'true' }, ['/approval_enabled type']],
    ['a name of 17', { service_name: 'a'.repeat(17) }, ['/service_name maxLength']],
    ['a name with a dot', { service_name: 'a.b' }, ['/service_name pattern']],
    ['a name with a line break at its end', { service_name: 'ab\n' }, ['/service_name pattern']],
    ['a name with a letter outside ASCII', { service_name: '\u0430bc' }, ['/service_name pattern']],
    ['an empty vip_port_id', { vip_port_id: '' }, ['/vip_port_id minLength']],
    ['a vip_port_id of 65', { vip_port_id: 'x'.repeat(65) }, ['/vip_port_id maxLength']],
    ['a port_id that is not a UUID', { port_id: 'port' }, ['/port_id format']],
    ['an angle bracket late in a text', { description: `${'x'.repeat(1000)}>` }, ['/description pattern']],
    ['201 mappings', { ports: Array.from({ length: 201 }, (_, i) => mapping(i + 1)) }, ['/ports maxItems']],
    ['a mapping that is not an object', { ports: [mapping(1), 80] }, ['/ports/1 type']],
    ['port 0', { ports: [{ client_port: 0 }] }, ['/ports/0/client_port minimum']],
    ['port -0', { ports: [parse('{"server_port":-0}')] }, ['/ports/0/server_port minimum']],
    ['port 65536', { ports: [{ server_port: 65536 }] }, ['/ports/0/server_port maximum']],
    ['a fraction of a port', { ports: [{ client_port: 80.5 }] }, ['/ports/0/client_port type']],
    ['a port of 1e400', { ports: [parse('{"client_port":1e400}')] }, ['/ports/0/client_port type']],
    ['another protocol', { ports: [{ protocol: 'tcp' }] }, ['/ports/0/protocol enum']],
    [
      'the same mapping twice, far apart',
      {
        ports: [...Array.from({ length: 150 }, (_, i) => mapping(i + 1)), parse('{"server_port":3.0,"client_port":3}')],
      },
      ['/ports uniqueItems'],
    ],
  ])('may not hold %s', (_, body, want) => expect(complaints(body)).toEqual(want));
});

describe('a complaint', () => {
  it('names the place in the document, even across a reference', () => {
    const [error] = validator.validate('UpdateEndpointServiceRequestBody', { ports: [{ client_port: 0 }] });
    expect(error).toEqual({
      pointer: '/ports/0/client_port',
      keyword: 'minimum',
      schemaPointer: '/components/schemas/PortList/properties/client_port/minimum',
      message: 'must be >= 1',
      params: { comparison: '>=', limit: 1 },
    });
  });

  it('about a doubled item names both places', () => {
    const [error] = validator
      .validate('ServiceResp', { ports: [mapping(5), mapping(6), mapping(5)] })
      .filter(({ keyword }) => keyword === 'uniqueItems');
    expect(error).toMatchObject({
      pointer: '/ports',
      schemaPointer: '/components/schemas/ServiceResp/properties/ports/uniqueItems',
      params: { i: 2, j: 0 },
    });
  });

  it('about a missing member names it', () => {
    expect(validator.validate('FailedRsp', { error: { code: 'x' } })).toMatchObject([
      { pointer: '/error', keyword: 'required', params: { missingProperty: 'message' } },
    ]);
  });

  it('is made for a required member that only the prototype has', () => {
    const properties: Record<string, Schema> = Object.fromEntries([['toString', { type: 'string' as const }]]);
    const own: Schema = { type: 'object', required: ['toString'], properties };
    const strict = createValidator({ A: own });
    expect(strict.validate('A', {})).toMatchObject([{ keyword: 'required' }]);
  });
});

describe('a reply', () => {
  const times = (created_at: string): readonly string[] =>
    validator
      .validate('ServiceResp', { created_at })
      .filter(({ pointer }) => pointer === '/created_at')
      .map(({ keyword }) => keyword);
  const tags = (tag: Json): readonly string[] =>
    validator.validate('TagList', tag).map(({ pointer, keyword }) => `${pointer} ${keyword}`);

  it.each<[string, readonly string[]]>([
    ['2022-04-14T09:35:47Z', []],
    ['2022-02-30T09:35:47Z', ['format']],
    ['2022-04-14T09:35:47.000Z', ['pattern']],
    ['2022-04-14T09:35:47+00:00', ['pattern']],
    ['2022-0414T09:35:47Z', ['pattern', 'format']],
  ])('created at %s breaks %j', (text, want) => expect([...times(text)].sort()).toEqual([...want].sort()));

  it.each<[Json, readonly string[]]>([
    [{ key: 'k' }, []],
    [{ key: 'a b', value: '' }, []],
    [{ key: '\u4e2d'.repeat(36), value: 'v'.repeat(43) }, []],
    [{ value: 'v' }, [' required']],
    [{ key: '' }, ['/key minLength']],
    [{ key: 'k'.repeat(37), value: 'v'.repeat(44) }, ['/key maxLength', '/value maxLength']],
    [{ key: ' k', value: 'v ' }, ['/key pattern', '/value pattern']],
    [{ key: 'k', value: ' ' }, ['/value pattern']],
    ...['=', '*', '<', '>', '\\', ',', '|', '/'].map((sign): [Json, readonly string[]] => [
      { key: `a${sign}b`, value: sign },
      ['/key pattern', '/value pattern'],
    ]),
  ])('with the tag %j breaks %j', (tag, want) => expect(tags(tag)).toEqual(want));
});

describe('a schema that is not strict', () => {
  it.each<[string, object, RegExp]>([
    ['a misspelt keyword', { type: 'string', maxLenght: 5 }, /properties\/m: the keyword maxLenght is not supported/],
    ['a keyword of another type', { type: 'string', maximum: 5 }, /strictTypes/],
    ['an unknown format', { type: 'string', format: 'hostname' }, /the keyword format cannot be "hostname"/],
    [
      'a value that the keyword cannot have',
      { type: 'string', maxLength: 'five' },
      /the keyword maxLength cannot be "five"/,
    ],
    ['a reference that leads nowhere', { $ref: '#/components/schemas/Nobody' }, /leads to no schema: Nobody/],
    ['an invalid pattern', { type: 'string', pattern: '[' }, /the keyword pattern cannot be/],
  ])('is refused: %s', (_, schema, message) => {
    const parent = { A: { type: 'object', properties: { m: schema as Schema } } } as const;
    expect(() => createValidator(parent).compile('A')).toThrow(message);
  });

  it('is refused if a required member is not described', () => {
    expect(() => createValidator({ A: { type: 'object', required: ['m'] } }).compile('A')).toThrow(/strictRequired/);
  });
});

it('refuses the name of an unknown component', () => {
  expect(() => validator.validate('Nobody', {})).toThrow('the document has no schema Nobody');
});
