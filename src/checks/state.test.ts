import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.js';
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
  portsKey,
  type Expected,
  type Naming,
} from './state.js';

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
  mismatches(shown, expected, naming, { sent: sent === null ? null : new Set(sent), foldsPortId: false }).map(
    ({ name }) => name,
  );

describe('what a service may hold', () => {
  it('keeps what an update omits, and takes what it gives', () => {
    const after = applied(expectedFrom(found), [{ description: 'new' }]);
    expect(wrong({ ...found, description: 'new' }, after)).toEqual([]);
    expect(wrong({ ...found, description: 'old' }, after)).toEqual(['description']);
    expect(wrong({ ...found, description: 'new', service_name: '' }, after)).toEqual(['service_name']);
  });

  it('may set an omitted approval_enabled to true, but never a given one (R12)', () => {
    expect(wrong({ ...found, approval_enabled: true }, applied(expectedFrom(found), [{}]))).toEqual([]);
    expect(
      wrong({ ...found, approval_enabled: true }, applied(expectedFrom(found), [{ approval_enabled: false }])),
    ).toEqual(['approval_enabled']);
  });

  it('takes mappings as a set in which an omitted protocol is TCP (R14)', () => {
    const after = applied(expectedFrom(found), [
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
    const before = expectedFrom(found);
    const both = either(before, applied(before, [{ description: 'new' }]));
    expect(wrong(found, both)).toEqual([]);
    expect(wrong({ ...found, description: 'new' }, both)).toEqual([]);
    expect(wrong({ ...found, description: 'neither' }, both)).toEqual(['description']);
  });

  it('does not pile up over many writes that got no answer', () => {
    let both = expectedFrom(found);
    for (let n = 0; n < 40; n += 1) both = either(both, applied(both, [{ description: n % 2 === 0 ? 'a' : 'b' }]));
    expect(both.description.map(({ value }) => value)).toEqual(['old', 'a', 'b']);
    expect(both.service_name).toHaveLength(1);
  });

  it('is what a reply showed, once it conforms', () => {
    const both = either(expectedFrom(found), applied(expectedFrom(found), [{ description: 'new' }]));
    const known = adopt({ ...found, description: 'new' }, both, plain);
    expect(wrong(found, known)).toEqual(['description']);
  });

  it('need not show a description that was not sent, unless it is read', () => {
    const { description: _, ...without } = found;
    expect(wrong(without, expectedFrom(found), plain, [])).toEqual([]);
    expect(wrong(without, expectedFrom(found), plain, ['description'])).toEqual(['description']);
    expect(wrong(without, expectedFrom(found), plain, null)).toEqual(['description']);
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
    const after = applied(expectedFrom(found), [{ service_name: 'name' }]);
    expect(wrong({ ...found, service_name: `cn-north-4.pool.name.${id}` }, after, decorated)).toEqual([]);
    expect(wrong({ ...found, service_name: `other.name.${id}` }, after, decorated)).toEqual(['service_name']);
    expect(wrong({ ...found, service_name: `cn-north-4.pool.nam.${id}` }, after, decorated)).toEqual(['service_name']);
    expect(wrong({ ...found, service_name: `cn-north-4.pool.name.${id.slice(1)}` }, after, decorated)).toEqual([
      'service_name',
    ]);
  });

  it('stands for the empty name without its middle', () => {
    const after = applied(expectedFrom(found), [{ service_name: '' }]);
    expect(wrong({ ...found, service_name: `cn-north-4.pool.${id}` }, after, decorated)).toEqual([]);
    expect(wrong({ ...found, service_name: `cn-north-4.pool.before.${id}` }, after, decorated)).toEqual([
      'service_name',
    ]);
  });
});

describe('what no update changes', () => {
  it('is compared where both replies show it', () => {
    const before = { vpc_id: 'v', tags: [{ key: 'k', value: '' }], cidr_type: 'internal' };
    expect(checkConstant({ vpc_id: 'v', tags: [{ key: 'k', value: '' }] }, before)).toEqual([]);
    expect(checkConstant({ ...before, vpc_id: 'w' }, before).map(({ requirement }) => requirement)).toEqual([
      'effect/constant/vpc_id',
    ]);
  });

  it('may be status and updated_at between two equal updates, and nothing else (R17)', () => {
    const first = { ...found, status: 'available', updated_at: '2024-01-01T00:00:00Z' };
    expect(checkSame('r', first, { ...first, status: 'creating', updated_at: '2024-01-01T00:00:01Z' })).toEqual([]);
    expect(checkSame('r', first, { ...first, description: 'x' }).map(({ pointer }) => pointer)).toEqual([
      '/description',
    ]);
  });

  it('counts mappings, and does not take two for one', () => {
    const one = [{ client_port: 1, server_port: 2 }];
    expect(portsKey([...one, ...one], 'sent')).not.toBe(portsKey(one, 'sent'));
  });
});
