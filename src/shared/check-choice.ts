import { UserError } from './errors.js';
import { compileGlob, isChosen, type Choice } from './glob.js';
import { nearest } from './nearest.js';

/** Letters by which a glob may differ from what it was meant to name. */
const SLIPS = 4;

/** Globs that choose requirements, and globs of those that must be exercised. */
export interface Globs extends Choice {
  readonly require?: readonly string[];
}

/**
 * Refuses globs that match nothing, even if another matches: a misspelt one would leave out, or let through, what it
 * was meant to name.
 *
 * @param ids of all requirements
 * @throws UserError that names the glob and the nearest id; also if nothing is chosen
 */
export function checkChoice(globs: Globs, ids: readonly string[]): void {
  const { only = [], skip = [], require = [] } = globs;
  for (const [flag, given] of [
    ['--only', only],
    ['--skip', skip],
    ['--require', require],
  ] as const) {
    const stray = given.find((glob) => !ids.some(compileGlob(glob)));
    if (stray !== undefined) throw new UserError(`${flag} ${stray} matches no requirement`, meantBy(stray, ids));
  }
  if (ids.some((id) => isChosen(id, globs))) return;
  throw new UserError('no requirement is selected', '--skip excludes everything that --only selects.');
}

/** Returns a remedy that names what a glob without a match was probably meant to match. */
export function meantBy(glob: string, ids: readonly string[]): string {
  // A glob may name an id, or leading segments of ids.
  const names = new Set(ids.flatMap((id) => id.split('/').map((_, n, parts) => parts.slice(0, n + 1).join('/'))));
  const meant = nearest(glob.replace(/\/+\**$/, ''), [...names], SLIPS);
  return meant === null ? 'See `vpcep-contract list` for the ids.' : `Did you mean ${meant}?`;
}
