import type { engine } from '../engine.js';
import { described } from '../run/suite/described.js';
import type { RequirementInfo } from '../run/suite/describe.js';

/** The operations behind the command line. */
export type Engine = typeof engine;

/** Loads the engine, which only some commands need. */
export async function loadEngine(): Promise<Engine> {
  return (await import('../engine.js')).engine;
}

/** Returns the requirements in the order of the contract; without the engine if the build has described them. */
export async function loadRequirements(): Promise<readonly RequirementInfo[]> {
  return described() ?? (await loadEngine()).requirements();
}
