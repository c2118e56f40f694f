import type { Probe } from '../contract/probe.js';
import type { JsonObject } from '../shared/json.js';

/** The updates that bring about the state in which a probe is sent, one after the other. */
export function stepsTo({ prepare }: Pick<Probe, 'prepare'>, rest: JsonObject): readonly JsonObject[] {
  if (prepare === null) return [];
  if (prepare === 'rest') return [rest];
  return isList(prepare) ? prepare : [prepare];
}

/** Whether a probe is sent in a state of its own, which several updates may bring about, rather than in any or at rest. */
export function hasOwnState({ prepare }: Pick<Probe, 'prepare'>): boolean {
  return prepare !== null && prepare !== 'rest';
}

function isList(prepare: JsonObject | readonly JsonObject[]): prepare is readonly JsonObject[] {
  return Array.isArray(prepare);
}
