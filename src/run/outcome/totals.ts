import type { LevelTotals, Totals } from '../../report/report.js';
import type { RequirementReport } from '../../report/requirement-report.js';
import { plural } from '../../report/plural.js';

/** Number of requirements by outcome and level. */
export function totalsOf(requirements: readonly RequirementReport[]): Totals {
  const zero = (): { -readonly [kind in keyof LevelTotals]: number } => ({
    passed: 0,
    failed: 0,
    'not-judged': 0,
    'not-exercised': 0,
    'not-applicable': 0,
    deselected: 0,
  });
  const totals = { MUST: zero(), SHOULD: zero(), MAY: zero() };
  for (const { level, verdict } of requirements) totals[level][verdict.kind] += 1;
  return totals;
}

/** Counted facts: rejections, random draws, throttling. */
export function countedFacts(requirements: readonly RequirementReport[], throttled: number): string[] {
  const facts: string[] = [];
  const named = requirements.filter(({ rejectedForTheRightReason }) => rejectedForTheRightReason !== undefined);
  if (named.length > 0) {
    const right = named.filter(({ rejectedForTheRightReason }) => rejectedForTheRightReason === true).length;
    facts.push(
      `Of ${named.length} violations that were rejected, ${right} were answered with an error that names the member.`,
    );
  }
  const drawn = requirements
    .filter(({ verdict, cases }) => verdict.kind === 'passed' && cases.drawn > 0)
    .reduce((sum, { cases }) => sum + cases.drawn, 0);
  // With three or fewer the rule says nothing.
  if (drawn > 3)
    facts.push(
      `${drawn} randomly drawn cases conform: with 95 % confidence fewer than ${Number((300 / drawn).toPrecision(2))} % of such inputs are misjudged.`,
    );
  if (throttled > 0) facts.push(`${plural(throttled, 'answer')} said that there were too many requests.`);
  return facts;
}
