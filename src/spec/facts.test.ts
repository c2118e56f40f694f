import { describe, expect, it } from 'vitest';
import type { RowFacts, TableFacts } from './data.js';
import { document, documentFacts, schemas } from './document.js';
import { assertions } from '../shared/keywords.js';
import type { Schema } from './schema.js';
import { createValidator } from './validator.js';

/** The component that a table describes. */
function componentOf({ table, anchor }: TableFacts): string {
  if (anchor === 'response_PortList') return 'ResponsePortList';
  const name = /^(?:request|response)_([A-Za-z]+)(?:_\d+)?$/.exec(anchor ?? '')?.[1];
  if (name === undefined) throw new Error(`table ${table} describes no component`);
  return name;
}

/** The demands of a schema on its own instance, as far as they can be compared with a row. */
function demands(schema: Schema): object {
  const { default: fallback, items, $ref } = schema;
  return {
    ...Object.fromEntries(assertions.flatMap((name) => (schema[name] === undefined ? [] : [[name, schema[name]]]))),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(items?.$ref === undefined ? {} : { items: items.$ref }),
    ...($ref === undefined ? {} : { $ref }),
    rules: [...(schema['x-rules'] ?? []), ...(schema['x-state-rules'] ?? [])].map(({ id }) => id),
  };
}

