#!/usr/bin/env node
import { processIo } from './io.js';
import { setUpMemory } from './memory.js';
import { runProgram } from './program.js';

setUpMemory();
const io = processIo(process);
const code = await runProgram(process.argv.slice(2), io);
process.exit(code);
