/** Vitest's global setup: the tests of the program start a build of the current sources. */
export { buildWhereStale as setup } from './built-program.js';
