import { describe, expect, it } from 'vitest';
import { checkOneRecord } from './one-record.js';
import { documentedOperation } from '../operation/documented.js';

const reply = {
  id: 'a',
  pool_id: 'p',
  server_type: 'VM',
  created_at: '2026-01-02T03:04:05Z',
  updated_at: '2026-01-02T03:04:10Z',
};

const breached = (read: Record<string, string>): string[] =>
  checkOneRecord(documentedOperation(), reply, { ...reply, ...read }).map(
    ({ requirement, pointer }) => `${requirement} ${pointer ?? ''}`,
  );

describe('a read and the reply before it', () => {
  it('agree if they show the same, or the read leaves something out', () => {
    expect(breached({})).toEqual([]);
    expect(checkOneRecord(documentedOperation(), reply, { id: 'a', server_type: 'VM' })).toEqual([]);
    expect(checkOneRecord(documentedOperation(), {}, reply)).toEqual([]);
  });

  it('show the same of what no update sets', () => {
    expect(breached({ pool_id: 'q' })).toEqual(['effect/one-record/members /pool_id']);
    expect(breached({ id: 'b' })).toEqual(['effect/one-record/members /id']);
  });

  it('show created_at as the same text', () => {
    expect(breached({ created_at: '2026-01-02T03:04:06Z' })).toEqual(['effect/one-record/created_at /created_at']);
  });

  it('show an updated_at that is at most one second behind, and may be ahead', () => {
    expect(breached({ updated_at: '2026-01-02T03:04:09Z' })).toEqual([]);
    expect(breached({ updated_at: '2026-01-02T04:04:10Z' })).toEqual([]);
    expect(breached({ updated_at: '2026-01-02T03:04:08Z' })).toEqual(['effect/one-record/updated_at /updated_at']);
  });

  it('show vip_port_id only of a VIP', () => {
    expect(breached({ vip_port_id: 'v' })).toEqual(['effect/one-record/vip_port_id /vip_port_id']);
    expect(breached({ vip_port_id: 'v', server_type: 'VIP' })).toEqual(['effect/one-record/members /server_type']);
  });
});
