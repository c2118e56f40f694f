import { isUuid } from '../shared/formats.js';
import { Lexeme, stringify, withMember, type Draft, type Json, type JsonObject } from '../shared/json.js';
import type { Context } from './context.js';
import { countOf, furtherOf, itemsFrom, listsOf, numbered, withoutDefaults } from './items.js';
import { eachAlone, sentence } from './plain.js';
import type { CaseMaker } from './requirement.js';
import { bodies, packed, update, updateWith } from './sent.js';

/** A piece of JSON text that no serializer writes. */
export function lexeme(text: string): Lexeme {
  return new Lexeme(text);
}

/** The given number of mappings with consecutive ports from a start, skipping ports that other services hold. */
export function mappingsFrom(
  context: Pick<Context, 'operation' | 'takenPorts'>,
  count: number,
  start: number,
): JsonObject[] {
  const [list] = listsOf(context.operation);
  return list === undefined ? [] : itemsFrom(list, context, count, start);
}

/** A body with one mapping from this client port to a free port, with these further members. */
export function onePort(context: Context, clientPort: Draft, further: JsonObject = {}): Draft {
  const [mapping = {}] = mappingsFrom(context, 1, 44_000);
  return listed(context, [{ ...mapping, [clientPortOf(context)]: clientPort, ...further }]);
}

/** Numbers that are not ports, though a double or a narrow integer type turns some of them into one. */
const FAR = [
  ...[16, 32, 53, 64, 128].map((bits) => String(2n ** BigInt(bits) + 80n)),
  `1${'0'.repeat(300)}`,
  '9'.repeat(400),
  '-1'.padEnd(310, '1'),
  ...[
    '0.0',
    '-0.0',
    '0e5',
    '0.0e0',
    '1e-400',
    '0.9999999',
    '65535.9',
    '80.00000000001',
    '805e-1',
    '65536.0',
    '6.5536e4',
  ],
  ...['1e5', '99999999999999999999.0', '4294967376.0', '8e-1', '1E+309'],
];

/** Bodies with two mappings, one of which has such a number as a port. */
export function farPorts(context: Context): Draft[] {
  const [a = {}, b = {}] = mappingsFrom(context, 2, 44_500);
  const names = Object.keys(a).filter((name) => typeof a[name] === 'number');
  return FAR.map((text, n) => {
    const spoilt = { ...(n % 4 < 2 ? b : a), [names[n % names.length] ?? '']: lexeme(text) };
    return listed<Draft>(context, n % 4 < 2 ? [a, spoilt] : [spoilt, b]);
  });
}

/** Bodies whose port is a fraction so near an integer that a double rounds to it. */
export function roundedPorts(context: Context): Draft[] {
  return ['80.0000000000000001', '8079.99999999999999999', '65535.0000000000001', '8.00000000000000000001e1'].map(
    (number) => onePort(context, lexeme(number)),
  );
}

/** A body with one mapping that has an unknown member; works for `__proto__` too. */
export function onePortWithUnknown(context: Context, name: string, value: Json): Draft {
  return listed(
    context,
    mappingsFrom(context, 1, 44_200).map((mapping) => withMember(mapping, name, value)),
  );
}

function listed<T extends Draft>(context: Context, items: readonly T[]): { readonly [name: string]: readonly T[] } {
  const [list] = listsOf(context.operation);
  return { [list?.name ?? '']: items };
}

/** Name of the first member that distinguishes mappings, except the one that they are counted by. */
function clientPortOf(context: Context): string {
  const [list] = listsOf(context.operation);
  return (list === undefined ? undefined : furtherOf(list, context)[0]?.name) ?? '';
}

/** Bodies of two mappings that share one of the numbers that distinguish them, but not all (R4). */
export function sharedPorts(context: Context): JsonObject[] {
  const [a = {}, b = {}] = mappingsFrom(context, 2, 44_100);
  return Object.entries(a)
    .filter(([name, value]) => typeof value === 'number' && b[name] !== value)
    .map(([name, value]) => listed(context, [a, { ...b, [name]: value }]));
}

/**
 * Bodies of two equal mappings that a key of a database may not find equal (R4): it does not compare what is absent. And
 * of two whose numbers are all the same.
 */
export function equalOddMappings(context: Context): JsonObject[] {
  const [list] = listsOf(context.operation);
  if (list === undefined) return [];
  const [mapping = {}] = mappingsFrom(context, 1, 44_400);
  const numbers = Object.entries(mapping).filter(([, value]) => typeof value === 'number');
  const incomplete = numbers.map(([name]) =>
    Object.fromEntries(Object.entries(mapping).filter(([other]) => other !== name)),
  );
  const count = countOf(list, context, mapping);
  const odd = [{}, numbered(list, context, count, count), ...incomplete, ...withoutDefaults(list, incomplete)];
  return odd.map((one) => listed(context, [one, one]));
}

/** A body with an unknown member and a known one; works for `__proto__` too. */
export function withUnknown(
  name: string,
  value: Draft,
  known: JsonObject = { description: 'Beside an unknown member' },
): Draft {
  return withMember(known, name, value);
}

