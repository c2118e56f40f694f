import { described } from '../run/suite/described.js';
import type { Engine, RequirementInfo } from './engine.js';

/** The engine; it is loaded only by the commands that need it. */
export async function loadEngine(): Promise<Engine> {
  const { engine } = await import('../engine.js');
  return engine;
}

/** The requirements, in the order of the contract; without the engine where the build has described them. */
export async function loadRequirements(): Promise<readonly RequirementInfo[]> {
  return described() ?? (await loadEngine()).requirements();
}
