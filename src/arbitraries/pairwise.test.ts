import type { Schema } from '../spec/schema.js';
import { describe, expect, it } from 'vitest';
import { schemas } from '../spec/document.js';
import { createGenerators } from './index.js';

const BODY = 'UpdateEndpointServiceRequestBody';
const generators = createGenerators(schemas);

describe('sets of members', () => {
  it('cover every pair of optional members, present and absent, in 8 to 16 sets', () => {
    const rows = generators.pairwise(BODY);
    const names = ['approval_enabled', 'service_name', 'ports', 'port_id', 'vip_port_id', 'description'];
    expect(rows.length).toBeGreaterThanOrEqual(8);
    expect(rows.length).toBeLessThanOrEqual(16);
    expect(rows.slice(0, 2)).toEqual([[], names]);
    for (const a of names) {
      for (const b of names.filter((name) => name !== a)) {
        const seen = new Set(rows.map((row) => `${row.includes(a)} ${row.includes(b)}`));
        expect(seen.size, `${a} ${b}`).toBe(4);
      }
    }
  });

  it('always have the members that must be there, and cover pairs of many members', () => {
    const properties = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`m${i}`, { type: 'null' } as const]));
    const rows = createGenerators<{ Many: unknown }>({
      Many: { type: 'object', properties, required: ['m3'] },
    }).pairwise('Many');
    const names = Object.keys(properties).filter((name) => name !== 'm3');
    expect(rows.every((row) => row.includes('m3'))).toBe(true);
    const missing = names.flatMap((a) =>
      names.filter((b) => b !== a && new Set(rows.map((row) => `${row.includes(a)} ${row.includes(b)}`)).size !== 4),
    );
    expect(missing).toEqual([]);
    expect(rows.length).toBeLessThan(20);
  });

  it('of one member, or none, are all there are', () => {
    const rows = (properties: Readonly<Record<string, Schema>>): unknown =>
      createGenerators<{ Few: unknown }>({ Few: { type: 'object', properties } }).pairwise('Few');
    expect(rows({ a: { type: 'null' } })).toEqual([[], ['a']]);
    expect(rows({})).toEqual([[]]);
  });
});
