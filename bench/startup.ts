/**
 * Measures how long `--help` and `list` of the built program take, compared with a Node.js process that does nothing.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { median, root, table } from './helpers.js';

const ROUNDS = 21;
const main = join(root, 'dist', 'cli.js');
const commands: Readonly<Record<string, readonly string[]>> = {
  'node -e 0': ['-e', '0'],
  '--help': [main, '--help'],
  list: [main, 'list'],
};

function millisecondsOf(args: readonly string[]): number {
  const from = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  return performance.now() - from;
}

const times = new Map(Object.keys(commands).map((name) => [name, [] as number[]]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, args] of Object.entries(commands)) times.get(name)?.push(millisecondsOf(args));
}
const [bare = Number.NaN, help = Number.NaN, list = Number.NaN] = [...times.values()].map(median);
table([
  ['node -e 0', `${bare.toFixed(0)} ms`],
  ['--help', `${help.toFixed(0)} ms, ${(help / bare).toFixed(2)} times as long (to reach: 2.50)`],
  ['list', `${list.toFixed(0)} ms, ${(list / bare).toFixed(2)} times as long`],
]);
