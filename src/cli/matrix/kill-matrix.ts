import type { Effort } from '../../shared/model.js';
import type { Task, TaskResult } from './judge-subject.js';
import { isCaught, type Subject } from './subject.js';

/** The runs against one subject. */
export interface MatrixRow extends Subject {
  /** One for a fault; one per seed for a variant. */
  readonly runs: readonly TaskResult[];
  /** Requirements that failed in any of them. */
  readonly failed: readonly string[];
  /** Whether a fault failed what it must, or a variant was conformant in every run. */
  readonly right: boolean;
}

/** How to make the matrix. */
export interface MatrixOptions {
  readonly effort: Effort;
  /** Seeds for variants; faults are judged with the first. */
  readonly seeds: readonly number[];
  /** Globs that match the requirements to judge; empty for all. */
  readonly only?: readonly string[];
  readonly judge: (task: Task) => Promise<TaskResult>;
  /** Number of concurrent runs. */
  readonly width: number;
  readonly signal: AbortSignal;
  readonly onRow: (row: MatrixRow, done: number) => void;
}

/** Judges every subject with complete runs of its own. If stopped early, it returns the completed rows, in order. */
export async function killMatrix(subjects: readonly Subject[], options: MatrixOptions): Promise<readonly MatrixRow[]> {
  const { effort, seeds, only = [], judge, width, signal, onRow } = options;
  const runs = subjects.map(() => [] as TaskResult[]);
  const rows = subjects.map((): MatrixRow | null => null);
  const waiting = subjects.flatMap((subject, n) =>
    (subject.kind === 'fault' ? seeds.slice(0, 1) : seeds).map((seed) => ({
      n,
      task: { subject, seed, effort, only, maxFailures: null },
    })),
  );
  let done = 0;
  const work = async (take: () => (typeof waiting)[number] | undefined): Promise<void> => {
    for (let next = take(); next !== undefined; next = take()) {
      if (signal.aborted) return;
      const { n, task } = next;
      const result = await judge(task);
      if (result.verdict === 'interrupted') continue;
      const own = runs[n] ?? [];
      own.push(result);
      if (own.length < (task.subject.kind === 'fault' ? 1 : seeds.length)) continue;
      const row = rowOf(task.subject, own);
      rows[n] = row;
      onRow(row, ++done);
    }
  };
  // The last tasks wait more than they work: some workers take them from the start, so that no core is idle at the end.
  const takers = Array.from({ length: width }, (_, n) => () => (n % 3 === 2 ? waiting.pop() : waiting.shift()));
  await Promise.all(takers.map(work));
  return rows.filter((row) => row !== null);
}

function rowOf(subject: Subject, results: readonly TaskResult[]): MatrixRow {
  const runs = [...results].sort((a, b) => a.seed - b.seed);
  const failed = [...new Set(runs.flatMap((run) => run.failed))];
  const right =
    subject.kind === 'fault'
      ? runs.every(({ verdict }) => verdict === 'non-conformant') && isCaught(subject, failed)
      : runs.every(({ verdict }) => verdict === 'conformant');
  return { ...subject, runs, failed, right };
}
