import { compileGlob } from '../glob.js';
import type { KnownEntryReport, KnownFailuresReport, RequirementReport } from '../report/report.js';
import type { KnownFailures } from './known-failures.js';

/** Requirements with the failures that are known marked as such, and what became of the entries. */
export interface Applied {
  readonly requirements: readonly RequirementReport[];
  readonly report: KnownFailuresReport | null;
}

/** Marks the failures that are known, and looks for entries that must go. `today` is YYYY-MM-DD, UTC. */
export function applyKnownFailures(
  requirements: readonly RequirementReport[],
  known: KnownFailures | null,
  today: string,
): Applied {
  if (known === null) return { requirements, report: null };
  const marked = new Map<string, KnownEntryReport>();
  const entries = known.entries.map(({ line: _line, ...entry }): KnownEntryReport => {
    const named = requirements.filter(({ id }) => compileGlob(entry.requirement)(id));
    const failed = named.filter(({ verdict }) => verdict.kind === 'failed').map(({ id }) => id);
    const report = { ...entry, state: stateOf(named, entry.expires !== null && entry.expires < today), failed };
    if (report.state === 'failing') for (const id of failed) if (!marked.has(id)) marked.set(id, report);
    return report;
  });
  return {
    requirements: requirements.map((one) => {
      const entry = marked.get(one.id);
      if (entry === undefined) return one;
      const { reason, ticket, expires } = entry;
      return { ...one, known: { reason, ticket, expires } };
    }),
    report: { file: known.file, entries },
  };
}

function stateOf(named: readonly RequirementReport[], expired: boolean): KnownEntryReport['state'] {
  const kinds = named.map(({ verdict }) => verdict.kind);
  const judged = kinds.some((kind) => kind === 'passed' || kind === 'failed');
  if (!judged) return 'not-judged';
  const whole = kinds.every((kind) => kind === 'passed' || kind === 'not-applicable');
  if (whole) return 'passing';
  if (!kinds.includes('failed')) return 'not-judged';
  return expired ? 'expired' : 'failing';
}
