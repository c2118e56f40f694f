import type { Json, JsonObject } from '../../shared/json.js';
import { jsonIn } from '../../shared/parse-json.js';
import { valueAt } from '../../shared/pointer.js';
import { objectOf } from './members.js';
import type { Symptom } from './symptom.js';

/** What some language or other trims at the ends of a text. */
const BLANKS = /^[\s\u0000-\u0020\u0085]+|[\s\u0000-\u0020\u0085]+$/g;

/** A text without the blanks around it. */
export function withoutBlanks(text: string): string {
  return text.replace(BLANKS, '');
}

/** How a wrong value came to be shown, as far as what was sent tells. */
export type WrongValueOrigin =
  'refused' | 'other-members' | 'respelt' | 'emptied' | 'trimmed' | 'reworded' | 'incomplete';

/**
 * Returns how the wrong value of a symptom may have come to be shown, the likeliest first: it was sent in a refused
 * request, in a member that no update may set, or in one that is spelt otherwise; or an empty value, or a text, did not
 * come through as it was sent.
 *
 * @param known the members that an update may set
 */
export function originsOf(symptom: Symptom, known: ReadonlySet<string>): readonly WrongValueOrigin[] {
  const own = originsOfOne(symptom, known);
  if (own.length > 0) return own;
  // Several conforming states differ in members of their own, but all of them in what lists lack.
  const others = symptom.failure?.findings.filter((finding) => finding !== symptom.finding) ?? [];
  const isLacking = others.some((finding) => originsOfOne({ ...symptom, finding }, known).includes('incomplete'));
  return isLacking ? ['incomplete'] : [];
}

function originsOfOne(
  { finding, failure, exchange }: Symptom,
  known: ReadonlySet<string>,
): readonly WrongValueOrigin[] {
  const pointer = finding?.pointer;
  if (finding === null || pointer === undefined || pointer === '') return [];
  const [expected, received] = [valueOf(finding.expected), valueOf(finding.received)];
  const sent: { readonly value: JsonObject; readonly isRefused: boolean }[] = [];
  for (const { body, status, method } of failure?.exchanges ?? []) {
    const value = method === 'GET' ? null : objectOf(body);
    if (value !== null) sent.push({ value, isRefused: isError(status) });
  }
  const smallest = objectOf(failure?.minimalBody ?? null);
  if (smallest !== null) sent.push({ value: smallest, isRefused: isError(exchange?.status) });
  const [top = ''] = pointer.split('/').slice(1);
  if (!known.has(top))
    return sent.some(({ value }) => isSame(valueAt(value, pointer), received)) ? ['other-members'] : [];
  const change = changeOf(expected, received);
  return [
    ...(sent.some(({ value }) => hasRespelt(value, top, known)) ? ['respelt' as const] : []),
    ...(isError(exchange?.status) ? ['refused' as const] : []),
    ...(change === null ? [] : [change]),
  ];
}

function isError(status: number | null | undefined): boolean {
  return status !== null && status !== undefined && status >= 400;
}

/** What became of a value on its way; null if the two have nothing in common. */
function changeOf(expected: Json | undefined, received: Json | undefined): WrongValueOrigin | null {
  if (expected === undefined || received === undefined) return null;
  if (isEmpty(expected)) return 'emptied';
  if (typeof expected !== 'string' || typeof received !== 'string' || expected === received) return null;
  if (isIncomplete(expected, received)) return 'incomplete';
  if (withoutBlanks(expected) === withoutBlanks(received)) return 'trimmed';
  return alike(plain(expected), plain(received)) ? 'reworded' : null;
}

/** Whether a text, such as a list in words, equals another except for values that it lacks. */
function isIncomplete(expected: string, received: string): boolean {
  const [whole, part] = [expected, received].map((text) => text.split(/([[\],])/)) as [string[], string[]];
  return (
    part.includes('null') &&
    whole.length === part.length &&
    part.every((token, n) => token === whole[n] || token === 'null')
  );
}

/** Whether a test for truth takes a value for none. */
function isEmpty(value: Json): boolean {
  return value === false || value === '' || value === 0 || (Array.isArray(value) && value.length === 0);
}

/** A text without case, accents and what encodings write differently. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/&[a-z]+;|&#\w+;|\\./g, '\uFFFD')
    .replace(/[^ -~]|[&"'\\]/g, '\uFFFD')
    .replace(/\uFFFD+/g, '\uFFFD');
}

/** Whether two texts are the same, or one the beginning of the other. */
function alike(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short !== '' && long.startsWith(short);
}

/** Whether a body holds a member whose name only folds to that of a known one, at the top or within it. */
function hasRespelt(body: JsonObject, top: string, known: ReadonlySet<string>): boolean {
  const names = Object.keys(body);
  if (names.some((name) => name !== top && !known.has(name) && fold(name) === fold(top))) return true;
  const inner = body[top];
  return (
    Array.isArray(inner) &&
    inner.some((item: unknown) =>
      Object.keys(typeof item === 'object' && item !== null ? item : {}).some((name) => {
        const whole = `${top}.${name}`;
        return !known.has(whole) && [...known].some((one) => fold(one) === fold(whole));
      }),
    )
  );
}

function fold(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\u017F/g, 's')
    .replace(/[\s_-]/g, '');
}

/** The value that a finding writes as JSON; any other text stands for itself. */
function valueOf(text: string): Json | undefined {
  const value = jsonIn(text);
  return value === undefined ? text : value;
}

function isSame(sent: Json | undefined, received: Json | undefined): boolean {
  return sent !== undefined && JSON.stringify(sent) === JSON.stringify(received);
}
