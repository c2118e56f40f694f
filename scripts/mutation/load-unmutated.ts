/**
 * Turns the last run's mutant off while a test file is loaded, as Stryker expects: a suite that is built wrongly would
 * fail to load, and a file without tests counts as one that noticed nothing.
 */
const stryker = (globalThis as { __stryker__?: { activeMutant?: string | undefined } }).__stryker__;
if (stryker !== undefined) stryker.activeMutant = undefined;
