#!/usr/bin/env node
import { guarded } from './guarded.js';
import { renderError, type Io, processIo } from './io.js';
import { setUpProcess } from './set-up-process.js';
import { runProgram } from './program.js';
import { startingWith, startWords } from './start-words.js';

setUpProcess();
let io: Io;
try {
  io = startingWith(guarded(processIo(process)), startWords(process));
} catch (error) {
  process.stderr.write(renderError(error, false));
  process.exit(2);
}
process.on('uncaughtException', (error) => {
  // A command with something to put back handles the error itself.
  if (process.listenerCount('uncaughtException') > 1) return;
  void io.stderr.write(renderError(error, io.stderr.colour)).finally(() => process.exit(2));
});
const args = process.argv.slice(2);
const code = await runProgram(args, io);
const lost = io.stdout.trouble;
if (lost !== null) await io.stderr.write(`error: stdout could not be written to (${lost})\n`);
// A run also writes everything to its report folder.
const said = lost === null || args[0] === 'run';
process.exit(code === 0 && !said ? 2 : code);
