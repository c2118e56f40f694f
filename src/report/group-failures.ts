import type { Finding } from '../model.js';
import type { RequirementReport } from './report.js';

/** Requirements that failed, seemingly for one cause; the first one stands for all. */
export interface FailureGroup {
  /** What they share: the same answer where another was expected, or the same member of the contract. */
  readonly shared: 'alone' | 'answer' | 'family';
  readonly first: RequirementReport;
  readonly others: readonly RequirementReport[];
}

/** So many failures are shown one by one; more are grouped. */
const CROWD = 12;

/**
 * Failures grouped by cause, so that three hundred stay readable while a dozen are shown one by one. Of more, those
 * that met the same answer where the same was expected stand together, if they are many; of what is then left, those
 * of one family (`request-body/ports`), if that is still a crowd. Order is kept.
 */
export function groupFailures(failed: readonly RequirementReport[]): readonly FailureGroup[] {
  if (failed.length <= CROWD) return failed.map(alone);
  const byAnswer = [...gather(failed, answerOf).values()];
  const answers = byAnswer.filter(({ length }) => length > CROWD);
  const rest = byAnswer.filter(({ length }) => length <= CROWD).flat();
  const families =
    rest.length > CROWD ? [...gather(rest, ({ id }) => familyOf(id)).values()] : rest.map((one) => [one]);
  const groups = [...answers.flatMap(together('answer')), ...families.flatMap(together('family'))];
  return groups.sort((a, b) => failed.indexOf(a.first) - failed.indexOf(b.first));
}

/** A failure that is shown by itself. */
export function alone(first: RequirementReport): FailureGroup {
  return { shared: 'alone', first, others: [] };
}

function together(shared: 'answer' | 'family'): (members: readonly RequirementReport[]) => readonly FailureGroup[] {
  return ([first, ...others]) => {
    if (first === undefined) return [];
    return [others.length === 0 ? alone(first) : { shared, first, others }];
  };
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
