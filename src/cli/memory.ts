import { setFlagsFromString } from 'node:v8';
import type { Config } from '../config/config.js';

/**
 * How much memory Node.js takes at once for small buffers, in bytes. With its own 8 KiB, a fifth of the time of a request
 * goes into the memory for a body.
 */
const POOL_SIZE = 65_536;

/** From this number of drawn cases per requirement on, a run is long. */
const LONG = 20;

/**
 * By how many percent the heap may grow over what is in use before it is swept. V8 lets it grow to several times as much
 * where much is allocated: a long run would take hundreds of megabytes of which it needs sixty.
 */
const HEAP_GROWTH = 30;

/** Sets up the memory of a process that runs the suite; before anything else is done. */
export function setUpMemory(): void {
  Buffer.poolSize = POOL_SIZE;
}

/** Has the heap swept more often where a run will be a long one, at the cost of a sixth more processor time. */
export function sweepLongRun({ effort, cases }: Pick<Config, 'effort' | 'cases'>): void {
  if (cases === null ? effort === 'thorough' : cases > LONG)
    setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
}
