import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveConfig, type Config } from '../../config/config.js';
import { retryPolicy } from '../../judge/retry-policy.js';
import type { RunVerdict } from '../../shared/model.js';
import { matchesAny } from '../../shared/glob.js';
import type { Engine } from '../load-engine.js';
import { startMutant } from './mutant.js';
import type { Subject } from './subject.js';

/** A run for the matrix. */
export interface Task {
  readonly subject: Subject;
  readonly seed: number;
  readonly effort: Config['effort'];
  /** Globs that match the requirements to judge; empty for all. */
  readonly only: readonly string[];
  /** Number of failed requirements that ends the run; null for no limit. */
  readonly maxFailures: number | null;
}

/** The result of one run against a subject. */
export interface TaskResult {
  readonly seed: number;
  readonly verdict: RunVerdict;
  /** The reasons for the verdict, in the run's own words. */
  readonly because: readonly string[];
  /** Requirements that failed. */
  readonly failed: readonly string[];
  /** The first cases that each of them failed by. */
  readonly failures: readonly { readonly requirement: string; readonly case: string }[];
  /** Evidence of the first failures. */
  readonly evidence: readonly { readonly case: string; readonly expected: string; readonly received: string }[];
  /** Requirements that could not be judged. */
  readonly notJudged: readonly string[];
  /** Requirements that the mutant gave no occasion to judge, with the reason. */
  readonly notExercised: readonly { readonly id: string; readonly reason: string }[];
  readonly requests: number;
  /** How many requests it took to catch a fault where it must be caught; null if it was not, and for a variant. */
  readonly caughtAfter: number | null;
  readonly durationMs: number;
}

/** How a fault is judged: some hang, for which a second is long on loopback, and some put off one update forever. */
const HASTE = { timeout: '1', policy: { ...retryPolicy, putOffFor: 5_000 } };
/** How a conforming subject is judged: like any target, however busy the machine is. */
const AT_LEISURE = { policy: retryPolicy };

/** Number of failures of a run that are described. */
const EVIDENCE = 3;

/** Judges a subject with a complete run of its own. */
export async function judgeSubject(
  engine: Pick<Engine, 'run'>,
  { subject, seed, effort, only, maxFailures }: Task,
  signal: AbortSignal,
): Promise<TaskResult> {
  const mutant = await startMutant(subject, seed);
  const reportDir = await mkdtemp(join(tmpdir(), 'vpcep-contract-'));
  try {
    const { policy, ...flags } = subject.kind === 'fault' ? HASTE : AT_LEISURE;
    const resolved = resolveConfig({ effort, seed: String(seed), only, ...flags }, {});
    const config: Config = {
      ...resolved,
      spending: { ...resolved.spending, maxFailures },
      target: mutant.target,
      reportDir,
      // A fault may breach a SHOULD; a variant need not satisfy them.
      strict: subject.kind === 'fault',
    };
    const failedAfter: [requirement: string, requests: number][] = [];
    const { verdict, because, requirements, traffic, durationMs } = await engine.run(config, {
      signal,
      retryPolicy: policy,
      progress: () => undefined,
      failed: (...one) => failedAfter.push(one),
    });
    const idsOf = (kind: string) => requirements.filter((one) => one.verdict.kind === kind).map(({ id }) => id);
    return {
      seed,
      verdict,
      because,
      failed: idsOf('failed'),
      failures: requirements.flatMap(({ id, failures }) =>
        failures.map((one) => ({ requirement: id, case: one.case })),
      ),
      evidence: requirements
        .flatMap(({ failures }) => failures)
        .flatMap(({ case: id, findings }) =>
          findings.slice(0, 1).map(({ expected, received }) => ({ case: id, expected, received })),
        )
        .slice(0, EVIDENCE),
      notJudged: idsOf('not-judged'),
      notExercised: requirements.flatMap(({ id, verdict: own }) =>
        own.kind === 'not-exercised' ? [{ id, reason: own.reason }] : [],
      ),
      requests: traffic.requests,
      caughtAfter: caughtAfter(subject, failedAfter),
      durationMs,
    };
  } finally {
    await mutant.close();
    await rm(reportDir, { recursive: true, force: true });
  }
}

function caughtAfter(
  { caughtBy }: Subject,
  failed: readonly (readonly [requirement: string, requests: number])[],
): number | null {
  const each = caughtBy.map((glob) => failed.find(([id]) => matchesAny([glob], id))?.[1] ?? null);
  return each.length === 0 || each.includes(null) ? null : Math.max(...each.map((requests) => requests ?? 0));
}
