import type { Probe } from '../contract/probe.js';
import type { JsonObject } from '../shared/json.js';

/** The updates that lead to the state in which a probe is sent, in order. */
export function stepsTo(probe: Pick<Probe, 'prepare'>, baseline: JsonObject): readonly JsonObject[] {
  return probe.prepare === 'baseline' ? [baseline] : ownSteps(probe);
}

/** The updates that lead to a probe's own state; none if any state, or the baseline, will do. */
export function ownSteps({ prepare }: Pick<Probe, 'prepare'>): readonly JsonObject[] {
  if (prepare === null || prepare === 'baseline') return [];
  return isList(prepare) ? prepare : [prepare];
}

/** Whether a probe needs a state of its own rather than any state or the baseline. */
export function hasOwnState({ prepare }: Pick<Probe, 'prepare'>): boolean {
  return prepare !== null && prepare !== 'baseline';
}

function isList(prepare: JsonObject | readonly JsonObject[]): prepare is readonly JsonObject[] {
  return Array.isArray(prepare);
}
