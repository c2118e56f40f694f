import { byReason, reasonOf } from '../outcome.js';
import type { Report } from '../report.js';
import type { RequirementReport } from '../requirement-report.js';
import { endingOf, type Ending } from './endings.js';

/** A reason why requirements were neither kept nor breached, and its letter in the ledger. */
export interface Reason {
  readonly letter: string;
  readonly ending: Ending;
  readonly text: string;
  readonly requirements: readonly RequirementReport[];
}

/** The reasons of a report, by letter and by requirement. */
export interface Reasons {
  readonly all: readonly Reason[];
  of(requirement: RequirementReport): Reason | undefined;
}

/** Gives each reason of a report its letter: a to z, then aa and so on; per kind of verdict, the commonest first. */
export function reasonsOf(report: Report): Reasons {
  const all: Reason[] = [];
  const kinds = ['not-judged', 'not-exercised', 'not-applicable', 'deselected'] as const;
  for (const kind of kinds) {
    const ended = report.requirements.filter(({ verdict }) => verdict.kind === kind);
    for (const [text, requirements] of byReason(ended)) {
      const [first] = requirements;
      if (first !== undefined)
        all.push({ letter: letterOf(all.length), ending: endingOf(first, report), text, requirements });
    }
  }
  const known = new Map(all.map((reason) => [`${reason.ending.name} ${reason.text}`, reason]));
  return {
    all,
    of: (requirement) => known.get(`${endingOf(requirement, report).name} ${reasonOf(requirement.verdict)}`),
  };
}

function letterOf(n: number): string {
  const last = String.fromCharCode(97 + (n % 26));
  return n < 26 ? last : letterOf(Math.floor(n / 26) - 1) + last;
}
