import type { Engine } from './engine.js';

/** The engine; it is loaded only by the commands that need it. */
export async function loadEngine(): Promise<Engine> {
  const { engine } = await import('../engine.js');
  return engine;
}
