import { setFlagsFromString } from 'node:v8';

/**
 * Bytes that Node.js allocates at once for small buffers. With its default of 8 KiB, a fifth of a request's time goes
 * into allocating its body.
 */
const POOL_SIZE = 65_536;

/**
 * Percentage by which the heap may grow beyond what is in use before it is collected. V8's default lets it grow to
 * several times that if much is allocated: a long run would take hundreds of megabytes, of which it needs sixty.
 */
const HEAP_GROWTH = 30;

/** Sets up the memory of a process that runs the suite; call it before anything else. */
export function setUpMemory(): void {
  Buffer.poolSize = POOL_SIZE;
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
}
