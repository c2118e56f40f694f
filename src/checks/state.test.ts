import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../shared/json.js';
import {
  adopt,
  applied,
  bareName,
  checkConstant,
  checkSame,
  either,
  expectedFrom,
  learnPrefix,
  mismatches,
  setKey,
  type Expected,
  type Naming,
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
const plain: Naming = { serviceId: id, prefix: null };
const decorated: Naming = { serviceId: id, prefix: 'cn-north-4.pool' };
const found: JsonObject = {
  approval_enabled: false,
  service_name: 'before',
  ports: [{ client_port: 1, server_port: 2, protocol: 'TCP' }],
  port_id: 'p',
  description: 'old',
};
const wrong = (shown: JsonObject, expected: Expected, naming = plain, sent: string[] | null = []): string[] =>
  mismatches(operation, shown, expected, naming, {
    sent: sent === null ? null : new Set(sent),
    foldsPortId: false,
  }).map(({ name }) => name);

describe('what a service may hold', () => {
  it('keeps what an update omits, and takes what it gives', () => {
    const after = applied(operation, expectedFrom(operation, found), [{ description: 'new' }]);
    expect(wrong({ ...found, description: 'new' }, after)).toEqual([]);
    expect(wrong({ ...found, description: 'old' }, after)).toEqual(['description']);
    expect(wrong({ ...found, description: 'new', service_name: '' }, after)).toEqual(['service_name']);
  });

  it('may set an omitted approval_enabled to true, but never a given one (R12)', () => {
    expect(
      wrong({ ...found, approval_enabled: true }, applied(operation, expectedFrom(operation, found), [{}])),
    ).toEqual([]);
    expect(
      wrong(
        { ...found, approval_enabled: true },
        applied(operation, expectedFrom(operation, found), [{ approval_enabled: false }]),
      ),
    ).toEqual(['approval_enabled']);
  });

  it('takes mappings as a set in which an omitted protocol is TCP (R14)', () => {
    const after = applied(operation, expectedFrom(operation, found), [
      {
        ports: [
          { client_port: 3, server_port: 4 },
          { client_port: 5, server_port: 6, protocol: 'TCP' },
        ],
      },
    ]);
    const shown = (ports: JsonObject[]): string[] => wrong({ ...found, ports }, after);
    expect(
      shown([
        { client_port: 5, server_port: 6, protocol: 'TCP' },
        { protocol: 'TCP', client_port: 3, server_port: 4 },
      ]),
    ).toEqual([]);
    expect(
      shown([
        { client_port: 6, server_port: 5, protocol: 'TCP' },
        { client_port: 3, server_port: 4, protocol: 'TCP' },
      ]),
    ).toEqual(['ports']);
    expect(shown([{ client_port: 5, server_port: 6, protocol: 'TCP' }])).toEqual(['ports']);
    expect(shown([])).toEqual(['ports']);
  });

  it('may be either state after a write that got no answer', () => {
    const before = expectedFrom(operation, found);
    const both = either(before, applied(operation, before, [{ description: 'new' }]));
    expect(wrong(found, both)).toEqual([]);
    expect(wrong({ ...found, description: 'new' }, both)).toEqual([]);
    expect(wrong({ ...found, description: 'neither' }, both)).toEqual(['description']);
  });

  it('does not pile up over many writes that got no answer', () => {
    let both = expectedFrom(operation, found);
    for (let n = 0; n < 40; n += 1)
      both = either(both, applied(operation, both, [{ description: n % 2 === 0 ? 'a' : 'b' }]));
    expect(both.get('description')?.map(({ value }) => value)).toEqual(['old', 'a', 'b']);
    expect(both.get('service_name')).toHaveLength(1);
  });

  it('is what a reply showed, once it conforms', () => {
    const both = either(
      expectedFrom(operation, found),
      applied(operation, expectedFrom(operation, found), [{ description: 'new' }]),
    );
    const known = adopt(operation, { ...found, description: 'new' }, both, plain);
    expect(wrong(found, known)).toEqual(['description']);
  });

  it('need not show a description that was not sent, unless it is read', () => {
    const { description: _, ...without } = found;
    expect(wrong(without, expectedFrom(operation, found), plain, [])).toEqual([]);
    expect(wrong(without, expectedFrom(operation, found), plain, ['description'])).toEqual(['description']);
    expect(wrong(without, expectedFrom(operation, found), plain, null)).toEqual(['description']);
  });
});

describe('a decorated name (R15)', () => {
  it('is told from a bare one by the learned prefix', () => {
    expect(learnPrefix('name', `cn-north-4.pool.name.${id}`, id)).toBe('cn-north-4.pool');
    expect(learnPrefix('name', 'name', id)).toBeNull();
    expect(learnPrefix('name', `x.other.${id}`, id)).toBeNull();
    expect(bareName(`cn-north-4.pool.name.${id}`, decorated)).toBe('name');
    expect(bareName(`cn-north-4.pool.${id}`, decorated)).toBe('');
    expect(bareName('name', decorated)).toBe('name');
  });

  it('stays the same text all through', () => {
    const after = applied(operation, expectedFrom(operation, found), [{ service_name: 'name' }]);
    expect(wrong({ ...found, service_name: `cn-north-4.pool.name.${id}` }, after, decorated)).toEqual([]);
    expect(wrong({ ...found, service_name: `other.name.${id}` }, after, decorated)).toEqual(['service_name']);
    expect(wrong({ ...found, service_name: `cn-north-4.pool.nam.${id}` }, after, decorated)).toEqual(['service_name']);
    expect(wrong({ ...found, service_name: `cn-north-4.pool.name.${id.slice(1)}` }, after, decorated)).toEqual([
      'service_name',
    ]);
  });

  it('stands for the empty name without its middle', () => {
    const after = applied(operation, expectedFrom(operation, found), [{ service_name: '' }]);
    expect(wrong({ ...found, service_name: `cn-north-4.pool.${id}` }, after, decorated)).toEqual([]);
    expect(wrong({ ...found, service_name: `cn-north-4.pool.before.${id}` }, after, decorated)).toEqual([
      'service_name',
    ]);
  });
});

describe('what no update changes', () => {
  it('is compared if both replies show it', () => {
    const before = { vpc_id: 'v', tags: [{ key: 'k', value: '' }], cidr_type: 'internal' };
    expect(checkConstant(operation, { vpc_id: 'v', tags: [{ key: 'k', value: '' }] }, before)).toEqual([]);
    expect(checkConstant(operation, { ...before, vpc_id: 'w' }, before).map(({ requirement }) => requirement)).toEqual([
      'effect/constant/vpc_id',
    ]);
  });

  it('may be status and updated_at between two equal updates, and nothing else (R17)', () => {
    const first = { ...found, status: 'available', updated_at: '2024-01-01T00:00:00Z' };
    expect(
      checkSame(operation, 'r', first, { ...first, status: 'creating', updated_at: '2024-01-01T00:00:01Z' }),
    ).toEqual([]);
    expect(checkSame(operation, 'r', first, { ...first, description: 'x' }).map(({ pointer }) => pointer)).toEqual([
      '/description',
    ]);
  });

  it('counts mappings, and does not take two for one', () => {
    const one = [{ client_port: 1, server_port: 2 }];
    expect(setKey(stored('ports').item, [...one, ...one], 'sent')).not.toBe(setKey(stored('ports').item, one, 'sent'));
  });
});
