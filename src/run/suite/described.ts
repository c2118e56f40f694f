import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { RequirementInfo } from './describe.js';

/** File that the build writes next to the program: descriptions of the requirements that it was built with. */
export const DESCRIBED = 'requirements.json.gz';

const file = new URL(`./${DESCRIBED}`, import.meta.url);

/** Whether the program was built, along with its contract: an incomplete suite does not build. */
export function isBuilt(): boolean {
  return existsSync(file);
}

/** The requirements as described by the build; null if the program runs from its sources. */
export function described(): readonly RequirementInfo[] | null {
  return isBuilt() ? (JSON.parse(gunzipSync(readFileSync(file)).toString()) as RequirementInfo[]) : null;
}
