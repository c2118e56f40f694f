/** What Vitest does before any test: the tests of the program start what is built of these sources. */
export { buildWhereStale as setup } from './built-program.js';
