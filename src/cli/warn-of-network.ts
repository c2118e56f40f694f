import type { Config } from '../config/config.js';
import { networkWarnings } from '../config/network.js';
import { createPaint } from '../report/paint.js';
import { visible } from '../report/safe-text.js';
import type { Output } from './io.js';

/**
 * Says what a file decides about where credentials go, and what makes the connection to the target unsafe, before
 * anything is sent, even in a quiet run.
 */
export async function warnOfNetwork(config: Pick<Config, 'network' | 'fromFile'>, stderr: Output): Promise<void> {
  if (config.fromFile !== undefined) await stderr.write(`${visible(config.fromFile)}\n`);
  const { yellow } = createPaint(stderr.colour);
  for (const warning of networkWarnings(config)) await stderr.write(`${yellow('warning:')} ${warning}\n`);
}
