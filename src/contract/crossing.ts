import { groupBy } from '../shared/group-by.js';
import { stringify, type JsonObject } from '../shared/json.js';
import type { Context } from './context.js';
import { brokenOnce, memberPath, topOf, type BrokenOnce } from './json-families.js';
import {
  addressed,
  elsewhere,
  forms,
  formsOfEach,
  inForm,
  refusableForms,
  withUnknownMember,
  type Form,
} from './crossing-forms.js';
import { eachAlone, notToBeStored } from './plain.js';
import type { Sent } from './case.js';
import type { CaseMaker } from './requirement.js';
import { update, updateWith } from './sent.js';

/** Legal updates in forms that cover every two values of any two dimensions: all must be accepted. */
export function crossedUpdates(made: (context: Context, n: number) => readonly JsonObject[]): CaseMaker {
  return (context) => {
    const rows = forms([made(context, 0).length]);
    const others = elsewhere(0, context.seed).map((form, k) => ({ first: [k], form }));
    return [...rows, ...others].map(({ first: [which = 0], form }, n) => {
      const body = made(context, n)[which] as JsonObject;
      const draft = withUnknownMember(context, body, form.unknown);
      return addressed(inForm(form, { ...updateWith(draft, context), open: null }, stringify(draft)), form, context);
    });
  };
}

/** Puts one error into a request. */
export type Wrong = (sent: Sent) => Sent;

/** A change that must not take effect, with one error outside its body, in forms that cover all values. */
export function crossedWith(...wrongs: readonly Wrong[]): CaseMaker {
  return (context) =>
    formsOfEach(wrongs.length, context).map(({ which, form }) => {
      const draft = withUnknownMember(context, notToBeStored(context), form.unknown);
      const sent = inForm(form, { ...updateWith(draft, context), applies: [], open: null }, stringify(draft));
      return addressed((wrongs[which] as Wrong)(sent), form, context);
    });
}

/**
 * Bodies with one error. Together, the errors of each member, and of each member of an item, meet all values of all
 * dimensions; the seed picks the combinations.
 */
export function crossedViolations(): CaseMaker {
  return (context) => {
    const [all = [], amongMany = []] = [2, MANY].map((count) =>
      brokenOnce({ ...context, bases: [ordinary(context, count)] }),
    );
    const longer = new Map(all.map((one, n) => [one, amongMany[n] ?? one]));
    const nested = all.filter((one) => memberPath(one) !== topOf(one));
    const withEach = (groups: readonly BrokenOnce[][], most: number, crossed: readonly FormOfOne[]): Sent[] => {
      const turns = groups.map(() => Math.abs(context.seed));
      return crossed.flatMap(({ which, form }, n) => {
        const own = groups[which] ?? [];
        const some = own.slice(0, most).map(() => {
          const turn = (turns[which] = (turns[which] ?? 0) + 1);
          const one = own[turn % own.length] as BrokenOnce;
          return brokenIn(form, n % 3 === 2 ? (longer.get(one) ?? one) : one, context);
        });
        // Services are dealt cases in turn: neither always gets the same one of two.
        return n % 2 === 0 ? some : some.reverse();
      });
    };
    const each = (groups: readonly BrokenOnce[][], most: number): Sent[] =>
      withEach(groups, most, formsOfEach(groups.length, context));
    const places = grouped(all, memberPath);
    const refusable = places.flatMap((_, which) => refusableForms.map((form) => ({ which, form })));
    return [
      ...(context.effort === 'thorough'
        ? each(
            all.map((one) => [one]),
            1,
          )
        : [...each(grouped(all, topOf), 2), ...each(grouped(nested, memberPath), 1)]),
      ...withEach(places, 1, refusable),
    ];
  };
}

/** Number of items in the longer lists beside an error: a service may check less beside many. */
const MANY = 60;

/** A form for one of several errors. */
type FormOfOne = ReturnType<typeof formsOfEach>[number];

function brokenIn(form: Form, { draft, member }: BrokenOnce, context: Context): Sent {
  const text = stringify(withUnknownMember(context, draft, form.unknown));
  return addressed(inForm(form, { ...update(context), member }, text), form, context);
}

function grouped(all: readonly BrokenOnce[], by: (one: BrokenOnce) => string): BrokenOnce[][] {
  return groupBy(all, by).map(([, group]) => group);
}

/**
 * Requests with two things wrong, one from each of two groups, and requests with one thing wrong and a text that is not
 * a valid body, in changing forms: the first check must not break the next.
 */
export function crossedTwice(groups: readonly (readonly Wrong[])[], texts: readonly string[]): CaseMaker {
  return (context) => {
    const all = forms([]).map(({ form }) => form);
    const formOf = (n: number): Form => all[n % all.length] as Form;
    const pairs = groups.flatMap((ones, i) =>
      groups.slice(i + 1).flatMap((others) => ones.flatMap((one) => others.map((other) => [one, other] as const))),
    );
    const both = pairs.map(([one, other], n) => {
      const form = formOf(n);
      const draft = withUnknownMember(context, notToBeStored(context), form.unknown);
      return other(one(inForm(form, { ...updateWith(draft, context), applies: [], open: null }, stringify(draft))));
    });
    const beside = groups
      .flat()
      .flatMap((wrong, n) =>
        texts.map((text, k) =>
          wrong(inForm({ ...formOf(n + 3 * k), spelling: null, unknown: 'none' }, update(context), text)),
        ),
      );
    return [...both, ...beside];
  };
}

/** The same cases, dealt to these forms. */
export function inEveryForm(given: CaseMaker): CaseMaker {
  return (context) => {
    const all = given(context).flatMap((sent) => (sent === null ? [] : [sent]));
    return formsOfEach(1, context).flatMap(({ form }, n): Sent[] => {
      const sent = all[n % all.length];
      if (sent === undefined) return [];
      const [body = {}] = sent.applies;
      return [addressed(inForm(form, sent, stringify(withUnknownMember(context, body, form.unknown))), form, context)];
    });
  };
}

/** Texts that are not bodies, in these forms. */
export function crossedTexts(...texts: readonly string[]): CaseMaker {
  return (context) =>
    formsOfEach(texts.length, context).map(({ which, form }) =>
      addressed(
        inForm({ ...form, spelling: null, unknown: 'none' }, update(context), texts[which] ?? ''),
        form,
        context,
      ),
    );
}

/** The body that all violations are built on: nothing in it depends on what is known about the service. */
function ordinary(context: Context, count: number): JsonObject {
  const marks = { says: 'Crossed text', word: 'crossed', flag: false, count, from: 49_000, nth: 1_005 };
  return Object.assign({}, ...eachAlone(context, marks)) as JsonObject;
}

/** Sends another method. */
export const method =
  (name: 'POST' | 'PATCH'): Wrong =>
  (sent) => ({ ...sent, method: name });

/** Sends to another path. */
export const path =
  (template: string): Wrong =>
  (sent) => ({ ...sent, path: template });

/** Sends another token, or none. */
export const token =
  (value: string | null): Wrong =>
  (sent) => ({
    ...sent,
    headers: sent.headers.flatMap(([name, own]) =>
      name.toLowerCase() !== 'x-auth-token' ? [[name, own] as const] : value === null ? [] : [[name, value] as const],
    ),
  });
