import { shardName } from '../../config/parse-shard.js';
import { BUDGET_SPENT } from '../../judge/rulings.js';
import { applyKnownFailures } from '../../known/apply-known-failures.js';
import { causesOf, withCauses } from '../../report/causes/causes-of.js';
import { commandLine, pathWord } from '../../report/shell-words.js';
import type { KnownEntry } from '../../known/known-failures.js';
import type { KnownEntryReport, Report } from '../../report/report.js';
import type { FailureReport } from '../../report/requirement-report.js';
import { byCodeUnits } from '../../shared/in-order.js';
import { conclude } from '../outcome/conclude.js';
import { countedFacts, totalsOf } from '../outcome/totals.js';
import { checkParts, type ReportPart } from './check-parts.js';
import { mergeRequirement } from './merge-requirement.js';
import { mergeTraffic } from './merge-traffic.js';

/**
 * Merges the reports of several shards into one, with the verdict of the whole: partial if a shard is missing.
 *
 * @param given in any order
 * @param reportDir where the merged report will lie: failures are replayed from there
 * @throws UserError if they are not parts of one run
 */
export function mergeReports(given: readonly ReportPart[], reportDir: string): Report {
  const parts = checkParts(given);
  const reports = parts.map(({ report }) => report);
  const [first] = reports;
  if (first === undefined) throw new Error('checked to be there');
  const count = parts[0]?.shard.count ?? 0;
  const present = parts.map(({ shard }) => shard.index);
  const missing = Array.from({ length: count }, (_, n) => n + 1).filter((index) => !present.includes(index));
  const replay = ({ case: id }: FailureReport): string =>
    commandLine('replay', pathWord(reportDir), id, ...(first.target.namedBy ?? []));
  const judged = first.requirements.map((_, n) =>
    mergeRequirement(
      reports.flatMap(({ requirements }) => requirements[n] ?? []),
      replay,
    ),
  );
  const { knownFailures } = first;
  const startedAt = earliest(reports.map((report) => report.startedAt));
  const known =
    knownFailures === null ? null : { file: knownFailures.file, entries: knownFailures.entries.map(asEntry) };
  const complete = missing.length === 0 && reports.every(({ incomplete }) => incomplete === undefined);
  const applied = applyKnownFailures(
    {
      requirements: judged,
      causes: causesOf({ requirements: judged }),
      run: { ...first.options, shard: null, complete },
      today: startedAt.slice(0, 10),
    },
    known,
  );
  const { requirements } = applied;
  const restore = reports.flatMap((report) => report.restore);
  const budgets = parts.flatMap(({ report, shard }) =>
    report.because
      .filter((text) => text.startsWith('the budget is spent'))
      .map((text) => `shard ${shardName(shard)}: ${text}`),
  );
  const { options } = first;
  const { verdict, exitCode, because, incomplete } = conclude(
    {
      config: { strict: options.strict, require: options.require, shard: null },
      selection: {
        judged: new Set(requirements.flatMap(({ id, verdict: { kind } }) => (kind === 'deselected' ? [] : [id]))),
      },
      restored: restore,
      stopped: null,
      cut: null,
      leftOut: {
        because: [...missing.map((index) => `shard ${shardName({ index, count })} is missing`), ...budgets],
        is: (reason) => / is missing$/.test(reason) || reason.startsWith(BUDGET_SPENT),
      },
      errored: null,
      interrupted: reports.some((report) => report.verdict === 'interrupted'),
    },
    { requirements, knownFailures: applied.report },
  );
  const finishedAt = earliest(
    reports.map((report) => report.finishedAt),
    -1,
  );
  const traffic = mergeTraffic(reports);
  const seen = reports.flatMap((report) => {
    const counted = countedFacts(report.requirements, report.traffic.throttled);
    return report.facts.filter((fact) => !counted.includes(fact));
  });
  const { incomplete: _own, ...stated } = first;
  return {
    ...stated,
    startedAt,
    finishedAt,
    durationMs: Date.parse(finishedAt) - Date.parse(startedAt),
    verdict,
    exitCode,
    because,
    ...(incomplete.length === 0 ? {} : { incomplete }),
    target: {
      ...first.target,
      serviceIds: [...new Set(reports.flatMap(({ target }) => target.serviceIds))],
      siblingServiceId: reports.map(({ target }) => target.siblingServiceId).find((id) => id !== null) ?? null,
      reads: readsOf(reports),
    },
    options: {
      ...options,
      concurrency: reports.reduce((sum, report) => sum + report.options.concurrency, 0),
      shard: null,
    },
    totals: totalsOf(requirements),
    traffic,
    requirements,
    ...withCauses(requirements),
    facts: [...new Set([...seen, ...countedFacts(requirements, traffic.throttled), ...applied.facts])],
    warnings: [...new Set(reports.flatMap(({ warnings }) => warnings))],
    marks: [...new Set(reports.flatMap(({ marks = [] }) => marks))],
    restore,
    knownFailures: applied.report,
    rejudged: reports.map(({ rejudged }) => rejudged).find((rejudged) => rejudged !== null) ?? null,
  };
}

/** How state was read: by updates if at least one shard could read it only that way. */
function readsOf(reports: readonly Report[]): Report['target']['reads'] {
  const ways = reports.map(({ target }) => target.reads);
  if (ways.includes('PUT {}')) return 'PUT {}';
  return ways.includes('GET') ? 'GET' : null;
}

function asEntry({ state: _state, failed: _failed, ...entry }: KnownEntryReport): KnownEntry {
  return { ...entry, recorded: entry.recorded ?? null, line: 0 };
}

/** The earliest of several times; the latest for -1. */
function earliest(times: readonly string[], order: 1 | -1 = 1): string {
  return [...times].sort((a, b) => order * byCodeUnits(a, b))[0] ?? '';
}