/** An array, or an object, of the given depth. */
export function nested(levels: number, kind: 'array' | 'object'): Lexeme {
  const [open, close] = kind === 'array' ? ['[', ']'] : ['{"a":', '}'];
  return new Lexeme(`${open.repeat(levels)}${kind === 'array' ? '' : '1'}${close.repeat(levels)}`);
}

/** Bytes joined from text and single bytes. */
export function bytes(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part))));
}

/** A body in which one member is repeated with two values, either of which may count (R7). */
export function doubled(name: string, values: readonly [Json, Json]): CaseMaker {
  const [first, second] = values;
  const content = `{${JSON.stringify(name)}:${JSON.stringify(first)},${JSON.stringify(name)}:${JSON.stringify(second)}}`;
  return (context) => [{ ...update(context), body: packed(content), applies: [{ [name]: first }, { [name]: second }] }];
}

/** A body with one mapping whose client port is repeated: either may count (R7). */
export function doubledPort(first: number, second: number): CaseMaker {
  return (context) => {
    const [mapping = {}] = mappingsFrom(context, 1, 44_300);
    const name = clientPortOf(context);
    const content = stringify(listed(context, [mapping])).replace(
      new RegExp(`"${name}":\\d+`),
      `"${name}":${first},"${name}":${second}`,
    );
    const applies = [first, second].map((port) => listed(context, [{ ...mapping, [name]: port }]));
    return [{ ...update(context), body: packed(content), applies }];
  };
}

/**
 * The id of the service's own resource with one thing wrong, alone and with other members: a service that looks ids up
 * would reject a misspelt unknown id for another reason.
 */
export function misspeltPortIds(context: Context): JsonObject[] {
  const { portId } = context;
  const { backend } = context.operation;
  if (portId === null || backend === null) return [];
  const ids = [
    ...[
      '0',
      'a',
      'g',
      '-',
      '.',
      ' ',
      '\n',
      '\t',
      '\r\n',
      '\u0000',
      '/',
      '%20',
      ',',
      ';',
      '-0000',
      `,${portId}`,
      ` ${portId}`,
    ].map((tail) => portId + tail),
    ...['0', ' ', '\n', '\ufeff', '\u200b', 'urn:uuid:', '/'].map((head) => head + portId),
    portId.slice(0, -1),
    portId.slice(1),
    portId.replaceAll('-', ''),
    portId.replace('-', ''),
    portId.replace('-', '--'),
    portId.replaceAll('-', '_'),
    portId.replaceAll('-', ' '),
    portId.replaceAll('-', '\u2010'),
    `{${portId}}`,
    `(${portId})`,
    `"${portId}"`,
    `${portId.slice(0, 8)} ${portId.slice(9)}`,
    `${portId.slice(0, -1)}g`,
    `g${portId.slice(1)}`,
    portId.replace(/\d/, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    portId.split('-').reverse().join('-'),
    '',
  ].filter((id) => id !== portId && !isUuid(id));
  return ids.flatMap((id, n): JsonObject[] => [
    { [backend]: id },
    ...(n % 3 === 0 ? [{ ...sentence(context, `Beside a misspelt ${backend}`), [backend]: id }] : []),
  ]);
}

/** Bodies in which a documented name is spelt differently, with a value that shows if it is stored nonetheless. */
export function otherSpellings(context: Context): Draft[] {
  const values = eachAlone(context, {
    says: 'In another spelling',
    word: 'other-spelling',
    flag: false,
    count: 1,
    from: 47_000,
    nth: 1_004,
  });
  const spell: readonly ((name: string) => string)[] = [
    (name) => name.toUpperCase(),
    (name) => name.charAt(0).toUpperCase() + name.slice(1),
    (name) => name.replace(/_(.)/, (_, letter: string) => letter.toUpperCase()),
    (name) => name.replace('_', '-'),
    (name) => name.replace('_', ''),
    (name) => ` ${name}`,
    (name) => `${name} `,
    (name) => `${name}\u0000`,
  ];
  const [known = {}] = eachAlone(context, { flag: true });
  return values
    .flatMap(Object.entries<Json>)
    .flatMap(([name, value]) =>
      [...new Set(spell.map((change) => change(name)))]
        .filter((other) => other !== name)
        .map((other) => withUnknown(other, value, known)),
    );
}

/** Bodies in which the members of an object form a list, in the order of the document, which some libraries accept. */
export function listedMappings(): CaseMaker {
  return bodies((context): Draft[] => {
    const [first = {}, second = {}] = mappingsFrom(context, 2, 44_400);
    const values = Object.values(first);
    const lists: Json[][] = [[values], [values.slice(0, 2)], [second, values], [values, second]];
    const whole = eachAlone(context, { flag: true, word: 'as-a-list', count: 1, from: 44_400 });
    const members = whole.flatMap(Object.values<Json>).slice(0, 3);
    return [...lists.map((items) => listed(context, items)), members, members.slice(0, 1)];
  });
}

/** Two mappings that differ only in an unknown member: whether they are equal is open (R4). */
export function differentInUnknown(): CaseMaker {
  return (context) => {
    const [mapping = {}] = mappingsFrom(context, 1, 44_500);
    const bases = ['one', 'other'].map((name) => ({ ...mapping, name }));
    const applies = [[mapping, mapping], [mapping]].map((items) => listed(context, items));
    return [{ ...updateWith(listed(context, bases), context), applies }];
  };
}
