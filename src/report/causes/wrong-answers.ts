import { placeOf } from '../place.js';
import type { RequirementReport } from '../requirement-report.js';
import type { Answer } from './answer.js';
import { few } from './cause.js';
import type { Symptom } from './symptom.js';

/** A symptom that is about the answer as a whole. */
export type Answered = Symptom & { readonly answer: Answer };

/** Whether every requirement of a member on one side was judged, and failed with one of these answers. */
export function isWhole(
  member: string,
  side: 'accepts' | 'refuses',
  alike: readonly Symptom[],
  all: readonly RequirementReport[],
): boolean {
  const met = new Set(alike.map(({ requirement }) => requirement.id));
  const own = all.filter(({ id, verdict }) => {
    const place = placeOf(id);
    const name = place.chapter === 'port-list' ? `ports.${place.member}` : place.member;
    return place.side === side && isAsked(verdict.kind) && (side === 'accepts' ? place.member : name) === member;
  });
  return own.length > 1 && own.every(({ id }) => met.has(id));
}

/** Whether a requirement was judged, or would have been: what a selection leaves out may be kept. */
export function isAsked(kind: RequirementReport['verdict']['kind']): boolean {
  return isJudged(kind) || kind === 'deselected' || kind === 'not-judged';
}

/** Whether a requirement was seen to be kept, or not to be. */
export function isJudged(kind: RequirementReport['verdict']['kind']): boolean {
  return kind === 'passed' || kind === 'failed';
}

/** ` (headers/accept-json)`: the requirements, a few of them. */
export function named(own: readonly Symptom[]): string {
  return ` (${few(
    own.map(({ requirement }) => requirement.id),
    2,
  )})`;
}

/** Chapter and subject of a requirement: `request-body/ports` of `request-body/ports/maxItems/one-over`. */
export function familyOf(id: string): string {
  return id.split('/').slice(0, 2).join('/');
}

/** Capitalises the first letter of a text, but not of `null`. */
export function capital(text: string): string {
  return text === 'null' ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
