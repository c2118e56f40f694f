#!/usr/bin/env node
import { processIo } from './io.js';
import { runProgram } from './program.js';

const io = processIo(process);
const code = await runProgram(process.argv.slice(2), io);
process.exit(code);
