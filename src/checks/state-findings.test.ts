import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../shared/json.js';
import {
  adopt,
  applied,
  bareName,
  checkConstant,
  checkSame,
  expectedFrom,
  learnPrefix,
  matches,
  mismatches,
  mismatchFinding,
  setKey,
  type Alternative,
} from './state.js';
import { documentedOperation } from '../operation/documented.js';
import { storedMember, type StoredMember } from '../operation/operation.js';

const operation = documentedOperation();

function stored(name: string): StoredMember {
  const found = storedMember(operation, name);
  if (found === undefined) throw new Error(`nothing is stored as ${name}`);
  return found;
}

const id = '4189d3c2-8882-4871-a3c2-d380272eed83';
const plain = { serviceId: id, prefix: null };
const decorated = { serviceId: id, prefix: 'eu' };
const pair = (n: number): JsonObject => ({ client_port: n, server_port: n, protocol: 'TCP' });
const sent = (value: Alternative['value']): Alternative => ({ value, shown: false });
const shown = (value: Alternative['value']): Alternative => ({ value, shown: true });

describe('a mismatch, as a finding', () => {
  const finding = (name: 'ports' | 'description', expected: Alternative[], was: Alternative['value']) => {
    const { expected: wanted, received } = mismatchFinding(operation, 'r', { name, expected, shown: was });
    return [wanted, received];
  };

  it('names every value that would conform, once', () => {
    expect(
      mismatchFinding(operation, 'r', { name: 'description', expected: [sent('a'), shown('a')], shown: 'b' }),
    ).toEqual({
      requirement: 'r',
      pointer: '/description',
      expected: '"a"',
      received: '"b"',
    });
    expect(finding('description', [sent('a'), sent(undefined)], undefined)).toEqual(['"a" or absent', 'absent']);
  });

  it('counts mappings, and names those that are missing or too many', () => {
    const key = (n: number): string => `[${n},${n},"TCP"]`;
    expect(finding('ports', [sent([pair(1), pair(2)])], [pair(2), pair(3)])).toEqual([
      `2 mappings, among them ${key(1)}`,
      `2 mappings, among them ${key(3)}`,
    ]);
    expect(finding('ports', [sent([pair(1)])], [pair(1), pair(1)])).toEqual(['1 mapping', '2 mappings']);
    expect(finding('ports', [sent([1, 2, 3].map(pair))], [])).toEqual([
      `3 mappings, among them ${key(1)}, ${key(2)}, ${key(3)}`,
      '0 mappings',
    ]);
    expect(finding('ports', [sent([1, 2, 3, 4, 5].map(pair))], [])).toEqual([
      `5 mappings, among them ${key(1)}, ${key(2)}, ${key(3)} and 2 more`,
      '0 mappings',
    ]);
    expect(
      finding('ports', [sent([{ client_port: 1, server_port: 1 }])], [{ client_port: 1, server_port: 1 }]),
    ).toEqual(['1 mapping, among them [1,1,"TCP"]', '1 mapping, among them [1,1,null]']);
  });

  it('shows mappings as they are if there is no list on one side', () => {
    expect(finding('ports', [sent(undefined)], [pair(1)])).toEqual([
      'absent',
      '[{"client_port":1,"server_port":1,"protocol":"TCP"}]',
    ]);
    expect(finding('ports', [sent([])], null)).toEqual(['[]', 'null']);
    expect(finding('ports', [sent(null), sent([])], [pair(1)])).toEqual([
      '0 mappings',
      '1 mapping, among them [1,1,"TCP"]',
    ]);
  });
});