const types: Readonly<Record<string, string>> = { String: 'string', Boolean: 'boolean', Integer: 'integer' };
const moment = { format: 'date-time', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$' };
const tagText = '^(?:[^=*<>\\\\,|/ ](?:[^=*<>\\\\,|/]*[^=*<>\\\\,|/ ])?)?$';

/** The demands of a row, as printed. */
function printedDemands(row: RowFacts, table: TableFacts): object {
  const target = documentFacts.tables.find(({ anchor }) => anchor === row.refersTo);
  const reference = target === undefined ? undefined : `#/components/schemas/${componentOf(target)}`;
  if (row.type.endsWith(' object')) return { $ref: reference };
  if (row.type.startsWith('Array of ')) return { type: 'array', items: reference };
  const fallback = row.default ?? row.defaultInWords;
  const listed = row.type === 'String' && row.format === undefined ? row.values : undefined;
  const lengths = row.type === 'Integer' ? (['minimum', 'maximum'] as const) : (['minLength', 'maxLength'] as const);
  return {
    type: types[row.type],
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(listed === undefined ? {} : { enum: listed }),
    ...(row.minLength === undefined ? {} : { [lengths[0]]: row.minLength }),
    ...(row.maxLength === undefined ? {} : { [lengths[1]]: row.maxLength }),
    ...(row.format === 'UUID' ? { format: 'uuid' } : {}),
    ...(row.format?.startsWith('YYYY') === true ? moment : {}),
    ...(row.forbidden?.join('') === '<>' ? { pattern: '^[^<>]*$' } : {}),
    ...(row.noBlankAtEnds === true ? { pattern: tagText } : {}),
    ...(row.allowed?.includes('hyphen') === true ? { pattern: '^[A-Za-z0-9_-]*$' } : {}),
    // R27: the value of a tag is printed with a minimum of 1 and is said to be allowed to be empty.
    ...(row.mayBeEmpty === true ? { minLength: 0 } : {}),
    // R25: the document's own spelling of gateway is kept beside the right one.
    ...(table.table === 5 && row.name === 'service_type' ? { enum: ['interface', 'gateway', 'gataway'] } : {}),
  };
}

/** The rules that a row states in words, and those that readings derive from it. */
function printedRules(row: RowFacts, table: TableFacts): readonly string[] {
  const ofReadings: Readonly<Record<string, readonly string[]>> = {
    '3 port_id': ['same-kind-of-resource'],
    '5 id': ['matches-path'],
    '5 project_id': ['matches-path'],
    '5 created_at': ['constant'],
    '5 updated_at': ['not-before-created', 'moves-on'],
  };
  return [
    ...(row.distinct === true ? ['distinct-mappings'] : []),
    ...(row.conflict === true && table.status === null ? ['sibling-conflict'] : []),
    ...(row.onlyWhen === undefined ? [] : ['only-vip']),
    ...(ofReadings[`${table.table} ${row.name}`] ?? []),
  ];
}

const bodies = documentFacts.tables.filter(({ table }) => table >= 3);

describe.each(bodies.map((table) => [table.table, table] as const))('table %i', (number, table) => {
  const schema = schemas[componentOf(table)] ?? {};

  it('has the rows of its component, in order', () => {
    expect(Object.keys(schema.properties ?? {})).toEqual(table.rows.map(({ name }) => name));
  });

  it.each(table.rows.map((row) => [row.name, row] as const))('%s demands what is printed, and no more', (name, row) => {
    const property = schema.properties?.[name] ?? {};
    const lists = {
      ...(row.maxItems === undefined ? {} : { maxItems: row.maxItems }),
      ...(row.distinct === true ? { uniqueItems: true } : {}),
    };
    // R28: the texts of an error are not empty.
    const notEmpty = number >= 9 && number % 2 === 1 ? { minLength: 1 } : {};
    expect(demands(property)).toEqual({
      ...printedDemands(row, table),
      ...lists,
      ...notEmpty,
      rules: printedRules(row, table),
    });
    if (number <= 9) expect(property['x-clause']).toEqual({ table: number, row: name });
  });

  it('demands the members that are mandatory', () => {
    const mandatory = table.rows.filter((row) => row.mandatory === true).map(({ name }) => name);
    const byReading: Readonly<Record<string, readonly string[]>> = {
      // R23: the members of the documented example; R27, R28.
      ServiceResp: Object.keys(exampleOf('200')),
      TagList: ['key'],
      FailedRsp: ['error'],
      Error: ['message', 'code'],
    };
    const want = byReading[componentOf(table)] ?? mandatory;
    expect([...(schema.required ?? [])].sort()).toEqual([...want].sort());
  });
});

const [path, operation] = Object.entries(document.paths).map(([name, { put }]) => [name, put] as const)[0] ?? [];

function exampleOf(status: string): object {
  const example = operation?.responses[status]?.content['application/json']?.examples?.['document']?.value;
  if (typeof example !== 'object' || example === null) throw new Error(`no example for ${status}`);
  return example;
}

describe('tables 1 and 2', () => {
  const [parameters, headers] = documentFacts.tables;

  it('give the path parameters', () => {
    expect(path).toBe(documentFacts.path);
    expect(Object.values(document.components.parameters)).toMatchObject(
      (parameters?.rows ?? []).map(({ name, mandatory }) => ({
        name,
        in: 'path',
        required: mandatory,
        schema: { type: 'string' },
        'x-clause': { table: 1, row: name },
      })),
    );
  });

  it('give the headers, one as credentials and one as media type of the body', () => {
    expect(headers?.rows.map(({ name, mandatory }) => [name, mandatory])).toEqual([
      ['X-Auth-Token', true],
      ['Content-Type', true],
    ]);
    expect(document.components.securitySchemes).toMatchObject({
      token: { type: 'apiKey', in: 'header', name: 'X-Auth-Token', 'x-clause': { table: 2, row: 'X-Auth-Token' } },
    });
    expect(operation?.requestBody).toMatchObject({
      required: true,
      content: { 'application/json': { 'x-clause': { table: 2, row: 'Content-Type' } } },
    });
  });
});

describe('the status codes', () => {
  it('are those of the operation', () => {
    expect(Object.keys(operation?.responses ?? {})).toEqual(documentFacts.statuses.map(({ status }) => String(status)));
  });

  it.each(documentFacts.statuses.map(({ status }) => [status]))(
    '%i answers with the table under its heading',
    (status) => {
      const response = operation?.responses[String(status)];
      const media = response?.content['application/json'];
      const table = documentFacts.tables.find((candidate) => candidate.status === status);
      if (table === undefined) throw new Error(`no table for ${status}`);
      expect(response?.['x-clause']).toEqual({ section: 'Status codes', row: String(status) });
      expect(media?.['x-clause']).toEqual({ table: table.table });
      expect(media?.schema.$ref).toBe(`#/components/schemas/${componentOf(table)}`);
    },
  );
});

describe('the examples of the document', () => {
  const validator = createValidator(schemas);

  it('are valid', () => {
    const request = operation?.requestBody.content['application/json']?.examples?.['document']?.value;
    expect(request).toMatchObject({ approval_enabled: true, service_name: 'test', ports: [{ server_port: 22 }, {}] });
    expect(validator.validate('UpdateEndpointServiceRequestBody', request)).toEqual([]);
    expect(validator.validate('ServiceResp', exampleOf('200'))).toEqual([]);
  });
});

describe('what a row says in words', () => {
  const rows = documentFacts.tables.flatMap(({ table, rows }) =>
    rows.map((row) => [`${table} ${row.name}`, row] as const),
  );

  it.each(rows)('of %s is what it prints as a bound or a default', (_, row) => {
    if (row.maxLengthInWords !== undefined) expect(row.maxLength).toBe(row.maxLengthInWords);
    if (row.range !== undefined) expect([row.minLength, row.maxLength]).toEqual(row.range);
    if (row.default !== undefined && row.defaultInWords !== undefined) {
      expect([row.defaultInWords, JSON.stringify(row.defaultInWords)]).toContain(JSON.stringify(row.default));
    }
    expect(row.description).not.toBe('');
  });
});

describe('a text with a forbidden character', () => {
  const validator = createValidator(schemas);
  const rows = bodies
    .filter(({ table }) => table <= 7)
    .flatMap((table) => table.rows.map((row) => [componentOf(table), row] as const))
    .flatMap(([component, row]) => (row.forbidden ?? []).map((sign) => [component, row.name, sign] as const));

  it.each(rows)('is refused as %s, %s: %s', (component, name, sign) => {
    const found = (text: string) =>
      validator
        .validate(component, { [name]: text })
        .filter(({ pointer, keyword }) => pointer === `/${name}` && keyword === 'pattern');
    expect(found(`a${sign}b`)).toHaveLength(1);
    expect(found('a b')).toHaveLength(0);
  });
});
