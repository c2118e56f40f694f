import { decides } from '../outcome.js';
import type { Report } from '../report.js';
import type { RequirementReport } from '../requirement-report.js';

/** How a requirement ended, as shown on the page. */
export interface Ending {
  /** Class in the style sheet, and value of the filter. */
  readonly name: 'kept' | 'breached' | 'known' | 'advised' | 'unjudged' | 'unexercised' | 'inapplicable' | 'unselected';
  readonly symbol: string;
  readonly words: string;
}

const ENDINGS: { readonly [name in Ending['name']]: Ending } = {
  breached: { name: 'breached', symbol: '✕', words: 'breached' },
  known: { name: 'known', symbol: '✕', words: 'failed as known' },
  advised: { name: 'advised', symbol: '▵', words: 'failed, advisory' },
  unjudged: { name: 'unjudged', symbol: '?', words: 'not judged' },
  unexercised: { name: 'unexercised', symbol: '–', words: 'not exercised' },
  inapplicable: { name: 'inapplicable', symbol: '○', words: 'not applicable' },
  unselected: { name: 'unselected', symbol: '·', words: 'not selected' },
  kept: { name: 'kept', symbol: '✓', words: 'kept' },
};

/** Every ending, the gravest first. */
export const endings: readonly Ending[] = Object.values(ENDINGS);

/** The ending of a requirement in a report. */
export function endingOf(requirement: RequirementReport, report: Report): Ending {
  switch (requirement.verdict.kind) {
    case 'passed':
      return ENDINGS.kept;
    case 'failed':
      if (requirement.known !== undefined) return ENDINGS.known;
      return decides(requirement, report) ? ENDINGS.breached : ENDINGS.advised;
    case 'not-judged':
      return ENDINGS.unjudged;
    case 'not-exercised':
      return ENDINGS.unexercised;
    case 'not-applicable':
      return ENDINGS.inapplicable;
    case 'deselected':
      return ENDINGS.unselected;
  }
}

/** Counts requirements by ending, the gravest first; endings that none had are left out. */
export function countEndings(
  requirements: readonly RequirementReport[],
  report: Report,
): readonly (readonly [ending: Ending, count: number])[] {
  const counts = new Map<Ending, number>();
  for (const requirement of requirements) {
    const ending = endingOf(requirement, report);
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  return endings.flatMap((ending) => {
    const count = counts.get(ending) ?? 0;
    return count === 0 ? [] : [[ending, count] as const];
  });
}
