import { covering } from '../arbitraries/cover.js';
import { respellings } from '../arbitraries/grammar/respell.js';
import { isObject, stringify, withMember, type Draft, type Json, type JsonObject } from '../shared/json.js';
import type { Context } from './context.js';
import { brokenOnce, topOf, type BrokenOnce } from './json-families.js';
import { listsOf } from './items.js';
import { eachAlone, notToBeStored } from './plain.js';
import type { Framing } from './probe.js';
import type { CaseMaker, Sent } from './requirement.js';
import { packed, update, updateWith } from './sent.js';

/** What can vary in a request without changing its meaning: a value for each dimension. */
interface Form {
  readonly framing: Framing | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly tokenName: string;
  readonly contentType: string;
  readonly accept: string | null;
  readonly spelling: string | null;
  readonly unknown: Unknown;
  /** A change of the path that leads to the same service, or to nothing (R20). */
  readonly address: Address;
}

type Address = 'plain' | 'query' | 'encoded' | 'encoded-word';

type Unknown = 'none' | 'before' | 'after' | 'inside' | 'text' | 'list';

/** The dimensions and their values; the first of each is the plain one. */
const dimensions = {
  framing: [null, 'chunked', 'small-chunks', 'split'],
  contentType: ['application/json', 'application/json;charset=utf-8', 'Application/JSON; Charset=UTF-8'],
  accept: [null, 'application/json', '*/*', 'text/html, application/json;q=0.9'],
  headers: [
    [],
    [
      ['If-None-Match', '"no-such-tag"'],
      ['If-Modified-Since', 'Sat, 01 Jan 2000 00:00:00 GMT'],
      ['If-Match', '*'],
      ['If-Unmodified-Since', 'Fri, 31 Dec 2099 23:59:59 GMT'],
    ],
    [
      ['Range', 'bytes=0-9'],
      ['X-Forwarded-For', '127.0.0.1'],
      ['X-Real-IP', '127.0.0.1'],
    ],
    [
      ['Accept-Language', 'zh-CN,zh;q=0.9'],
      ['User-Agent', 'curl/8.5.0'],
    ],
    [
      ['Accept-Language', 'de-DE'],
      ['X-Language', 'de-de'],
    ],
    [
      ['Accept-Language', 'tlh, xx-XX;q=0.5, ;;'],
      ['Prefer', 'return=minimal'],
    ],
  ],
  tokenName: ['X-Auth-Token', 'x-auth-token'],
  spelling: [null, 'name-underscore-escaped', 'mixed-blanks', 'all-escaped'],
  unknown: ['none', 'before', 'after', 'inside', 'text', 'list'],
} as const satisfies { readonly [Name in Exclude<keyof Form, 'address'>]: readonly Form[Name][] };

const names = Object.keys(dimensions) as (keyof typeof dimensions)[];

/** With these, 404 conforms (R20) and proves nothing else: they are added to the others, not put in their place. */
const addresses: readonly Address[] = ['query', 'encoded', 'encoded-word'];

/** The form that takes, in each dimension, the value at a place. */
function turned(place: (n: number) => number, address: Address): Form {
  const values = names.map((name, n) => [name, dimensions[name][place(n) % dimensions[name].length]] as const);
  return { ...(Object.fromEntries(values) as unknown as Form), address };
}

/**
 * Forms in which every two values of different dimensions occur together; `more` are the sizes of further dimensions,
 * which come first.
 */
function forms(more: readonly number[]): { readonly first: readonly number[]; readonly form: Form }[] {
  const rows = covering([...more, ...names.map((name) => dimensions[name].length)]);
  return rows.map((row) => ({
    first: row.slice(0, more.length),
    form: turned((n) => row[more.length + n] ?? 0, 'plain'),
  }));
}

/** Legal updates in forms that cover every two values of any two dimensions: all are accepted. */
export function crossedUpdates(made: (context: Context, n: number) => readonly JsonObject[]): CaseMaker {
  return (context) => {
    const rows = forms([made(context, 0).length]);
    const elsewhere = addresses.map((address, k) => ({ first: [k], form: turned((n) => k * n, address) }));
    return [...rows, ...elsewhere].map(({ first: [which = 0], form }, n) => {
      const body = made(context, n)[which] as JsonObject;
      const draft = withUnknownMember(context, body, form.unknown);
      return addressed(inForm(form, { ...updateWith(draft, context), open: null }, stringify(draft)), form, context);
    });
  };
}

/** Makes one thing wrong with a request. */
export type Wrong = (sent: Sent) => Sent;

/** A change that must not be obeyed, with one thing wrong outside its body, in forms that cover all values. */
export function crossedWith(...wrongs: readonly Wrong[]): CaseMaker {
  return (context) =>
    formsOfEach(wrongs.length, context).map(({ which, form }) => {
      const draft = withUnknownMember(context, notToBeStored(context), form.unknown);
      const sent = inForm(form, { ...updateWith(draft, context), applies: [], open: null }, stringify(draft));
      return addressed((wrongs[which] as Wrong)(sent), form, context);
    });
}

/**
 * Bodies with one thing wrong. Those of each member together meet all values of all dimensions; the seed picks which
 * meets which.
 */
