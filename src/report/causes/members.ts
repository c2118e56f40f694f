import { isObject, type JsonObject } from '../../shared/json.js';
import { parseJson } from '../../shared/parse-json.js';
import { placeOf } from '../place.js';
import type { RequirementReport } from '../requirement-report.js';
import { few } from './cause.js';
import type { Symptom } from './symptom.js';

/** Member of a body that a symptom is about, `ports.protocol` for one within another; '' if it is about none. */
export function memberOf(symptom: Symptom | undefined): string {
  const parts = (symptom?.finding?.pointer ?? '').split('/').filter((part) => part !== '' && !/^\d+$/.test(part));
  return parts.join('.');
}

/** The members that some symptoms are about, a few of them, for a sentence. */
export function membersOf(own: readonly Symptom[]): string {
  return few(own.map(memberOf), 6);
}

/** The members that an update may set, as the ids of the requirements name them. */
export function settable(all: readonly RequirementReport[]): ReadonlySet<string> {
  return new Set(
    all.flatMap(({ id }) => {
      const { chapter, member: name, keyword } = placeOf(id);
      if (keyword === null || name === '') return [];
      if (chapter === 'request-body') return [name];
      return chapter === 'port-list' ? [`ports.${name}`] : [];
    }),
  );
}

/** Parses a body that is a JSON object; null if it is anything else. */
export function objectOf(body: string | null): JsonObject | null {
  try {
    const value = parseJson(body ?? '');
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
