/** The program as its users start it: the build, in its own process. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { on, once } from 'node:events';
import type { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { inherited, main } from '../../scripts/built-program.js';

/** A process with readable output. */
export type Started = ChildProcessByStdio<null, Readable, Readable>;

/** Starts a command that ends with the test, with no variables of the suite but the given ones. */
export function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    child.stdout.resume();
    child.stderr.resume();
    await closed;
  });
  return child;
}

/** Waits until a process has printed a text, and returns all its output so far. Rejects if it ends before. */
export async function printed(child: Started, text: string, stream: 'stdout' | 'stderr'): Promise<string> {
  let all = '';
  for await (const [chunk] of on(child[stream], 'data', { close: ['close'] })) {
    all += String(chunk);
    if (all.includes(text)) return all;
  }
  throw new Error(`the program ended without ${JSON.stringify(text)}: ${all}`);
}

/** Returns the rest of a process's output, and how it ends. */
export async function ended(child: Started): Promise<{ code: number | null; out: string; err: string }> {
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}
