import { nearMisses, nearMissOf, type NearMiss } from '../arbitraries/near-misses.js';
import type { Capability, Basis } from '../model.js';
import type { Context } from './context.js';
import { withHeader } from './headers.js';
import { must, should, type Family, type Given, type Parameter, type Then } from './requirement.js';
import { body } from './sent.js';
import { RESOURCE } from './templates.js';

/** How near misses of a parameter are judged. */
export interface Missed {
  /** Which ways; the others are left out. */
  readonly kinds: readonly NearMiss['kind'][];
  readonly basis: Basis;
  /** Default MUST. */
  readonly level?: 'SHOULD';
  readonly needs?: readonly Capability[];
  readonly then: Then;
}

/**
 * One requirement for each way to miss the value of a parameter narrowly that is compared as a whole: a parameter of the path,
 * or the token.
 */
export function everyNearMissOf(name: string, missed: Missed): Family {
  const { kinds, basis, level = 'MUST', needs = [], then } = missed;
  const state = level === 'MUST' ? must : should;
  return {
    unfold: (chapter, { parameters }) => {
      const parameter = parameterOf(name, parameters);
      return parameter.rules.flatMap(({ id, says, clause, reading }) =>
        nearMisses
          .filter(({ kind }) => kinds.includes(kind))
          .map((way) =>
            state([chapter, name, id, way.way].join('/'), {
              clause,
              basis,
              ...(reading === undefined ? {} : { reading }),
              says: `${says}: not ${name} ${way.says}`,
              needs,
              given: parameter.in === 'path' ? onNearPath(name, way) : withNearToken(name, way),
              then,
            }),
          ),
      );
    },
  };
}

/** A parameter by its name. One that the document does not have is an error of the suite. */
export function parameterOf(name: string, parameters: readonly Parameter[]): Parameter {
  const found = parameters.find((parameter) => parameter.name === name);
  if (found === undefined) throw new Error(`the operation has no parameter ${name}`);
  return found;
}

/** Where each parameter stands in the path of the resource, and what it is for a service. */
const places: Readonly<Record<string, { readonly template: string; readonly of: (context: Context) => string }>> = {
  project_id: { template: '{project_id}', of: ({ projectId }) => projectId },
  vpc_endpoint_service_id: { template: '{service_id}', of: ({ serviceId }) => serviceId },
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function onNearPath(name: string, { of }: NearMiss): Given {
  const place = places[name];
  if (place === undefined) throw new Error(`the path has no place for ${name}`);
  return (context) =>
    of(place.of(context))
      .filter((miss) => !context.knownIds.has(miss))
      .flatMap((miss) => {
        // The id of a stranger's service, should there be one, is met by an update that changes nothing.
        const draft = UUID.test(miss) ? {} : { description: 'Not to be stored', service_name: 'not-stored' };
        const path = RESOURCE.replace(place.template, segment(miss));
        return body(draft)(context).map((sent) => (sent === null ? null : { ...sent, path }));
      });
}

/** A text as a segment of a path: what has no meaning in one stands as it is (RFC 3986, 3.3). */
export function segment(text: string): string {
  return encodeURIComponent(text).replace(/%(?:3A|40|24|26|2B|2C|3B|3D)/g, (code) => decodeURIComponent(code));
}

/** A token like those that are handed out: of the real one no case knows a character. */
const SAMPLE_TOKEN = 'Mi1-kx_2.Zq';

function withNearToken(header: string, { way, of }: NearMiss): Given {
  return (context) =>
    of(SAMPLE_TOKEN).flatMap((_, n) =>
      withHeader(
        header,
        [`{{token-near-${way}-${n}}}`],
        body({ description: 'Not to be stored', service_name: 'not-stored' }),
      )(context),
    );
}

const NEAR_TOKEN = /^token-near-(.+)-(\d+)$/;

/** What a template for a near miss of the token stands for, in characters of one byte; null for any other template. */
export function nearToken(name: string, token: string): string | null {
  const found = NEAR_TOKEN.exec(name);
  if (found === null) return null;
  const [, way = '', n = '0'] = found;
  const miss = nearMissOf(token, way, Number(n)) ?? nearMissOf(token, way, 0) ?? `${token}x`;
  return /^[\u0020-\u00ff]*$/.test(miss) ? miss : Buffer.from(miss, 'utf8').toString('latin1');
}

/** The same cases under paths in which characters of a parameter are percent-encoded, which changes nothing; or that again. */
export function underEncoded(name: string, times: 1 | 2, given: Given): Given {
  const place = places[name];
  if (place === undefined) throw new Error(`the path has no place for ${name}`);
  return (context) => {
    const id = place.of(context);
    const code = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
    const forms = [
      code(id.charAt(0)) + id.slice(1),
      id.slice(0, -1) + code(id.slice(-1)),
      id.includes('-') ? id.replaceAll('-', '%2D') : [...id].map(code).join(''),
      id.replace(/[a-z-]/, (character) => code(character).toLowerCase()),
    ];
    const encoded = forms.map((form) => (times === 1 ? form : form.replaceAll('%', '%25')));
    return [...new Set(encoded)].flatMap((form) =>
      given(context).map((sent) => (sent === null ? null : { ...sent, path: RESOURCE.replace(place.template, form) })),
    );
  };
}
