import type { DocumentFacts, RowFacts, StatusFact, TableFacts } from '../data.js';
import { printedTables, type PrintedRow, type PrintedTable } from './document-tables.js';

/** A fact without its description, which is in our words. */
export type Printed<T> = Omit<T, 'description'>;

/** The facts that can be read from the API document by machine. */
export interface PrintedFacts extends Omit<DocumentFacts, 'tables' | 'statuses'> {
  readonly tables: readonly (Omit<TableFacts, 'rows'> & { readonly rows: readonly Printed<RowFacts>[] })[];
  readonly statuses: readonly Printed<StatusFact>[];
}

/** Reads the facts from the text of the API document. */
export function printedFacts(text: string): PrintedFacts {
  const tables = printedTables(text);
  const [, method = '', path = ''] = /^(PUT|POST|PATCH|GET|DELETE) (\/\S+)$/m.exec(text) ?? [];
  return {
    operation: /<a name="(\w+)"><\/a>/.exec(text)?.[1] ?? '',
    method,
    path: path.replaceAll('\\', ''),
    tables: tables.filter(isNumbered).map((table) => ({
      table: table.number,
      title: titles[table.title] ?? table.title,
      anchor: table.anchor,
      status: table.status,
      rows: table.rows.map((row) => rowFacts(table, row)),
    })),
    statuses: tables
      .filter(({ anchor }) => anchor === 'status_code')
      .flatMap(({ rows }) => rows.map(({ cells }) => ({ status: Number(cells[0]?.paragraphs[0]) }))),
  };
}

const titles: Readonly<Record<string, string>> = {
  路径参数: 'path parameters',
  请求Header参数: 'request headers',
  请求Body参数: 'request body',
  响应Body参数: 'reply body',
};

function isNumbered(table: PrintedTable): table is PrintedTable & { readonly number: number } {
  return table.number !== null;
}

function rowFacts(table: PrintedTable, { cells }: PrintedRow): Printed<RowFacts> {
  const cell = (heading: string) => cells[table.header.indexOf(heading)];
  const type = cell('参数类型');
  const described = cell('描述')?.paragraphs ?? [];
  const mandatory = cell('是否必选')?.paragraphs[0];
  return {
    name: cell('参数')?.paragraphs[0] ?? '',
    ...(mandatory === undefined ? {} : { mandatory: mandatory === '是' }),
    type: type?.paragraphs[0] ?? '',
    ...(typeof type?.refersTo === 'string' ? { refersTo: type.refersTo } : {}),
    ...labelled(described, type?.paragraphs[0] ?? ''),
    ...worded(described.join(' ')),
  };
}

/** Facts from paragraphs with a label. */
function labelled(paragraphs: readonly string[], type: string): Partial<RowFacts> {
  const value = (label: string) =>
    paragraphs.find((paragraph) => paragraph.startsWith(`${label}：`))?.slice(label.length + 1);
  const minLength = value('最小长度');
  const maxLength = value('最大长度');
  const fallback = value('缺省值');
  return {
    ...(minLength === undefined ? {} : { minLength: Number(minLength) }),
    ...(maxLength === undefined ? {} : { maxLength: Number(maxLength) }),
    ...(fallback === undefined ? {} : { default: type === 'Boolean' ? fallback === 'true' : fallback }),
  };
}

const kindsOfCharacter: Readonly<Record<string, string>> = {
  大小写字母: 'letters of either case',
  中英文字母: 'Chinese and English letters',
  数字: 'digits',
  数字等字符: 'digits and other characters',
  下划线: 'underscore',
  中划线: 'hyphen',
};

/** Facts from sentences. */
function worded(text: string): Partial<RowFacts> {
  const group = (pattern: RegExp) => pattern.exec(text)?.[1];
  const longest = group(/长度不大于(\d+)/) ?? group(/最大长度(\d+)个unicode字符/);
  const range = /范围(\d+)-(\d+)/.exec(text);
  const inWords = group(/默认值?为“?(\w+)/);
  const allowed = group(/(?:允许传入|描述字段，支持)([^，。]*)/);
  const forbidden = group(/(?:不支持|不能包含)((?:“[^”]*”|[或和、])+)/);
  const values = listedValues(text);
  const most = group(/最多添加(\d+)个/);
  const layout = group(/采用UTC时间格式，格式为：(\S+)/);
  const onlyWhen = group(/仅当“port_id”为“(\w+)类型”时，返回该参数/);
  return {
    ...(longest === undefined ? {} : { maxLengthInWords: Number(longest) }),
    ...(range === null ? {} : { range: [Number(range[1]), Number(range[2])] as const }),
    ...(inWords === undefined ? {} : { defaultInWords: inWords }),
    ...(values.length === 0 ? {} : { values }),
    ...(allowed === undefined ? {} : { allowed: allowed.split('、').map((kind) => kindsOfCharacter[kind] ?? kind) }),
    ...(forbidden === undefined
      ? {}
      : { forbidden: [...forbidden.matchAll(/“([^”]*)”/g)].map(([, text = '']) => text) }),
    ...(text.includes('首尾字符不能为空格') ? { noBlankAtEnds: true as const } : {}),
    ...(text.includes('可以为空字符串') ? { mayBeEmpty: true } : {}),
    ...(/不能为空。/.test(text) ? { mayBeEmpty: false } : {}),
    ...(text.includes('格式为通用唯一识别码') ? { format: 'UUID' } : {}),
    ...(layout === undefined ? {} : { format: layout }),
    ...(most === undefined ? {} : { maxItems: Number(most) }),
    ...(text.includes('不允许重复的端口映射') ? { distinct: true as const } : {}),
    ...(/共用一个port_id.*server_port和protocol的组合不能重复/.test(text) ? { conflict: true as const } : {}),
    ...(onlyWhen === undefined ? {} : { onlyWhen: `port_id is of the ${onlyWhen} type` }),
  };
}

/** The values after bullets, or after the word "supports" if there is only one. */
function listedValues(text: string): readonly string[] {
  const only = /端口映射协议，支持(\w+)/.exec(text)?.[1];
  if (only !== undefined) return [only];
  const list = text.split('参数的取值包括：').at(-1) ?? '';
  return [...list.matchAll(/● (\w+)(?:类型)?：/g)].map(([, value = '']) => value);
}
