import { describe, expect, it } from 'vitest';
import { compareFacts } from './compare-facts.js';
import { printedFacts } from './printed-facts.js';

const cell = (tag: 'th' | 'td', ...paragraphs: readonly string[]): string =>
  `<${tag} class="cellrowborder" width="20%">${paragraphs.map((text) => `<p>${text}</p>`).join('\n')}\n</${tag}>\n`;
const row = (tag: 'th' | 'td', ...cells: readonly (readonly string[])[]): string =>
  `<tr>${cells.map((paragraphs) => cell(tag, ...paragraphs)).join('')}</tr>\n`;
const table = (header: readonly string[], ...rows: readonly (readonly (readonly string[])[])[]): string =>
  `<table><thead align="left">${row('th', ...header.map((text) => [text]))}</thead>\n<tbody>${rows.map((cells) => row('td', ...cells)).join('')}</tbody>\n</table>\n`;

const page = [
  '# 修改<a name="ChangeThing"></a>',
  'PUT /v1/\\{thing\\_id\\}',
  '**表 1**  请求Body参数',
  '<a name="request_Thing"></a>',
  table(
    ['参数', '是否必选', '参数类型', '描述'],
    [
      ['name'],
      ['否'],
      ['String'],
      [
        '名称，长度不大于8，允许传入大小写字母、数字、下划线。',
        '最小长度：<strong>0</strong>',
        '最大长度：<strong>8</strong>',
      ],
    ],
    [['on'], ['是'], ['Boolean'], ['● false：关。 ● true：开。 默认为true。', '缺省值：<strong>true</strong>']],
    [
      ['list'],
      ['否'],
      ['Array of <a href="#request_Part">Part</a> objects'],
      ['不允许重复的端口映射。 若共用一个port_id， 则server_port和protocol的组合不能重复， 单次最多添加7个。'],
    ],
  ),
  '**表 2**  Part',
  '<a name="request_Part"></a>',
  table(
    ['参数', '是否必选', '参数类型', '描述'],
    [
      ['port'],
      ['否'],
      ['Integer'],
      ['端口，范围1-9。', '最小长度：<strong>1</strong>', '最大长度：<strong>9</strong>'],
    ],
    [['protocol'], ['否'], ['String'], ['端口映射协议，支持TCP。', '缺省值：<strong>TCP</strong>']],
    [['note'], ['否'], ['String'], ['描述字段，支持中英文字母、数字等字符，不支持“&lt;”或“&gt;”字符。']],
  ),
  '**状态码： 200**',
  '**表 3**  响应Body参数',
  '<a name="response_Thing"></a>',
  table(
    ['参数', '参数类型', '描述'],
    [['id'], ['String'], ['格式为通用唯一识别码。 ● LB类型：甲。 ● VM类型：乙。']],
    [
      ['kind'],
      ['String'],
      [
        '方式： ● TCP TOA：甲。 ● Proxy Protocol：乙。 参数的取值包括： ● close：关。 ● both_open：开。 默认值为“close”。',
      ],
    ],
    [['vip'], ['String'], ['仅当“port_id”为“VIP类型”时，返回该参数。']],
    [['at'], ['String'], ['采用UTC时间格式，格式为：YYYY-MMDD']],
    [['tag'], ['String'], ['最大长度5个unicode字符，可以为空字符串。 不能包含“=”、“\\”和“/”，且首尾字符不能为空格。']],
    [['key'], ['String'], ['key不能为空。']],
  ),
  '<a name="status_code"></a>',
  table(['状态码 ', '描述'], [['200'], ['好']], [['400'], ['坏']]),
].join('\n\n');

const printed = printedFacts(page);

