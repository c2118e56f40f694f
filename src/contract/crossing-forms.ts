import { covering } from '../arbitraries/cover.js';
import { respellings } from '../arbitraries/grammar/respell.js';
import { keptIn, oncePer } from '../shared/once-per.js';
import { isObject, withMember, type Draft, type Json, type JsonObject } from '../shared/json.js';
import type { Context } from './context.js';
import { listsOf } from './items.js';
import type { Framing, Sent } from './case.js';
import { packed } from './sent.js';

/** What can vary in a request without changing its meaning: a value for each dimension. */
export interface Form {
  readonly framing: Framing | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly tokenName: string;
  readonly contentType: string;
  readonly accept: string | null;
  readonly spelling: string | null;
  readonly unknown: Unknown;
  /** A change of the path that leads to the same service, or to nothing (R20). */
  readonly address: PathForm;
}

type PathForm = 'plain' | 'query' | 'encoded' | 'encoded-word';

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
const addresses: readonly PathForm[] = ['query', 'encoded', 'encoded-word'];

/**
 * Forms in which every two values of different dimensions occur together; `more` holds the sizes of further dimensions,
 * which come first.
 */
export function forms(more: readonly number[]): readonly { readonly first: readonly number[]; readonly form: Form }[] {
  return keptIn(made, more.join(), () => makeForms(more));
}

const made = new Map<string, ReturnType<typeof makeForms>>();

function makeForms(more: readonly number[]): { readonly first: readonly number[]; readonly form: Form }[] {
  const rows = covering([...more, ...names.map((name) => dimensions[name].length)]);
  return rows.map((row) => ({
    first: row.slice(0, more.length),
    form: formOf(row.slice(more.length)),
  }));
}

function formOf(row: readonly number[]): Form {
  const values = names.map((name, n) => [name, dimensions[name][row[n] ?? 0]] as const);
  return { ...(Object.fromEntries(values) as unknown as Form), address: 'plain' };
}

/**
 * The plain form with a media type that a service may refuse, or take for JSON (R9): an empty parameter, quotes. A
 * service that reads the body nonetheless must validate it.
 */
export const refusableForms: readonly Form[] = ['application/json;', 'application/json;charset="UTF-8"'].map(
  (contentType) => ({ ...formOf([]), contentType }),
);

/** These forms without further dimensions, starting with one that the seed picks. */
function everyForm(seed: number): readonly Form[] {
  const every = forms([]).map(({ form }) => form);
  const from = Math.abs(seed) % every.length;
  return [...every.slice(from), ...every.slice(0, from)];
}

/** Forms on other paths that lead to the same service, each from another position among all forms. */
export function elsewhere(from: number, seed: number): Form[] {
  const every = everyForm(seed);
  return addresses.map((address, k) => ({ ...(every[(from * addresses.length + k) % every.length] as Form), address }));
}

/**
 * For each of several errors, forms with every value of every dimension; together they contain most pairs of values.
 * All forms at thorough effort.
 */
export function formsOfEach(
  count: number,
  { effort, seed }: Pick<Context, 'effort' | 'seed'>,
): { readonly which: number; readonly form: Form }[] {
  const every = everyForm(seed);
  return Array.from({ length: count }, (_, which) => {
    const from = Math.floor((which * every.length) / count);
    const turned = [...every.slice(from), ...every.slice(0, from)];
    return [...(effort === 'thorough' ? turned : fewOf(turned)), ...elsewhere(which, seed)].map((form) => ({
      which,
      form,
    }));
  }).flat();
}

/** A few of these forms that together have every value of every dimension; each adds as many new values as possible. */
function fewOf(all: readonly Form[]): Form[] {
  const met = new Set<string>();
  const few: Form[] = [];
  for (;;) {
    const fresh = all.map((form) => valuesOf(form).filter((value) => !met.has(value)).length);
    const most = Math.max(...fresh);
    const next = all[fresh.indexOf(most)];
    if (most === 0 || next === undefined) return few;
    few.push(next);
    for (const value of valuesOf(next)) met.add(value);
  }
}

/** The value of each dimension as text. */
const valuesOf = oncePer((form: Form): readonly string[] => names.map((name) => JSON.stringify([name, form[name]])));

/** The draft with a member that the contract does not know. */
export function withUnknownMember({ operation }: Context, draft: Draft, where: Unknown): Draft {
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
export function addressed(sent: Sent, { address }: Form, { operation }: Context): Sent {
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

export function inForm(form: Form, sent: Sent, text: string): Sent {
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
