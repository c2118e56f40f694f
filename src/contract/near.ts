import { nearMisses, nearMissOf, type NearMiss } from '../arbitraries/near-misses.js';
import { isUuid } from '../shared/formats.js';
import type { Capability, Basis } from '../shared/model.js';
import type { Operation, Parameter } from '../operation/operation.js';
import type { Context } from './context.js';
import { withHeader } from './headers.js';
import { must, should, type Family, type CaseMaker, type Then } from './requirement.js';
import { bodies } from './sent.js';
import { notToBeStored } from './plain.js';

/** How near misses of a parameter are judged. */
export interface Missed {
  /** The kinds of near misses to use; others are left out. */
  readonly kinds: readonly NearMiss['kind'][];
  readonly basis: Basis;
  /** Default MUST. */
  readonly level?: 'SHOULD';
  readonly needs?: readonly Capability[];
  readonly then: Then;
}

/** One requirement for each near miss of a parameter that is compared as a whole: a path parameter, or the token. */
export function everyNearMissOf(name: string, missed: Missed): Family {
  const { kinds, basis, level = 'MUST', needs = [], then } = missed;
  const state = level === 'MUST' ? must : should;
  return {
    unfold: (chapter, { operation }) => {
      const parameter = parameterOf(name, operation);
      return parameter.rules.flatMap(({ id, clause, reading }) =>
        nearMisses
          .filter(({ kind }) => kinds.includes(kind))
          .map((way) =>
            state([chapter, name, id, way.way].join('/'), {
              clause,
              basis,
              ...(reading === undefined ? {} : { reading }),
              says: `Refused: ${name} ${way.says}`,
              needs,
              given: parameter.holds !== null ? onNearPath(name, way) : withNearToken(name, way),
              then,
            }),
          ),
      );
    },
  };
}

/** A parameter by its name. Throws an Error for one that the document does not have. */
export function parameterOf(name: string, { parameters }: Pick<Operation, 'parameters'>): Parameter {
  const found = parameters.find((parameter) => parameter.name === name);
  if (found === undefined) throw new Error(`the operation has no parameter ${name}`);
  return found;
}

/** The place of a parameter in the path of the resource, and its value for a service. */
function placeOf(
  name: string,
  { operation, projectId, serviceId }: Context,
): { readonly template: 'project_id' | 'service_id'; readonly value: string } {
  const { holds } = parameterOf(name, operation);
  if (holds === null) throw new Error(`the path has no place for ${name}`);
  return holds === 'project'
    ? { template: 'project_id', value: projectId }
    : { template: 'service_id', value: serviceId };
}

function onNearPath(name: string, { way, of }: NearMiss): CaseMaker {
  return (context) => {
    const { template, value } = placeOf(name, context);
    return of(value).flatMap((miss, n) => {
      if (context.knownIds.has(miss)) return [];
      // If somebody else's service has the id, it gets an update that changes nothing.
      const draft = isUuid(miss) ? {} : notToBeStored(context);
      const path = context.operation.path.replace(`{${template}}`, `{${template}~${way}~${n}}`);
      return bodies(() => [draft])(context).map((sent) => (sent === null ? null : { ...sent, path }));
    });
  };
}

const NEAR_SEGMENT = /\{(project_id|service_id)~([a-z-]+)~(\d+)\}/g;

/** A path with its templates for near misses and for encoded forms filled in. */
export function nearPath(path: string, ids: { readonly project_id: string; readonly service_id: string }): string {
  if (!path.includes('~')) return path;
  return path.replace(NEAR_SEGMENT, (_, name: keyof typeof ids, way: string, n: string) => {
    const id = ids[name];
    const form = encodings[way]?.(id)[Number(n)];
    return form ?? segment(nearMissOf(id, way, Number(n)) ?? nearMissOf(id, way, 0) ?? `${id}x`);
  });
}

/** A text as a path segment, percent-encoded except for characters without a meaning there (RFC 3986, 3.3). */
export function segment(text: string): string {
  return encodeURIComponent(text).replace(/%(?:3A|40|24|26|2B|2C|3B|3D)/g, (code) => decodeURIComponent(code));
}

/** Number of ways to narrowly miss a header below thorough effort. */
const WAYS = 9;

/**
 * The same cases, once for each near miss of the only value that the document names for a header; below thorough
 * effort, one near miss each of some ways, picked by the seed.
 */
export function withEachNearMiss(header: string, given: CaseMaker): CaseMaker {
  return (context) => {
    const { value } = parameterOf(header, context.operation);
    if (value === null) throw new Error(`the document names no value of ${header}`);
    const all = nearMisses
      .filter(({ kind }) => kind !== 'encoded')
      .map(({ of }) => of(value).filter((miss) => /^[\u0020-\u00ff]+$/.test(miss)))
      .filter((misses) => misses.length > 0);
    const from = Math.abs(context.seed);
    const chosen =
      context.effort === 'thorough'
        ? all.flat()
        : Array.from({ length: Math.min(WAYS, all.length) }, (_, n) => {
            const misses = all[(from + n * 3) % all.length] ?? [];
            return misses[(from + n) % misses.length] ?? '';
          });
    return chosen.flatMap((miss) => withHeader(header, [miss], given)(context));
  };
}

/** A token like those that are issued: no case contains a character of the real one. */
const SAMPLE_TOKEN = 'Mi1-kx_2.Zq';

function withNearToken(header: string, { way, of }: NearMiss): CaseMaker {
  return (context) =>
    of(SAMPLE_TOKEN).flatMap((_, n) =>
      withHeader(
        header,
        [`{{token-near-${way}-${n}}}`],
        bodies((one) => [notToBeStored(one)]),
      )(context),
    );
}

const NEAR_TOKEN = /^token-near-(.+)-(\d+)$/;

/** The near miss of the token that a template stands for, in characters of one byte; null for any other template. */
export function nearToken(name: string, token: string): string | null {
  const found = NEAR_TOKEN.exec(name);
  if (found === null) return null;
  const [, way = '', n = '0'] = found;
  const miss = nearMissOf(token, way, Number(n)) ?? nearMissOf(token, way, 0) ?? `${token}x`;
  return /^[\u0020-\u00ff]*$/.test(miss) ? miss : Buffer.from(miss, 'utf8').toString('latin1');
}

/** Forms of an id that equal it once decoded, once or twice. */
const encodings: Readonly<Record<string, (id: string) => readonly string[]>> = {
  encoded: encodedForms,
  'encoded-twice': (id) => encodedForms(id).map((form) => form.replaceAll('%', '%25')),
};

/** An ASCII character, percent-encoded whether necessary or not. */
export function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function encodedForms(id: string): readonly string[] {
  return [
    percentEncoded(id.charAt(0)) + id.slice(1),
    id.slice(0, -1) + percentEncoded(id.slice(-1)),
    id.includes('-') ? id.replaceAll('-', '%2D') : [...id].map(percentEncoded).join(''),
    id.replace(/[a-z-]/, (character) => percentEncoded(character).toLowerCase()),
  ];
}

/** The same cases on paths in which a parameter is percent-encoded once or twice; encoding it once changes nothing. */
export function underEncoded(name: string, times: 1 | 2, given: CaseMaker): CaseMaker {
  const way = times === 1 ? 'encoded' : 'encoded-twice';
  return (context) => {
    const { template } = placeOf(name, context);
    const { path } = context.operation;
    return [0, 1, 2, 3].flatMap((n) =>
      given(context).map((sent) =>
        sent === null ? null : { ...sent, path: path.replace(`{${template}}`, `{${template}~${way}~${n}}`) },
      ),
    );
  };
}