export function crossedViolations(): CaseMaker {
  return (context) => {
    const all = brokenOnce({ ...context, bases: [ordinary(context)] });
    const groups = context.effort === 'thorough' ? all.map((one) => [one]) : byMember(all);
    const turns = groups.map(() => Math.abs(context.seed));
    return formsOfEach(groups.length, context).flatMap(({ which, form }): Sent[] => {
      const own = groups[which] ?? [];
      return [0, 1].slice(0, own.length).map(() => {
        const turn = (turns[which] = (turns[which] ?? 0) + 1);
        const broken = own[turn % own.length] as BrokenOnce;
        const draft = withUnknownMember(context, broken.draft, form.unknown);
        return addressed(inForm(form, { ...update(context), member: broken.member }, stringify(draft)), form, context);
      });
    });
  };
}

function byMember(all: readonly BrokenOnce[]): BrokenOnce[][] {
  const groups = new Map<string, BrokenOnce[]>();
  for (const one of all) {
    const name = topOf(one);
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()];
}

/**
 * Requests with two things wrong, one from each of two groups, and each with texts that are not valid bodies, in
 * changing forms: the first check must not break the next.
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

/** Texts that are not bodies, in such forms. */
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

/** For each of a number of wrongs, forms with every value of every dimension; at thorough effort with every two. */
function formsOfEach(count: number, { effort }: Context): { readonly which: number; readonly form: Form }[] {
  const every = forms([]).map(({ form }) => form);
  const elsewhere = Array.from({ length: count }, (_, which) =>
    addresses.map((address, k) => ({ which, form: turned((n) => which + k * n, address) })),
  ).flat();
  if (effort === 'thorough')
    return [
      ...Array.from({ length: count }, (_, which) => every.map((form) => ({ which, form }))).flat(),
      ...elsewhere,
    ];
  const rows = covering([count, Math.max(...names.map((name) => dimensions[name].length))]);
  return [
    // Each wrong meets other values together.
    ...rows.map(([which = 0, turn = 0]) => ({ which, form: turned((n) => turn + which * n, 'plain') })),
    ...elsewhere,
  ];
}

/** A body that all violations are built on: nothing in it depends on what is known about the service. */
function ordinary(context: Context): JsonObject {
  const marks = { says: 'Crossed text', word: 'crossed', flag: false, count: 2, from: 49_000, nth: 1_005 };
  return Object.assign({}, ...eachAlone(context, marks)) as JsonObject;
}

/** The draft with a member that the contract does not know. */
function withUnknownMember({ operation }: Context, draft: Draft, where: Unknown): Draft {
  if (where === 'none' || !isObject(draft)) return draft;
  const object: JsonObject = draft;
  if (where === 'before') return { unknown: { deeply: [1] }, ...object };
  if (where === 'after') return withMember(object, 'unknown', null);
  if (where === 'text') return { unknown: 'x', ...object, _comment: null };
  if (where === 'list') return withMember({ unknown: false, ...object }, 'more', []);
  const name = listsOf(operation).find((list) => Object.hasOwn(object, list.name))?.name ?? '';
  const { [name]: ports } = object;
  if (!Array.isArray(ports) || !ports.some(isObject)) return withMember(object, 'unknown', { deeply: [true] });
  return withMember(
    object,
    name,
    (ports as readonly Json[]).map((mapping) => (isObject(mapping) ? { ...mapping, unknown: 'x' } : mapping)),
  );
}

/** The statuses with which a form may be refused: chunked (R31), unknown member (R7), extras in the path (R20). */
function toleratedBy({ framing, unknown, address }: Form): number[] {
  const chunked = framing === 'chunked' || framing === 'small-chunks';
  return [
    ...(chunked ? [400, 417] : []),
    ...(unknown === 'none' ? [] : [400]),
    ...(address === 'plain' ? [] : [400, 404]),
  ];
}

/** The path of a request in a form. A wrong id stays as it is. */
function addressed(sent: Sent, { address }: Form, { operation }: Context): Sent {
  switch (address) {
    case 'plain':
      return sent;
    case 'query':
      return { ...sent, path: `${sent.path}?dry_run=true&validate=false` };
    case 'encoded':
      return sent.path === operation.path
        ? { ...sent, path: operation.path.replace('{service_id}', '{service_id~encoded~1}') }
        : sent;
    case 'encoded-word':
      // The first letter of a word of the path: an encoded letter is that letter (RFC 3986, 2.3).
      return {
        ...sent,
        path: sent.path.replace(
          /\/([a-z])(?=[a-z-]{3,}\/)/,
          (_, letter: string) => `/%${letter.charCodeAt(0).toString(16)}`,
        ),
      };
  }
}

function inForm(form: Form, sent: Sent, text: string): Sent {
  const { framing, headers, tokenName, contentType, accept, spelling } = form;
  const [spelt = text] = respellings.find(({ way }) => way === spelling)?.of(text) ?? [];
  return {
    ...sent,
    body: packed(spelt),
    headers: [
      [tokenName, '{{token}}'],
      ['Content-Type', contentType],
      ...(accept === null ? [] : ([['Accept', accept]] as const)),
      ...headers,
    ],
    raw: framing === null ? null : { framing, requestLine: null, omitHost: false },
    tolerates: toleratedBy(form),
  };
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
