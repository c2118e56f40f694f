import type { Case } from '../../contract/case.js';
import { formsOf } from '../../judge/forms.js';
import type { Tally } from '../../judge/ledger.js';
import type { FailureReport, RequirementReport } from '../../report/requirement-report.js';

/** The forms of requests to blame for a failure, as a member of a requirement's report; none if nothing failed. */
export function blamedForms(
  { kind }: RequirementReport['verdict'],
  { forms }: Pick<Tally, 'forms'>,
): Pick<RequirementReport, 'forms'> {
  const found = kind === 'failed' ? forms.toBlame() : null;
  return found === null ? {} : { forms: found };
}

/** What is unusual about how a case is written, as a member of the report of its failure; none if nothing is. */
export function formsOfCase(testCase: Case | null): Pick<FailureReport, 'forms'> {
  const forms = testCase === null ? [] : formsOf(testCase);
  return forms.length === 0 ? {} : { forms };
}
