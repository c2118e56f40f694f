import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { RequirementInfo } from './describe.js';

/** What the build writes beside the program: the requirements of the contract that it was built of, described. */
export const DESCRIBED = 'requirements.json.gz';

const file = new URL(`./${DESCRIBED}`, import.meta.url);

/** Whether this program was built, and its contract with it: a suite that is not whole does not build. */
export function isBuilt(): boolean {
  return existsSync(file);
}

/** The requirements as the build described them; null where the program runs from its sources. */
export function described(): readonly RequirementInfo[] | null {
  return isBuilt() ? (JSON.parse(gunzipSync(readFileSync(file)).toString()) as RequirementInfo[]) : null;
}
