import { isObject, type Json } from '../../shared/json.js';
import { placeOf } from '../place.js';
import type { RequirementReport } from '../requirement-report.js';
import type { Input } from './input.js';
import { objectOf } from './members.js';
import { originsOf, withoutBlanks } from './stored.js';
import type { Symptom } from './symptom.js';

/** Input that is accepted because the service strips the blanks around it. */
const KIND = { kind: 'blanks', words: 'a text with blanks around it' } as const;

/**
 * Tells a text with blanks around it from other wrong texts if the service strips them: a reply shows the text without
 * them, or, for a member that no reply shows, the rule that they break is kept otherwise.
 */
export function withBlanks(all: readonly RequirementReport[]): (symptom: Symptom, input: Input) => Input {
  return ({ exchange }, input) => {
    if (input.isOwn || input.member === '') return input;
    const path = input.member.split('.');
    const surrounded = textsAt(objectOf(exchange?.body ?? null), path).filter((text) => text !== withoutBlanks(text));
    if (surrounded.length === 0) return input;
    const shown = textsAt(objectOf(exchange?.responseBody ?? null), path);
    const isTaken =
      shown.length === 0
        ? isKept(input, all)
        : surrounded.every((text) => shown.includes(withoutBlanks(text)) && !shown.includes(text));
    return isTaken ? { ...input, ...KIND } : input;
  };
}

/** Whether a symptom is only about a text that is stored without the blanks around it. */
export function isTrimmed(symptom: Symptom, known: ReadonlySet<string>): boolean {
  const [origin, ...others] = originsOf(symptom, known);
  return origin === 'trimmed' && others.length === 0;
}

/** The texts at a member; those of every item if it is in a list. */
function textsAt(value: Json | null, [name, ...rest]: readonly string[]): readonly string[] {
  if (name === undefined) return typeof value === 'string' ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item: Json) => textsAt(item, [name, ...rest]));
  return isObject(value) ? textsAt(value[name] ?? null, rest) : [];
}

function isKept({ member }: Input, all: readonly RequirementReport[]): boolean {
  return all.some(({ id, verdict }) => {
    const place = placeOf(id);
    return place.side === 'refuses' && place.member === member && place.keyword !== 'type' && verdict.kind === 'passed';
  });
}
