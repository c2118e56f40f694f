import type { RequirementReport } from '../requirement-report.js';
import { few, type Cause } from './cause.js';
import { inputOfRule, slug } from './input.js';
import { isKept } from './inputs.js';
import type { Symptom } from './symptom.js';

/**
 * Groups requests that fail only because of how they are written: those of at least two requirements, at least one of
 * which was seen to be kept by requests that are written otherwise.
 */
export function byForm(symptoms: readonly Symptom[], all: readonly RequirementReport[]): readonly Cause[] {
  const groups: Cause[] = [];
  // Whatever else fails, input that is rejected in every other form fails because of its form.
  const others = symptoms.filter(
    ({ requirement, failure }) =>
      requirement.forms === undefined &&
      failure?.forms !== undefined &&
      failure.breaks?.every((rule) => isKept(inputOfRule(rule), all)) === true,
  );
  let left = symptoms.filter(({ requirement }) => requirement.forms !== undefined);
  for (;;) {
    const [widest] = formsOf(left);
    if (widest === undefined) return groups;
    const [name, sure] = widest;
    const own = [...sure, ...others.filter(({ failure }) => failure?.forms?.includes(name) === true)];
    groups.push({
      id: `form/${slug(name.replace(/^an? |^the /, ''))}`,
      says: `What is right for other requests goes wrong for those with ${name} (${few(
        own.map(({ requirement }) => requirement.id),
        3,
      )})`,
      symptoms: own,
      grave: false,
    });
    left = left.filter((symptom) => !own.includes(symptom));
  }
}

/**
 * The forms that explain something, the one that explains most first; of two that explain the same, the more general
 * one.
 */
function formsOf(symptoms: readonly Symptom[]): readonly (readonly [string, readonly Symptom[]])[] {
  const byName = new Map<string, Symptom[]>();
  for (const symptom of symptoms)
    for (const name of symptom.requirement.forms?.names ?? []) byName.set(name, [...(byName.get(name) ?? []), symptom]);
  return [...byName]
    .filter(([, own]) => own.length > 1 && own.some(({ requirement }) => requirement.forms?.othersConform === true))
    .sort(([, one], [, other]) => other.length - one.length);
}
