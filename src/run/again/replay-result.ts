import type { Finding } from '../../shared/model.js';
import type { Report, RestoreReport } from '../../report/report.js';
import type { ExchangeReport } from '../../report/requirement-report.js';
import type { Resending, Trial } from './resending.js';
import { runAgain, type RecordedFailure } from './replay.js';

/** Outcome of a case that was sent again. */
export interface ReplayResult {
  readonly case: string;
  readonly requirement: string;
  /** `flaky`: it failed in some attempts, and not in others. */
  readonly outcome: 'fixed' | 'still-failing' | 'flaky' | 'could-not-judge';
  /** Why it could not be judged; null if it was. */
  readonly reason: string | null;
  readonly findings: readonly Finding[];
  readonly exchanges: readonly ExchangeReport[];
}

/** Outcome of a replay. */
export interface Replayed {
  readonly results: readonly ReplayResult[];
  /** How each service was left. */
  readonly restore: readonly RestoreReport[];
}

/** The outcome of each recorded failure, by its attempts. `stopped` says why some are missing. */
export function replayResults(
  recorded: readonly RecordedFailure[],
  { cases, trials, times }: Resending,
  report: Report,
  stopped: string | null,
): readonly ReplayResult[] {
  return recorded.map(({ case: id, requirement, one }): ReplayResult => {
    const base = { case: id, requirement, findings: [], exchanges: [], reason: null };
    if (one === null) {
      const reason = `it belongs to no single case. ${runAgain(requirement, report)}`;
      return { ...base, outcome: 'could-not-judge', reason };
    }
    const own = trials[cases.indexOf(one)] ?? [];
    const failure = own.find((trial) => trial.failure !== null)?.failure;
    const failed = own.filter(({ verdict }) => verdict.kind === 'failed').length;
    const passed = own.filter(({ verdict }) => verdict.kind === 'passed').length;
    const shown = { findings: failure?.findings ?? [], exchanges: failure?.exchanges ?? [] };
    if (failed > 0) return { ...base, ...shown, outcome: passed > 0 ? 'flaky' : 'still-failing' };
    if (passed === times) return { ...base, outcome: 'fixed' };
    return { ...base, outcome: 'could-not-judge', reason: reasonOf(own) ?? stopped ?? 'it was not sent' };
  });
}

function reasonOf(trials: readonly Trial[]): string | null {
  for (const { verdict } of trials) {
    if ('reason' in verdict) return verdict.reason;
    if (verdict.kind === 'not-applicable') return `reading ${verdict.reading} leaves it open`;
  }
  return null;
}
