import type { BaseProfile, Profile, ReadingId } from './model.js';

/** The readings that `production` loosens (`openapi/readings.yaml`). */
export const loosenable: readonly ReadingId[] = ['R2', 'R4', 'R6', 'R7', 'R21', 'R23', 'R25', 'R28'];

/** Returns the profile from which single readings depart. */
export function baseOf(profile: Profile): BaseProfile {
  return profile.startsWith('production') ? 'production' : 'document';
}

/** Whether a profile loosens a reading, as `production` does. */
export function loosens(profile: Profile, reading: ReadingId): boolean {
  if (profile === 'document') return false;
  const loose = baseOf(profile) === 'production';
  return loosenable.includes(reading) && switched(profile).includes(reading) !== loose;
}

/** Returns a profile from its base and the switched readings, each once and in numerical order. */
export function profileOf(base: BaseProfile, readings: readonly ReadingId[]): Profile {
  const sign = base === 'document' ? '+' : '-';
  return [base, ...loosenable.filter((reading) => readings.includes(reading))].join(sign) as Profile;
}

function switched(profile: Profile): readonly string[] {
  return profile.split(/[+-]/).slice(1);
}
