/**
 * Measures how long the quick commands of the built program take, compared with a Node.js process that does nothing.
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
  explain: [main, 'explain', 'effect/atomic'],
  config: [main, 'config'],
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
const medians = [...times].map(([name, taken]) => ({ name, ms: median(taken) }));
const [bare] = medians;
table(
  medians.map(({ name, ms }) => {
    const ratio = ms / (bare?.ms ?? Number.NaN);
    return [
      name,
      `${ms.toFixed(0)} ms`,
      ...(name === bare?.name ? [] : [`${ratio.toFixed(2)} times as long (to reach: 2.50)`]),
    ];
  }),
);
