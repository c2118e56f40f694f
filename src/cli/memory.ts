import { setFlagsFromString } from 'node:v8';
import type { Config } from '../config/config.js';

/**
 * Bytes that Node.js allocates at once for small buffers. With its default of 8 KiB, a fifth of a request's time goes
 * into allocating its body.
 */
const POOL_SIZE = 65_536;

/** From this many drawn cases per requirement on, a run is long. */
const LONG = 20;

/**
 * Percentage by which the heap may grow beyond what is in use before it is collected. V8's default lets it grow to
 * several times that if much is allocated: a long run would take hundreds of megabytes, of which it needs sixty.
 */
const HEAP_GROWTH = 30;

/** Sets up the memory of a process that runs the suite; call it before anything else. */
export function setUpMemory(): void {
  Buffer.poolSize = POOL_SIZE;
}

/** Has the heap collected more often for a long run, at the cost of a sixth more processor time. */
export function sweepLongRun({ effort, cases }: Pick<Config, 'effort' | 'cases'>): void {
  if (cases === null ? effort === 'thorough' : cases > LONG)
    setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
}