describe('mappings, compared (R14)', () => {
  it('must show a protocol if both ports are shown', () => {
    const bare = { client_port: 1, server_port: 2 };
    expect(setKey(stored('ports').item, [bare], 'sent')).toBe('[1,2,"TCP"]');
    expect(setKey(stored('ports').item, [bare], 'shown')).toBe('[1,2,null]');
    expect(setKey(stored('ports').item, [{ client_port: 1 }], 'shown')).toBe('[1,null,"TCP"]');
    expect(setKey(stored('ports').item, [{ server_port: 2 }], 'shown')).toBe('[null,2,"TCP"]');
    expect(setKey(stored('ports').item, [{ ...bare, protocol: 'UDP' }], 'shown')).toBe('[1,2,"UDP"]');
    expect(setKey(stored('ports').item, [null, 'x'], 'shown')).toBe('"x",null');
  });

  it('have no order, and as many as were sent', () => {
    expect(matches(stored('ports'), sent([pair(1), pair(2)]), [pair(2), pair(1)], plain)).toBe(true);
    expect(matches(stored('ports'), sent([pair(1)]), [pair(1), pair(1)], plain)).toBe(false);
    expect(matches(stored('ports'), sent([pair(1)]), null, plain)).toBe(false);
    expect(matches(stored('ports'), shown('x'), 'x', plain)).toBe(true);
    const bare = { client_port: 1, server_port: 2 };
    expect(matches(stored('ports'), sent([bare]), [bare], plain)).toBe(false);
    expect(matches(stored('ports'), shown([bare]), [bare], plain)).toBe(true);
  });
});

describe('a name, compared (R15)', () => {
  it.each<[string, Alternative, string, typeof plain | typeof decorated, boolean]>([
    ['sent, and shown bare', sent('n'), 'n', plain, true],
    ['sent, and decorated', sent('n'), `eu.n.${id}`, plain, true],
    ['empty, and decorated', sent(''), `eu.${id}`, plain, true],
    ['empty, and the id alone', sent(''), `.${id}`, plain, false],
    ['empty, and another id', sent(''), 'eu.x', plain, false],
    ['shown bare, and decorated by a prefix not known yet', shown('n'), `eu.n.${id}`, plain, true],
    ['shown decorated, and bare while the prefix is not known', shown(`eu.n.${id}`), 'n', plain, true],
    ['shown decorated, and empty while the prefix is not known', shown(`eu.n.${id}`), '', plain, true],
    ['shown bare, and another one decorated', shown('m'), `eu.n.${id}`, plain, false],
    ['shown bare, and the prefix decorated', shown('eu'), `eu.${id}`, plain, false],
    ['shown bare, and decorated once the prefix is known', shown('n'), `eu.n.${id}`, decorated, true],
    ['shown decorated, and bare', shown(`eu.n.${id}`), 'n', decorated, true],
    ['sent, and what a decoration would decode to', sent(`eu.n.${id}`), 'n', decorated, false],
    ['no text', sent(null), 'n', plain, false],
  ])('%s', (_name, alternative, name, naming, want) => {
    expect(matches(stored('service_name'), alternative, name, naming)).toBe(want);
  });

  it('that is not a text is equal or not', () => {
    expect(matches(stored('service_name'), sent(undefined), undefined, plain)).toBe(true);
    expect(matches(stored('service_name'), sent('n'), null, plain)).toBe(false);
  });

  it('is bare if its decoration is not complete', () => {
    for (const name of ['n', `eu.n`, `n.${id}`, `xeu.n.${id}`, `eu.n.${id}x`, `eu..${id}`]) {
      expect(bareName(name, decorated), name).toBe(name);
    }
    expect(bareName(`eu.${id}`, plain)).toBe(`eu.${id}`);
    expect(bareName(`eu.a.b.${id}`, decorated)).toBe('a.b');
    expect(bareName(`eu.n.${id}`, { serviceId: id, prefix: 'eu.n' })).toBe('');
  });

  it('gives away its prefix, unless it is empty', () => {
    expect(learnPrefix('', `eu..${id}`, id)).toBeNull();
    expect(learnPrefix('n', `.n.${id}`, id)).toBeNull();
    expect(learnPrefix('n', `e.n.${id}`, id)).toBe('e');
  });
});

