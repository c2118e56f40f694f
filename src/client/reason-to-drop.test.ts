import { describe, expect, it } from 'vitest';
import { reasonToDrop } from './reason-to-drop.js';

describe('reasonToDrop', () => {
  it('keeps a connection on which nothing was said', () => {
    expect(reasonToDrop({ waiting: 0, unused: 1, connections: 1 })).toBeNull();
    expect(reasonToDrop({ waiting: 0, unused: 40, connections: 16 })).toBeNull();
  });

  it('drops one on which the peer spoke first', () => {
    expect(reasonToDrop({ waiting: 1, unused: 1, connections: 1 })).toMatchObject({ failure: 'malformed' });
  });

  it('drops one after many that were never used', () => {
    expect(reasonToDrop({ waiting: 0, unused: 10, connections: 1 })).toBeNull();
    expect(reasonToDrop({ waiting: 0, unused: 11, connections: 1 })).toMatchObject({ failure: 'reset' });
    expect(reasonToDrop({ waiting: 0, unused: 41, connections: 16 })).toMatchObject({ failure: 'reset' });
  });
});
