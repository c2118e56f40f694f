import { compileGlob } from '../shared/glob.js';
import type { CauseReport } from '../report/causes/cause-report.js';
import type { KnownEntryReport, KnownFailuresReport } from '../report/report.js';
import type { RequirementReport } from '../report/requirement-report.js';
import { whyNoProof, type JudgedBy } from './is-proof.js';
import { entryName, type KnownEntry, type KnownFailures } from './known-failures.js';

/** The requirements with known failures marked, and the state of the entries. */
export interface Applied {
  readonly requirements: readonly RequirementReport[];
  readonly report: KnownFailuresReport | null;
  /** What passed without proving that it is fixed, one sentence each. */
  readonly facts: readonly string[];
}

/** What the file of known failures is applied to. */
export interface ApplyTo {
  readonly requirements: readonly RequirementReport[];
  readonly causes: readonly CauseReport[];
  readonly run: JudgedBy;
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
}

/** Marks the failures that are known, and finds the entries that must be removed. */
export function applyKnownFailures(to: ApplyTo, known: KnownFailures | null): Applied {
  const { requirements } = to;
  if (known === null) return { requirements, report: null, facts: [] };
  const marked = new Map<string, KnownEntryReport>();
  const facts: string[] = [];
  const entries = known.entries.map((entry): KnownEntryReport => {
    const named = namedBy(entry, to);
    const failed = named.filter(({ verdict }) => verdict.kind === 'failed').map(({ id }) => id);
    const { state, doubt } = stateOf(entry, named, to);
    if (doubt !== null)
      facts.push(
        `${known.file} lists ${entryName(entry)}, which passed here; that does not prove it fixed, since ${doubt}.`,
      );
    const { line: _line, recorded, ...stated } = entry;
    const report = { ...stated, ...(recorded === null ? {} : { recorded }), state, failed };
    if (state === 'failing') for (const id of failed) if (!marked.has(id)) marked.set(id, report);
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
    facts,
  };
}

/**
 * Returns the requirements that an entry is about; none for a cause that is gone, which any requirement may have failed
 * for.
 */
function namedBy({ requirement, cause }: KnownEntry, { requirements, causes }: ApplyTo): readonly RequirementReport[] {
  if (requirement !== undefined) return requirements.filter(({ id }) => compileGlob(requirement)(id));
  const found = causes.find(({ id }) => id === cause);
  return found === undefined ? [] : requirements.filter(({ id }) => found.requirements.includes(id));
}

function stateOf(
  entry: KnownEntry,
  named: readonly RequirementReport[],
  { run, today, requirements }: ApplyTo,
): { readonly state: KnownEntryReport['state']; readonly doubt: string | null } {
  const kinds = named.map(({ verdict }) => verdict.kind);
  if (kinds.includes('failed'))
    return { state: entry.expires !== null && entry.expires < today ? 'expired' : 'failing', doubt: null };
  const judged = entry.cause === undefined ? named : requirements;
  if (!judged.some(({ verdict }) => verdict.kind === 'passed')) return { state: 'not-judged', doubt: null };
  const seen: readonly string[] = [
    'passed',
    'failed',
    'not-applicable',
    ...(entry.cause === undefined ? [] : LEFT_OUT),
  ];
  if (!judged.every(({ verdict }) => seen.includes(verdict.kind))) return { state: 'not-judged', doubt: null };
  const doubt = whyNoProof(entry.recorded, run);
  return { state: doubt === null ? 'passing' : 'unproven', doubt };
}

/** What a run of the same selection on the same target would leave out as well. */
const LEFT_OUT = ['not-exercised', 'deselected'] as const;
