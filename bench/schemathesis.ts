/**
 * Judges the same targets with Schemathesis and with this program: requests per second, faults caught and variants
 * accused, side by side. Every mock is a fresh process. The speed is measured first, with nothing else running.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { runScript } from '../scripts/run-script.js';
import { virtualEnvironment } from '../scripts/virtual-environment.js';
import { parseInteger } from '../src/config/values.js';
import { faults, variants } from '../src/mock/index.js';
import { root } from './helpers.js';
import { takeAccounts, type Entry } from './schemathesis/accounts.js';
import { sample } from './schemathesis/sample.js';
import { printSideBySide } from './schemathesis/side-by-side.js';
import { own, schemathesis } from './schemathesis/tools.js';

type Options = Readonly<Record<'faults' | 'variants' | 'examples' | 'seed', string>>;

await runScript(async () => {
  const options = new Command()
    .option('--faults <n>', 'faults of the catalogue to judge, or all', '40')
    .option('--variants <n>', 'variants of the catalogue to judge, or all', '16')
    .option('--examples <n>', "Schemathesis' --max-examples; it takes about as long as a run does by default", '500')
    .option('--seed <n>', 'seed of the choice and of both tools', '1')
    .parse()
    .opts<Options>();
  const integer = (name: keyof Options) => parseInteger({ text: options[name], from: `--${name}` }, 1, 100_000);
  const size = (name: 'faults' | 'variants') => (options[name] === 'all' ? null : integer(name));
  const [seed, examples] = [integer('seed'), integer('examples')];
  const entries = [
    ...sample(faults, size('faults'), seed).map(({ id, chapter }): Entry => ({ kind: 'fault', id, chapter })),
    ...sample(variants, size('variants'), seed).map(({ id, chapter }): Entry => ({ kind: 'variant', id, chapter })),
  ];
  const pins = join(root, 'bench', 'schemathesis', 'requirements.txt');
  const version = /^schemathesis==(.*)$/m.exec(readFileSync(pins, 'utf8'))?.[1] ?? '';
  const theirs = schemathesis(virtualEnvironment(root, 'schemathesis', pins), version, examples);
  const [ofUs, ofThem] = await takeAccounts([own, theirs], entries, seed);
  if (ofUs === undefined || ofThem === undefined) throw new Error('there are not two accounts');
  console.log(
    `Seed ${seed}, standard effort, ${examples} examples. Seconds are by each tool's own clock, without its start.`,
  );
  console.log('A fault is caught, and a variant accused, by a failure that the conforming mock does not have.');
  printSideBySide(ofUs, ofThem);
  return 0;
});
