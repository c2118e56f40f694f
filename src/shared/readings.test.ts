import { describe, expect, it } from 'vitest';
import type { Profile } from './model.js';
import { loosenable, loosens, profileOf } from './readings.js';
import { readings } from '../spec/document.js';

describe('a profile of readings', () => {
  it('can loosen what readings.yaml says that production loosens, and nothing else', () => {
    const loose = readings.filter(({ profiles }) => profiles.production !== null).map(({ id }) => id);
    expect(loosenable).toEqual(loose);
  });

  it.each<[profile: Profile, loose: readonly string[]]>([
    ['document', []],
    ['production', loosenable],
    ['document+R7+R21', ['R7', 'R21']],
    ['production-R2', loosenable.filter((id) => id !== 'R2')],
  ])('%s', (profile, loose) => {
    expect(readings.map(({ id }) => id).filter((id) => loosens(profile, id))).toEqual(loose);
  });

  it('has one spelling', () => {
    expect(profileOf('document', ['R21', 'R7', 'R21'])).toBe('document+R7+R21');
    expect(profileOf('production', ['R2', 'R12'])).toBe('production-R2');
    expect(profileOf('production', [])).toBe('production');
  });
});
