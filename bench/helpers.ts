import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A process started for a measurement. */
export interface Helper {
  /** The first line that it printed. */
  readonly line: string;
  stop(): Promise<void>;
}

/** Starts another file of this folder in its own process, and waits for the first line that it prints. */
export async function start(name: string, args: readonly string[]): Promise<Helper> {
  const file = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [file, ...args], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    child.kill();
    await ended;
  };
  if (child.stdout === null) throw new Error(`${file} has no output`);
  for await (const line of createInterface({ input: child.stdout })) return { line, stop };
  throw new Error(`${file} ended before it was ready`);
}

/** Returns the median; of an even number of values, the upper one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Prints rows in columns. */
export function table(rows: readonly (readonly string[])[]): void {
  const widths = rows.reduce<number[]>((least, row) => row.map((cell, n) => Math.max(cell.length, least[n] ?? 0)), []);
  for (const row of rows)
    console.log(
      row
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}
