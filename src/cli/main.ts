#!/usr/bin/env node
import { processIo } from './io.js';
import { POOL_SIZE } from './pool-size.js';
import { runProgram } from './program.js';

Buffer.poolSize = POOL_SIZE;
const io = processIo(process);
const code = await runProgram(process.argv.slice(2), io);
process.exit(code);
