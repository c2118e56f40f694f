import { describe, expect, it } from 'vitest';
import type { Json } from '../shared/json.js';
import { schemas } from './document.js';
import { createRuleChecker } from './rules.js';
import { createValidator } from './validator.js';

const checker = createRuleChecker(schemas);
const breaches = (ports: Json): readonly string[] =>
  checker.check('UpdateEndpointServiceRequestBody', { ports }).map(({ pointer, keyword }) => `${pointer} ${keyword}`);

const short = (port: number): Json => ({ client_port: port, server_port: port });
const long = (port: number): Json => ({ client_port: port, server_port: port, protocol: 'TCP' });

describe('distinct-mappings', () => {
  it.each<[string, Json, readonly string[]]>([
    ['equal through an omitted protocol', [short(1), long(1)], ['/ports/1 distinct-mappings']],
    ['the same the other way round', [long(1), short(1)], ['/ports/1 distinct-mappings']],
    [
      'far apart',
      [short(9), ...Array.from({ length: 150 }, (_, i) => long(i + 10)), long(9)],
      ['/ports/151 distinct-mappings'],
    ],
    ['incomplete ones', [{}, { protocol: 'TCP' }], ['/ports/1 distinct-mappings']],
    [
      'two that clash with a third',
      [short(1), long(1), long(1)],
      ['/ports/1 distinct-mappings', '/ports/2 distinct-mappings'],
    ],
    ['exactly equal ones, which are no business of this rule', [short(1), short(1)], []],
    ['another protocol', [short(1), { client_port: 1, server_port: 1, protocol: 'UDP' }], []],
    ['other ports', [short(1), long(2)], []],
    [
      'one port shared',
      [
        { client_port: 1, server_port: 2 },
        { client_port: 1, server_port: 3, protocol: 'TCP' },
      ],
      [],
    ],
    ['items that are no objects', [1, 1, null], []],
    ['no list', { '0': short(1) }, []],
  ])('judges %s', (_, ports, want) => expect(breaches(ports)).toEqual(want));

  it('stands where no keyword complains', () => {
    const body = { ports: [short(1), long(1)] };
    expect(createValidator(schemas).validate('UpdateEndpointServiceRequestBody', body)).toEqual([]);
    expect(checker.check('UpdateEndpointServiceRequestBody', body)).toEqual([
      {
        pointer: '/ports/1',
        keyword: 'distinct-mappings',
        schemaPointer: '/components/schemas/UpdateEndpointServiceRequestBody/properties/ports/x-rules/0',
        message: 'Two mappings are not equal through a protocol that one of them leaves out',
        params: {},
      },
    ]);
  });

  it('holds for the reply too, and has nothing to say of other components', () => {
    expect(checker.check('ServiceResp', { ports: [long(1), short(1)] })).toMatchObject([{ pointer: '/ports/1' }]);
    expect(checker.check('FailedRsp', { ports: [long(1), short(1)] })).toEqual([]);
  });
});

describe('a rule', () => {
  const stated = { id: 'odd', says: 'Every text is odd', clause: { table: 3 } };

  it('is applied at every index and member that it stands under', () => {
    const own = createRuleChecker(
      {
        A: { type: 'object', properties: { 'l/s': { type: 'array', items: { $ref: '#/components/schemas/B' } } } },
        B: { type: 'object', properties: { t: { type: 'string', 'x-rules': [stated] } } },
      },
      { odd: (value) => (value === 'even' ? [''] : []) },
    );
    expect(own.check('A', { 'l/s': [{ t: 'odd' }, { t: 'even' }, {}, 5, { t: 'even' }] })).toMatchObject([
      { pointer: '/l~1s/1/t', keyword: 'odd', message: 'Every text is odd' },
      { pointer: '/l~1s/4/t' },
    ]);
  });

  it('that has no predicate is refused when the checker is made', () => {
    const schema = { type: 'string', 'x-rules': [stated] } as const;
    expect(() => createRuleChecker({ A: schema })).toThrow('/components/schemas/A: no rule is known as "odd"');
    expect(() => createRuleChecker({ A: { ...schema, 'x-rules': [{ ...stated, id: 'toString' }] } })).toThrow(
      '"toString"',
    );
  });

  it('is not looked for under a component that is not there', () => {
    expect(() => checker.check('Nobody', {})).toThrow('the document has no schema Nobody');
  });
});