describe('what may be held', () => {
  const found = expectedFrom(operation, {
    approval_enabled: false,
    port_id: 'AB',
    description: 'd',
    service_name: 'n',
    ports: [],
  });
  const wrong = (value: JsonObject, options: { sent: ReadonlySet<string> | null; foldsPortId: boolean }): string[] =>
    mismatches(operation, value, found, plain, options).map(({ name }) => name);
  const all = { approval_enabled: false, port_id: 'AB', description: 'd', service_name: 'n', ports: [] };

  it('is everything in a read, and what is shown in a reply', () => {
    expect(wrong({}, { sent: null, foldsPortId: false })).toHaveLength(5);
    expect(wrong({}, { sent: new Set(), foldsPortId: false })).toEqual([]);
    expect(wrong({}, { sent: new Set(['ports', 'description']), foldsPortId: false })).toEqual(['description']);
  });

  it('is a port_id in another case if that is open', () => {
    expect(wrong({ ...all, port_id: 'ab' }, { sent: null, foldsPortId: true })).toEqual([]);
    expect(wrong({ ...all, port_id: 'ab' }, { sent: null, foldsPortId: false })).toEqual(['port_id']);
    expect(wrong({ ...all, port_id: 'ac' }, { sent: null, foldsPortId: true })).toEqual(['port_id']);
    expect(wrong({ ...all, port_id: 1 }, { sent: null, foldsPortId: true })).toEqual(['port_id']);
    expect(wrong({ ...all, service_name: 'N' }, { sent: null, foldsPortId: true })).toEqual(['service_name']);
    const nameless = new Map([...found, ['port_id', [shown(1)]] as const]);
    expect(
      mismatches(operation, { ...all, port_id: 'a' }, nameless, plain, { sent: null, foldsPortId: true }),
    ).toHaveLength(1);
  });

  it('is each value once', () => {
    expect(applied(operation, found, [{ description: 'x' }, { description: 'x' }]).get('description')).toEqual([
      sent('x'),
    ]);
    expect(applied(operation, found, [{ description: 'x' }, {}]).get('description')).toEqual([sent('x'), shown('d')]);
    expect(applied(operation, found, [{}]).get('approval_enabled')).toEqual([shown(false), sent(true)]);
    expect(applied(operation, found, [{}]).get('description')).toEqual([shown('d')]);
    expect(applied(operation, applied(operation, found, [{}]), [{}]).get('approval_enabled')).toHaveLength(2);
  });

  it('is what is shown, besides the rest, if that departs', () => {
    const either = applied(operation, found, [{ description: 'x' }, {}]);
    expect(adopt(operation, { description: 'x' }, either, plain).get('description')).toEqual([sent('x')]);
    expect(adopt(operation, {}, either, plain).get('description')).toEqual([sent('x'), shown('d')]);
    expect(adopt(operation, { description: 'y' }, either, plain).get('description')).toEqual([
      sent('x'),
      shown('d'),
      shown('y'),
    ]);
  });
});

describe('representations, compared', () => {
  it('may leave out what no update changes', () => {
    expect(checkConstant(operation, {}, { vpc_id: 'v' })).toEqual([]);
    expect(checkConstant(operation, { vpc_id: 'v' }, {})).toEqual([]);
    expect(checkConstant(operation, { vpc_id: 'w', tags: [] }, { vpc_id: 'v', tags: [] })).toEqual([
      { requirement: 'effect/constant/vpc_id', pointer: '/vpc_id', expected: '"v"', received: '"w"' },
    ]);
  });

  it('may show mappings in another order, but no more or fewer', () => {
    const of = (a: JsonObject, b: JsonObject): unknown => checkSame(operation, 'r', a, b).map(({ pointer }) => pointer);
    expect(of({ ports: [pair(1), pair(2)] }, { ports: [pair(2), pair(1)] })).toEqual([]);
    expect(of({ ports: [pair(1)] }, { ports: [pair(1), pair(1)] })).toEqual(['/ports']);
    expect(of({ ports: [pair(1)] }, { ports: [pair(2)] })).toEqual(['/ports']);
    expect(of({ ports: [] }, {})).toEqual(['/ports']);
    expect(of({ tags: [1, 2] }, { tags: [2, 1] })).toEqual(['/tags']);
    for (const name of ['id', 'project_id', 'created_at', 'vip_port_id', 'vpc_id', 'description'])
      expect(of({ [name]: 'a' }, { [name]: 'b' })).toEqual([`/${name}`]);
    expect(of({ status: 'a', updated_at: 'a' }, { status: 'b', updated_at: 'b' })).toEqual([]);
  });
});
