import { placeOf } from '../place.js';
import type { RequirementReport } from '../requirement-report.js';
import { few } from './cause.js';
import { inputOf, inputOfRule, type Input } from './input.js';
import type { Symptom } from './symptom.js';

/**
 * Returns the input of each symptom, given symptoms that got the same answer. If a requirement is about several kinds
 * of input, it is one whose rule the body breaks: preferably one that explains other symptoms, else one whose breach the
 * service was not seen to reject.
 */
export function inputsOf(symptoms: readonly Symptom[], all: readonly RequirementReport[]): (symptom: Symptom) => Input {
  const inputs = new Map(symptoms.map((symptom) => [symptom, inputOf(symptom)]));
  const told = [...inputs.values()].filter(({ isOwn }) => !isOwn);
  for (const [symptom, { isOwn }] of inputs) {
    if (!isOwn) continue;
    const broken = (symptom.failure?.breaks ?? []).map(inputOfRule);
    const home =
      broken.find((rule) => told.some((one) => isSame(one, rule))) ?? broken.find((rule) => !isKept(rule, all));
    if (home !== undefined) inputs.set(symptom, home);
  }
  return (symptom) => inputs.get(symptom) ?? inputOf(symptom);
}

/** ` in service_name`, with a few of the members that inputs name; empty if they name none. */
export function placesOfInputs(inputs: readonly Input[]): string {
  const members = inputs.map(({ member }) => member).filter((member) => member !== '');
  return members.length === 0 ? '' : ` in ${few(members)}`;
}

/** Whether the service was seen to reject a breach of a rule as it must. */
export function isKept(rule: Input, all: readonly RequirementReport[]): boolean {
  return all.some(({ id, verdict }) => {
    if (verdict.kind !== 'passed' || placeOf(id).side !== 'refuses') return false;
    return isSame(inputOf({ requirement: { id }, failure: null, exchange: null }), rule);
  });
}

function isSame(one: Input, other: Input): boolean {
  return one.member === other.member && one.kind === other.kind;
}
