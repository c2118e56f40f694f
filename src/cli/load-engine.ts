import { described } from '../run/suite/described.js';
import type { Engine, RequirementInfo } from './engine.js';

/** Loads the engine, which only some commands need. */
export async function loadEngine(): Promise<Engine> {
  const { engine } = await import('../engine.js');
  return engine;
}

/** Returns the requirements in the order of the contract; without the engine if the build has described them. */
export async function loadRequirements(): Promise<readonly RequirementInfo[]> {
  return described() ?? (await loadEngine()).requirements();
}
