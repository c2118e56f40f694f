/** The program as its users start it: what was built, in a process of its own. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { on } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** Built before any test begins. */
const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** A process whose output can be read. */
export type Started = ChildProcessByStdio<null, Readable, Readable>;

/** Starts a command with no variables of the suite but those given. */
export function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('VPCEP_'));
  return spawn(process.execPath, [program, ...args], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Waits until a process has printed a text, and returns all that it printed until then. An Error where it ends before. */
export async function printed(child: Started, text: string, stream: 'stdout' | 'stderr'): Promise<string> {
  let all = '';
  for await (const [chunk] of on(child[stream], 'data', { close: ['close'] })) {
    all += String(chunk);
    if (all.includes(text)) return all;
  }
  throw new Error(`the program ended without ${JSON.stringify(text)}: ${all}`);
}
