import { describe, expect, it } from 'vitest';
import { nearMisses, nearMissOf } from './near-misses.js';

const texts = {
  uuid: '4189d3c2-8882-4871-a3c2-d380272eed88',
  hexadecimal: '6e9dfd51d1124e8d8498dce894923a0d',
  token: 'MIIDkgYJKoZIhvcNAQcCoIIDgzCCA38CAQExDTALBglghkgBZQMEAgEw-_=',
  'one digit': '7',
};

describe('near misses', () => {
  it.each(Object.entries(texts))('of a %s are never that itself, nor empty', (_, text) => {
    for (const { way, kind, of } of nearMisses) {
      for (const miss of of(text)) {
        expect(miss, way).not.toBe('');
        if (kind === 'case') expect(miss, way).not.toBe(text);
        else expect(miss.toLowerCase(), way).not.toBe(text.toLowerCase());
      }
    }
  });

  it('exist in every way for a UUID', () => {
    const lacking = nearMisses.filter(({ of }) => of(texts.uuid).length === 0).map(({ way }) => way);
    expect(lacking).toEqual([]);
  });

  it('change one character at each end and in the middle', () => {
    expect(nearMissOf(texts.uuid, 'changed-first', 0)).toBe('5189d3c2-8882-4871-a3c2-d380272eed88');
    expect(nearMissOf(texts.uuid, 'changed-last', 0)).toBe('4189d3c2-8882-4871-a3c2-d380272eed89');
    expect(nearMissOf(texts.uuid, 'changed-inside', 0)).toBe('4189d3c2-8882-4872-a3c2-d380272eed88');
    expect(nearMissOf(texts.uuid, 'no-such-way', 0)).toBeUndefined();
  });

  it('leave a text of digits in one case alone', () => {
    const mixed = nearMisses.find(({ way }) => way === 'mixed-case');
    expect(mixed?.of('0123-4567')).toEqual([]);
  });
});
