import type { RunVerdict, Verdict } from '../shared/model.js';
import { decides } from './outcome.js';
import type { Report } from './report.js';
import type { RequirementReport } from './requirement-report.js';

/** Number of requirements by ending, whatever their level; `failed` is split by whether it decides. */
export interface VerdictTally {
  readonly passed: number;
  /** Failed MUST, and with `--strict` failed SHOULD, except known ones: what makes a run non-conformant. */
  readonly breached: number;
  /** Failed and known, of a level that decides. */
  readonly known: number;
  /** Failed, of a level that does not decide. */
  readonly advisory: number;
  readonly notJudged: number;
  readonly notExercised: number;
  readonly notApplicable: number;
  /** Not selected. */
  readonly notSelected: number;
  /** Left out because of a budget or a missing shard. */
  readonly leftOut: number;
  /** Judged by other shards. */
  readonly elsewhere: number;
}

const NAMES: { readonly [verdict in RunVerdict]: string } = {
  conformant: 'CONFORMANT',
  'known-failures': 'CONFORMANT BUT FOR KNOWN FAILURES',
  'outdated-known-failures': 'KNOWN FAILURES OUT OF DATE',
  'non-conformant': 'NON-CONFORMANT',
  partial: 'PARTIAL',
  'could-not-judge': 'COULD NOT JUDGE',
  interrupted: 'INTERRUPTED',
};

const MEANINGS: { readonly [verdict in RunVerdict]: string } = {
  conformant: 'As far as this run could tell, the endpoint keeps the contract.',
  'known-failures': 'The endpoint breaks the contract where the file of known failures says so, and nowhere else.',
  'outdated-known-failures':
    'The file of known failures lists every breach that was seen, but the file is out of date.',
  'non-conformant': 'The endpoint breaks the contract at each point listed as failed, here or in the report.',
  partial: 'What was judged is kept, but the run left something out: this is no verdict on the whole.',
  'could-not-judge': 'The run could not establish all that it had to: this is neither a pass nor a failure.',
  interrupted: 'The run was stopped before its end: what is listed here was seen until then.',
};

type Counted = Pick<Report, 'totals' | 'options' | 'requirements'>;

/** Counts the requirements of a report by ending. */
export function tally({ totals, options, requirements }: Counted): VerdictTally {
  const levels = [totals.MUST, totals.SHOULD, totals.MAY];
  const sum = (kind: Verdict['kind']) => levels.reduce((total, level) => total + level[kind], 0);
  const known = requirements.filter((one) => one.known !== undefined && decides(one, { options })).length;
  const breached = totals.MUST.failed + (options.strict ? totals.SHOULD.failed : 0) - known;
  return {
    passed: sum('passed'),
    breached,
    known,
    advisory: sum('failed') - breached - known,
    notJudged: sum('not-judged'),
    notExercised: sum('not-exercised'),
    notApplicable: sum('not-applicable'),
    notSelected: requirements.filter(isNotSelected).length,
    leftOut: requirements.filter((one) => isLeftOut(one, options)).length,
    elsewhere: requirements.filter((one) => isElsewhere(one, options)).length,
  };
}

/** Whether a requirement was not selected. */
export function isNotSelected({ verdict }: RequirementReport): boolean {
  return verdict.kind === 'deselected' && verdict.reason === 'not selected';
}

/** Whether another shard judges a requirement. */
function isElsewhere({ verdict }: RequirementReport, { shard }: Report['options']): boolean {
  return verdict.kind === 'deselected' && shard !== null && /^shard \d+\/\d+$/.test(verdict.reason);
}

function isLeftOut(requirement: RequirementReport, options: Report['options']): boolean {
  return requirement.verdict.kind === 'deselected' && !isNotSelected(requirement) && !isElsewhere(requirement, options);
}

/** The name of a report's verdict, for people. */
export function verdictName(report: Counted & Pick<Report, 'verdict'>): string {
  const selection = report.options.only.length + report.options.skip.length > 0;
  if (report.verdict === 'known-failures') {
    const { known } = tally(report);
    return `CONFORMANT BUT FOR ${known} KNOWN ${known === 1 ? 'FAILURE' : 'FAILURES'}`;
  }
  if (report.verdict !== 'conformant') return NAMES[report.verdict];
  const { shard } = report.options;
  const share = shard === null ? '' : ` in its share (shard ${shard.index}/${shard.count})`;
  return `${NAMES.conformant}${selection ? ' in what was selected' : ''}${share}`;
}

/** What a report's verdict means. */
export function verdictMeaning({ verdict }: Pick<Report, 'verdict'>): string {
  return MEANINGS[verdict];
}

/** The counts behind a verdict: `3 breached, 195 kept; 9 not exercised, 2 not judged`. */
export function verdictCounts(report: Counted): string {
  const counts = tally(report);
  const none =
    judgedIn(counts) === 0
      ? 'nothing was judged'
      : `${requirements(counts.passed)} kept, ${counts.known > 0 ? 'no other' : 'none'} breached`;
  const kept = counts.breached > 0 ? `${counts.passed} kept` : none;
  const judged = [
    counts.breached > 0 ? `${counts.breached} of ${requirements(judgedIn(counts))} breached` : '',
    kept,
    counts.known > 0 ? `${counts.known} failed as known` : '',
    counts.advisory > 0 ? `${counts.advisory} failed without deciding` : '',
  ];
  const rest = [
    [counts.notExercised, 'not exercised'],
    [counts.notJudged, 'not judged'],
    [counts.notApplicable, 'not applicable'],
    [counts.leftOut, 'left out'],
    [counts.elsewhere, 'left to other shards'],
    [counts.notSelected, 'not selected'],
  ] as const;
  const others = rest.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return [judged.filter((part) => part !== '').join(', '), others.join(', ')].filter((part) => part !== '').join('; ');
}

function judgedIn({ breached, known, passed, advisory }: VerdictTally): number {
  return breached + known + passed + advisory;
}

function requirements(count: number): string {
  return count === 1 ? '1 requirement' : `${count} requirements`;
}

/** Verdict, counts and exit code in one line. */
export function headline(report: Report): string {
  return `${verdictName(report)}: ${verdictCounts(report)} (exit code ${report.exitCode})`;
}
