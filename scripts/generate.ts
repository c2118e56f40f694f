import { generate } from './keep-generated.js';
import { runScript } from './run-script.js';

await runScript((args) => generate(args, console));
