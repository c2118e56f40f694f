import type { Case } from '../contract/case.js';
import type { JsonObject } from '../shared/json.js';

/** The updates that lead to the state in which a case is sent, in order. */
export function stepsTo(testCase: Pick<Case, 'prepare'>, baseline: JsonObject): readonly JsonObject[] {
  return testCase.prepare === 'baseline' ? [baseline] : ownSteps(testCase);
}

/** The updates that lead to a case's own state; none if any state, or the baseline, will do. */
export function ownSteps({ prepare }: Pick<Case, 'prepare'>): readonly JsonObject[] {
  if (prepare === null || prepare === 'baseline') return [];
  return isList(prepare) ? prepare : [prepare];
}

/** Whether a case needs a state of its own rather than any state or the baseline. */
export function hasOwnState({ prepare }: Pick<Case, 'prepare'>): boolean {
  return prepare !== null && prepare !== 'baseline';
}

function isList(prepare: JsonObject | readonly JsonObject[]): prepare is readonly JsonObject[] {
  return Array.isArray(prepare);
}