describe('the facts of a page', () => {
  it('are read off its tables', () => {
    expect(printed).toEqual({
      operation: 'ChangeThing',
      method: 'PUT',
      path: '/v1/{thing_id}',
      tables: [
        {
          table: 1,
          title: 'request body',
          anchor: 'request_Thing',
          status: null,
          rows: [
            {
              name: 'name',
              mandatory: false,
              type: 'String',
              minLength: 0,
              maxLength: 8,
              maxLengthInWords: 8,
              allowed: ['letters of either case', 'digits', 'underscore'],
            },
            {
              name: 'on',
              mandatory: true,
              type: 'Boolean',
              default: true,
              defaultInWords: 'true',
              values: ['false', 'true'],
            },
            {
              name: 'list',
              mandatory: false,
              type: 'Array of Part objects',
              refersTo: 'request_Part',
              maxItems: 7,
              distinct: true,
              conflict: true,
            },
          ],
        },
        {
          table: 2,
          title: 'Part',
          anchor: 'request_Part',
          status: null,
          rows: [
            { name: 'port', mandatory: false, type: 'Integer', minLength: 1, maxLength: 9, range: [1, 9] },
            { name: 'protocol', mandatory: false, type: 'String', default: 'TCP', values: ['TCP'] },
            {
              name: 'note',
              mandatory: false,
              type: 'String',
              allowed: ['Chinese and English letters', 'digits and other characters'],
              forbidden: ['<', '>'],
            },
          ],
        },
        {
          table: 3,
          title: 'reply body',
          anchor: 'response_Thing',
          status: 200,
          rows: [
            { name: 'id', type: 'String', format: 'UUID', values: ['LB', 'VM'] },
            { name: 'kind', type: 'String', values: ['close', 'both_open'], defaultInWords: 'close' },
            { name: 'vip', type: 'String', onlyWhen: 'port_id is of the VIP type' },
            { name: 'at', type: 'String', format: 'YYYY-MMDD' },
            {
              name: 'tag',
              type: 'String',
              maxLengthInWords: 5,
              mayBeEmpty: true,
              forbidden: ['=', '\\', '/'],
              noBlankAtEnds: true,
            },
            { name: 'key', type: 'String', mayBeEmpty: false },
          ],
        },
      ],
      statuses: [{ status: 200 }, { status: 400 }],
    });
  });
});

describe('comparing facts with a page', () => {
  const facts = {
    ...printed,
    tables: printed.tables.map((one) => ({
      ...one,
      rows: one.rows.map((fact) => ({ ...fact, description: 'Ours.' })),
    })),
    statuses: printed.statuses.map((one) => ({ ...one, description: 'Ours.' })),
  };
  const changed = (from: string, to: string): readonly string[] => {
    if (!page.includes(from)) throw new Error(`the page does not hold ${from}`);
    return compareFacts(facts, printedFacts(page.replace(from, to)));
  };

  it('finds nothing where they agree', () => {
    expect(compareFacts(facts, printed)).toEqual([]);
  });

  it.each([
    [
      '最大长度：<strong>8</strong>',
      '最大长度：<strong>9</strong>',
      'table 1, name: maxLength is 8 among the facts, 9 in print',
    ],
    ['长度不大于8，', '', 'table 1, name: maxLengthInWords is 8 among the facts, absent in print'],
    ['是</p>', '否</p>', 'table 1, on: mandatory is true among the facts, false in print'],
    ['支持TCP', '支持UDP', 'table 2, protocol: values is ["TCP"] among the facts, ["UDP"] in print'],
    ['“\\”和', '和', 'table 3, tag: forbidden is ["=","\\\\","/"] among the facts, ["=","/"] in print'],
    ['<p>vip</p>', '<p>vips</p>', 'table 3, vips: printed, but not among the facts'],
    ['**表 2**  Part', '**表 2**  Piece', 'table 2: title is "Part" among the facts, "Piece" in print'],
    ['<p>400</p>', '<p>404</p>', 'the status codes: list is [200,400] among the facts, [200,404] in print'],
    ['PUT /v1', 'POST /v1', 'the document: method is "PUT" among the facts, "POST" in print'],
  ])('finds that %s has become %s', (from, to, difference) => {
    expect(changed(from, to)).toContain(difference);
  });

  it('finds rows that changed places', () => {
    const swapped = { ...printed, tables: printed.tables.map((one) => ({ ...one, rows: [...one.rows].reverse() })) };
    expect(compareFacts(facts, swapped)).toHaveLength(3);
    expect(compareFacts(facts, swapped)[0]).toMatch(/^the order is table 1, name; .* printed is table 1, list;/);
  });
});
