import type { Finding } from '../model.js';
import type { RequirementReport } from './report.js';

/** Requirements that failed, seemingly for one cause; the first one stands for all. */
export interface FailureGroup {
  /** What they share: the same answer where another was expected, or the same member of the contract. */
  readonly shared: 'alone' | 'answer' | 'family';
  readonly first: RequirementReport;
  readonly others: readonly RequirementReport[];
}

/** From how many failures on those of one family are shown together, though their answers differ. */
const CROWD = 12;

/**
 * Failures grouped by cause, so that three hundred stay readable: first those that met the same answer where the same
 * was expected; of the rest, where there are many, those of one family (`request-body/ports`). Order is kept.
 */
export function groupFailures(failed: readonly RequirementReport[]): readonly FailureGroup[] {
  const byAnswer = gather(failed, answerOf);
  const alone = [...byAnswer.values()].filter((group) => group.length === 1).flat();
  const byFamily = alone.length > CROWD ? gather(alone, ({ id }) => familyOf(id)) : gather(alone, ({ id }) => id);
  const groups: FailureGroup[] = [];
  for (const [shared, gathered] of [
    ['answer', [...byAnswer.values()].filter((group) => group.length > 1)],
    ['family', [...byFamily.values()]],
  ] as const) {
    for (const [first, ...others] of gathered) {
      if (first !== undefined) groups.push({ shared: others.length === 0 ? 'alone' : shared, first, others });
    }
  }
  return groups.sort((a, b) => failed.indexOf(a.first) - failed.indexOf(b.first));
}

/** The complaint that a requirement's first failure is about; undefined where the report holds none. */
export function mainFinding(requirement: RequirementReport): Finding | undefined {
  const findings = requirement.failures[0]?.findings ?? [];
  return findings.find((finding) => finding.requirement === requirement.id) ?? findings[0];
}

/** Chapter and subject of a requirement: `request-body/ports` of `request-body/ports/maxItems/one-over`. */
export function familyOf(id: string): string {
  return id.split('/').slice(0, 2).join('/');
}

/** Expected and received, without the values that differ from case to case. */
function answerOf(requirement: RequirementReport): string {
  const finding = mainFinding(requirement);
  if (finding === undefined) return requirement.id;
  return `${blur(finding.expected)}\n${blur(finding.received)}`;
}

function blur(text: string): string {
  return text
    .replace(/"(?:[^"\\]|\\.)*"/g, '"…"')
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '…')
    .replace(/\d{5,}|\d{4}-\d\d-\d\dT[\d:.]+Z?/g, '…');
}

function gather<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
