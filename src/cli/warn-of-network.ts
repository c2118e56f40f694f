import type { Config } from '../config.js';
import { networkWarnings } from '../config/network.js';
import { createPaint } from '../report/paint.js';
import type { Output } from './io.js';

/** Says what makes the way to the target unsafe, before anything is sent, also where a run is to be quiet. */
export async function warnOfNetwork(config: Pick<Config, 'network'>, stderr: Output): Promise<void> {
  const { yellow } = createPaint(stderr.colour);
  for (const warning of networkWarnings(config)) await stderr.write(`${yellow('warning:')} ${warning}\n`);
}
