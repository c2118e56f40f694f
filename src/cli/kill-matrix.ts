import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config, Target } from '../config.js';
import { matchesAny } from '../glob.js';
import type { RunVerdict } from '../model.js';
import type { Engine } from './engine.js';

/** A fault of the mock, or a conforming variant of it. */
export interface Subject {
  readonly kind: 'fault' | 'variant';
  readonly id: string;
  readonly says: string;
  /** Globs over the requirements that must catch a fault; empty for a variant. */
  readonly caughtBy: readonly string[];
}

/** A mock that misbehaves as a subject says. */
export interface Specimen {
  readonly target: Target;
  close(): Promise<void>;
}

/** What one run said of a subject. */
export interface MatrixRow extends Subject {
  readonly verdict: RunVerdict;
  /** Requirements that failed. */
  readonly failed: readonly string[];
  /** A fault: failed where it must. A variant: conformant. */
  readonly right: boolean;
  readonly requests: number;
  readonly durationMs: number;
}

/** What the matrix is made with. */
export interface MatrixOptions {
  readonly config: Config;
  readonly start: (subject: Subject) => Promise<Specimen>;
  readonly signal: AbortSignal;
  /** Runs at a time. */
  readonly parallel: number;
  readonly onRow: (row: MatrixRow, done: number) => void;
}

/** Judges every subject with a whole run of its own; stops early, in order, when it is asked to. */
export async function killMatrix(
  engine: Pick<Engine, 'run'>,
  subjects: readonly Subject[],
  options: MatrixOptions,
): Promise<readonly MatrixRow[]> {
  const rows = new Map<Subject, MatrixRow>();
  const waiting = [...subjects];
  const worker = async (): Promise<void> => {
    for (let subject = waiting.shift(); subject !== undefined; subject = waiting.shift()) {
      if (options.signal.aborted) return;
      const row = await judge(engine, subject, options);
      rows.set(subject, row);
      options.onRow(row, rows.size);
    }
  };
  await Promise.all(Array.from({ length: options.parallel }, worker));
  return subjects.flatMap((subject) => rows.get(subject) ?? []);
}

async function judge(engine: Pick<Engine, 'run'>, subject: Subject, options: MatrixOptions): Promise<MatrixRow> {
  const specimen = await options.start(subject);
  const reportDir = await mkdtemp(join(tmpdir(), 'vpcep-contract-'));
  try {
    // A fault may breach what only should be kept; a variant must not be held to that.
    const config: Config = { ...options.config, target: specimen.target, reportDir, strict: subject.kind === 'fault' };
    const report = await engine.run(config, { signal: options.signal, progress: () => undefined });
    const failed = report.requirements.filter(({ verdict }) => verdict.kind === 'failed').map(({ id }) => id);
    const right =
      subject.kind === 'variant'
        ? report.verdict === 'conformant' && failed.length === 0
        : report.verdict === 'non-conformant' && failed.some((id) => matchesAny(subject.caughtBy, id));
    const { verdict, durationMs, traffic } = report;
    return { ...subject, verdict, failed, right, requests: traffic.requests, durationMs };
  } finally {
    await specimen.close();
    await rm(reportDir, { recursive: true, force: true });
  }
}
