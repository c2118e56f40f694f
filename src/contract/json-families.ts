import { breaches } from '../arbitraries/grammar/breaches.js';
import { brokenTexts, cutTexts, someBrokenTexts } from '../arbitraries/grammar/broken-texts.js';
import { respellings } from '../arbitraries/grammar/respell.js';
import { stringify, type Draft } from '../shared/json.js';
import type { Violation } from '../arbitraries/index.js';
import type { Context } from './context.js';
import { sendableMembers } from './legal.js';
import { plainBody, sentence } from './plain.js';
import type { Sent } from './case.js';
import { must, type Family, type CaseMaker } from './requirement.js';
import { packed, update, updateWith } from './sent.js';
import { accepted, rejected } from './then.js';

const json = { basis: 'protocol', reading: 'R8' } as const;

/** Index of the base body with the most members, whose JSON is broken. */
const FULL = 1;

/** One requirement for each way to break a production of JSON once in a legal body: no such text is a body. */
export function everyBreachOfJson(): Family {
  return {
    unfold: (chapter, { operation: { clauses } }) =>
      breaches.map((breach, n) =>
        must([chapter, 'json', breach.production, breach.way].join('/'), {
          ...json,
          clause: clauses.request,
          says: `Rejected: JSON with ${breach.says}`,
          given: brokenFullBodies((text, { effort, seed }) =>
            effort === 'thorough' ? brokenTexts(text, breach) : someBrokenTexts(text, breach, Math.abs(seed) + n),
          ),
          then: rejected(),
        }),
      ),
  };
}

/** A legal body truncated after or inside its tokens: all of them at thorough effort, else every eighth. */
export function cutBodies(): CaseMaker {
  return brokenFullBodies((text, { effort, seed }) =>
    cutTexts(text).filter((_, n) => effort === 'thorough' || n % 8 === Math.abs(seed) % 8),
  );
}

function brokenFullBodies(broken: (text: string, context: Context) => readonly Uint8Array[]): CaseMaker {
  return (context) => {
    const base = context.bases.length > FULL ? FULL : null;
    const body = base === null ? plainBody(context, sendableMembers(context), 700) : context.bases[base];
    return broken(stringify(body ?? {}), context).map((bytes): Sent => ({
      ...update(context),
      body: packed(bytes),
      base,
    }));
  };
}

/** One requirement for each other way to write a legal body: it must be read as the same body. */
export function everyRespelling(): Family {
  return {
    unfold: (chapter, { operation: { clauses } }) =>
      respellings.map(({ way, says, of }, n) =>
        must([chapter, 'respelt', way].join('/'), {
          ...json,
          clause: clauses.request,
          says: `A body ${says} is the same body`,
          given: (context) => {
            const own = {
              ...plainBody(context, sendableMembers(context), 710 + 2 * n),
              ...sentence(context, `Spelt/otherwise "${way}"`),
            };
            return of(stringify(own)).map((text) => ({ ...updateWith(own, context), body: packed(text) }));
          },
          then: accepted(),
        }),
      ),
  };
}

/**
 * Bodies that break each rule of each place once, in a spelling that only a JSON parser sees through: with values
 * escaped, and some also in another spelling, which the seed picks.
 */
export function respeltViolations(): CaseMaker {
  const hiding = respellings.filter(({ way }) => /^(?:name|value|all)-|^mixed-blanks$|^reversed$/.test(way));
  const whole = hiding.filter(({ way }) => way === 'value-escaped');
  return (context) =>
    brokenOnce(context).flatMap(({ draft, base, member }, n): Sent[] => {
      const text = stringify(draft);
      const spelt = (ways: typeof hiding): string[] =>
        ways.flatMap(({ of }) => of(text)).filter((other) => other !== text);
      const oneOf = (others: readonly string[]): string[] =>
        others.slice((Math.abs(context.seed) + 3 * n) % others.length).slice(0, 1);
      const chosen =
        context.effort === 'thorough'
          ? spelt(hiding)
          : [
              // Texts without a string value have nothing to escape.
              ...spelt(whole),
              ...(n % 2 === Math.abs(context.seed) % 2 ? oneOf(spelt(hiding)) : []),
            ];
      return [...new Set(chosen)].map((other) => ({ ...update(context), body: packed(other), base, member }));
    });
}

/** A body with one error. */
export interface BrokenOnce {
  readonly violation: Violation;
  readonly draft: Draft;
  readonly base: number;
  readonly member: string | null;
}

/** The member of the body that has the error; empty for the body as a whole. */
export const topOf = ({ violation }: BrokenOnce): string => violation.pointer.split('/')[1] ?? '';

/** The names on the path to the error, without the items of lists; empty for the body as a whole. */
export const memberPath = ({ violation }: BrokenOnce): string =>
  violation.pointer
    .split('/')
    .filter((name) => name !== '' && name !== '*')
    .join('/');

/** The most telling violation of each keyword and rule at each place of the body, in a full body. */
export function brokenOnce({ generators, bases, operation }: Context): BrokenOnce[] {
  const base = bases.length > FULL ? FULL : 0;
  const first = new Map<string, Violation>();
  for (const violation of generators.violations(operation.schemas.request)) {
    // A profile leaves null open (R7).
    if (violation.way === 'null') continue;
    const key = `${violation.pointer} ${violation.keyword}`;
    if (!first.has(key)) first.set(key, violation);
  }
  return [...first.values()].flatMap((violation) => {
    const [example] = violation.examples;
    if (example === undefined) return [];
    return [
      {
        violation,
        draft: violation.apply(bases[base] ?? {}, example),
        base,
        member: violation.member === '' ? null : violation.member,
      },
    ];
  });
}
