import type { Verdict } from '../shared/model.js';
import type { Report } from '../report/report.js';
import type { RequirementReport } from '../report/requirement-report.js';

/** One requirement in two reports; null for a report that does not have it. */
export interface ComparedRequirement {
  readonly id: string;
  readonly level: RequirementReport['level'];
  readonly old: Verdict['kind'] | null;
  readonly new: Verdict['kind'] | null;
  /** The complaint in the new report, or the reason why it was not judged. */
  readonly why: string;
}

/** One latency measure in two reports, in milliseconds. */
export interface Shift {
  readonly measure: 'p50' | 'p95' | 'p99' | 'max';
  readonly old: number;
  readonly new: number;
}

/** The changes between two reports, as `compare --json` prints them. */
export interface ReportComparison {
  readonly schemaVersion: 1;
  readonly old: ComparedSide;
  readonly new: ComparedSide;
  /** How the two runs differ in ways that may change their verdicts, one sentence each. */
  readonly differences: readonly string[];
  /** Fails now and did not before; known failures are listed separately. */
  readonly newlyFailing: readonly ComparedRequirement[];
  readonly newlyKnown: readonly ComparedRequirement[];
  /** Failed before and passes now. */
  readonly fixed: readonly ComparedRequirement[];
  readonly stillFailing: readonly ComparedRequirement[];
  /** Was judged before and no longer is: not judged, not exercised or left out. */
  readonly newlyUnjudged: readonly ComparedRequirement[];
  readonly added: readonly ComparedRequirement[];
  readonly gone: readonly ComparedRequirement[];
  readonly latency: readonly Shift[];
  /** Why the new report is a regression; empty if it is none. */
  readonly regressions: readonly string[];
}

/** What is shown of each report. */
export interface ComparedSide {
  readonly target: string;
  readonly startedAt: string;
  readonly verdict: Report['verdict'];
  readonly version: string;
}

/** Compares two reports, the older one first. */
export function compareReports(older: Report, newer: Report): ReportComparison {
  const before = new Map(older.requirements.map((one) => [one.id, one]));
  const after = new Map(newer.requirements.map((one) => [one.id, one]));
  const changes = newer.requirements.map((one) => changeOf(before.get(one.id), one));
  const failing = newer.requirements.filter(
    ({ id, verdict }) => verdict.kind === 'failed' && before.get(id)?.verdict.kind !== 'failed',
  );
  const of = (chosen: readonly RequirementReport[]) => chosen.map((one) => changeOf(before.get(one.id), one));
  const newlyFailing = of(failing.filter(({ known }) => known === undefined));
  const newlyUnjudged = changes.filter(
    (change) => isJudged(change.old) && change.new !== null && !isJudged(change.new),
  );
  const gone = older.requirements.filter(({ id }) => !after.has(id)).map((one) => goneFrom(one));
  const counts = ({ level }: ComparedRequirement): boolean =>
    level === 'MUST' || (level === 'SHOULD' && newer.options.strict);
  const unjudged = newlyUnjudged.filter((change) => counts(change) && change.new !== 'not-applicable');
  const lost = gone.filter((change) => change.old === 'passed');
  return {
    schemaVersion: 1,
    old: sideOf(older),
    new: sideOf(newer),
    differences: differencesOf(older, newer),
    newlyFailing,
    newlyKnown: of(failing.filter(({ known }) => known !== undefined)),
    fixed: changes.filter((change) => change.old === 'failed' && change.new === 'passed'),
    stillFailing: changes.filter((change) => change.old === 'failed' && change.new === 'failed'),
    newlyUnjudged,
    added: changes.filter((change) => change.old === null),
    gone,
    latency: (['p50', 'p95', 'p99', 'max'] as const).map((measure) => ({
      measure,
      old: older.traffic.latency[measure],
      new: newer.traffic.latency[measure],
    })),
    regressions: [
      ...told(newlyFailing.filter(counts), 'newly failing'),
      ...told(unjudged, 'judged before, but no longer'),
      ...told(lost, 'kept before, but gone from the contract'),
    ],
  };
}

function told(changes: readonly ComparedRequirement[], what: string): readonly string[] {
  if (changes.length === 0) return [];
  const some = changes.slice(0, 3).map(({ id }) => id);
  return [`${changes.length} ${what}: ${some.join(', ')}${changes.length > some.length ? ' and others' : ''}`];
}

function isJudged(kind: Verdict['kind'] | null): boolean {
  return kind === 'passed' || kind === 'failed';
}

function changeOf(old: RequirementReport | undefined, now: RequirementReport): ComparedRequirement {
  return { id: now.id, level: now.level, old: old?.verdict.kind ?? null, new: now.verdict.kind, why: whyOf(now) };
}

function goneFrom({ id, level, verdict }: RequirementReport): ComparedRequirement {
  return { id, level, old: verdict.kind, new: null, why: '' };
}

function whyOf({ id, verdict, failures }: RequirementReport): string {
  switch (verdict.kind) {
    case 'failed': {
      const findings = failures[0]?.findings ?? [];
      const finding = findings.find(({ requirement }) => requirement === id) ?? findings[0];
      return finding === undefined ? '' : `expected ${finding.expected}, received ${finding.received}`;
    }
    case 'passed':
      return '';
    case 'not-applicable':
      return `by reading ${verdict.reading}`;
    default:
      return verdict.reason;
  }
}

function sideOf({ target, startedAt, verdict, tool }: Report): ComparedSide {
  return { target: target.embedded ? 'the embedded mock' : target.url, startedAt, verdict, version: tool.version };
}

function differencesOf(older: Report, newer: Report): string[] {
  const differences: string[] = [];
  const note = (what: string, a: unknown, b: unknown): void => {
    const [one, other] = [a, b].map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
    if (one !== other) differences.push(`${what}: ${one ?? ''}, then ${other ?? ''}`);
  };
  note('target', sideOf(older).target, sideOf(newer).target);
  note('project', older.target.projectId, newer.target.projectId);
  note('services', older.target.serviceIds, newer.target.serviceIds);
  note('version of vpcep-contract', older.tool.version, newer.tool.version);
  for (const name of ['seed', 'effort', 'cases', 'readings', 'only', 'skip', 'strict'] as const)
    note(name, older.options[name], newer.options[name]);
  const { digests: a } = older.contract;
  const { digests: b } = newer.contract;
  if (a.spec !== b.spec) differences.push('the OpenAPI document or its readings: not the same');
  if (a.suite !== b.suite) differences.push('the requirements: not the same');
  return differences;
}
