import { faultsOf } from '../catalogue.js';
import { beforeUpdate, broken, merging, refusing, rewriting, showing, tolerate, turnDown } from '../changes.js';
import { invalid, isRecord } from '../layers/validate.js';
import type { MockExchange } from '../behaviour.js';
import { mending } from './on-sight.js';
import { isChunked } from './robustness-crossed.js';

const typeOf = (x: MockExchange): string => x.headers['content-type'] ?? '';

/**
 * Defects that show only where two things meet: a form and a member, a refusal and a long body, a value and the
 * previous one.
 */
export const aroundRequestsFaults = faultsOf({
  'name-unchecked-with-empty-parameter': {
    says: 'A name is not checked if Content-Type ends in a semicolon',
    caughtBy: 'robustness/crossed/violation',
    change: tolerate('service_name', (value, x) => typeof value === 'string' && typeOf(x).endsWith(';')),
  },
  'protocol-unchecked-with-query': {
    says: 'The protocol of a mapping is not checked if the path has a query',
    caughtBy: 'robustness/crossed/violation',
    change: tolerate('protocol', (_, x) => x.url.includes('?')),
  },
  'long-body-for-unknown-service-500': {
    says: 'A long body for a service that does not exist is answered with 500',
    caughtBy: 'path/service-unknown',
    change: refusing(
      ({ status }, x) => status === 404 && x.bytes.length > 3_000,
      () => broken,
    ),
  },
  'old-http-bare-errors': {
    says: 'Errors have no body for clients that speak HTTP/1.0',
    caughtBy: 'errors/envelope/401',
    change: (before) => ({
      write: (response, reply, x) =>
        before.write(
          response,
          response.req.httpVersion === '1.0' && reply.status !== 200 ? { ...reply, body: '' } : reply,
          x,
        ),
    }),
  },
  'browser-redirected-to-https': {
    says: 'A request with Upgrade-Insecure-Requests is redirected to https',
    caughtBy: 'robustness/crossed/special-forms-accepted',
    change: beforeUpdate((_, x) =>
      x.headers['upgrade-insecure-requests'] === undefined
        ? undefined
        : x.behaviour.refuse({ status: 307, code: 'EndPoint.0002', message: 'Use https.' }, x),
    ),
  },
  'mark-between-tokens-skipped': {
    says: 'U+FEFF counts as white space between any two tokens',
    caughtBy: 'robustness/json/white-space/byte-order-mark',
    change: mending((text) => text.replaceAll(/([{,:[])\ufeff/g, '$1')),
  },
  'capital-unicode-escape-read': {
    says: 'An escape may begin with a capital U',
    caughtBy: 'robustness/json/string/capital-escape',
    change: mending((text) => text.replaceAll('\\U', '\\u')),
  },
  'device-name-refused': {
    says: 'Device names, such as con and nul, are refused',
    caughtBy: 'request-body/texts-shaped',
    change: turnDown('service_name', (value) => /^(?:con|nul|prn|aux)$/i.test(String(value)), 'names a device'),
  },
  'copyright-sign-made': {
    says: '(c) in a description becomes the copyright sign',
    caughtBy: '{request-body/texts-shaped,effect/echo/description}',
    change: rewriting('description', (text) => text.replaceAll('(c)', '\u00a9')),
  },
  'smileys-made': {
    says: 'A colon and a bracket in a description become a smiley',
    caughtBy: '{request-body/description-punctuation,effect/echo/description}',
    change: rewriting('description', (text) => text.replaceAll(':)', '\u263a')),
  },
  'service-id-cut-at-nul': {
    says: 'A service id ends at an encoded U+0000, as a C string does',
    caughtBy: 'path/service-no-uuid',
    change: (before) => ({
      find: (x) => before.find(Object.assign(x, { serviceId: x.serviceId.split('%00')[0] ?? '' })),
    }),
  },
  'members-in-order-only': {
    says: 'A body with description before service_name is refused: members are expected in the order of the table',
    caughtBy: 'robustness/respelt/{reversed,rotated}',
    change: (before) => ({
      validate: (x) => {
        const [name, description] = ['"service_name"', '"description"'].map((member) => x.text.indexOf(member));
        const isTurned = (description ?? -1) >= 0 && (name ?? -1) > (description ?? -1);
        return before.validate(x) ?? (isTurned ? invalid('service_name', 'comes before description') : undefined);
      },
    }),
  },
  'mapping-camel-case-taken': {
    says: 'clientPort in a mapping is taken for client_port',
    caughtBy: '{request-body/near-names,effect/*}',
    change: (before) => ({
      receive: (body, x) => {
        const { ports } = body;
        const renamed = (mapping: unknown): unknown =>
          isRecord(mapping) && typeof mapping['clientPort'] === 'number'
            ? { ...mapping, client_port: mapping['clientPort'] }
            : mapping;
        return before.receive(Array.isArray(ports) ? { ...body, ports: ports.map(renamed) } : body, x);
      },
    }),
  },
  'chunked-unchecked-on-second-service': {
    says: 'The second service does not check a description in a chunked body',
    caughtBy: 'robustness/crossed/violation',
    change: tolerate(
      'description',
      (value, x) => typeof value === 'string' && isChunked(x) && x.service !== undefined && x.service.index === 1,
    ),
  },
  'description-left-out-without-name': {
    says: 'Replies leave description out while service_name is empty',
    caughtBy: 'effect/{echo,persist,kept}/description',
    change: showing((shown, _, service) =>
      service.state.service_name === '' ? { ...shown, description: undefined } : shown,
    ),
  },
  'mass-assigned-id': {
    says: 'id in a body is stored, so that the service is found only under it',
    caughtBy: 'request-body/{unknown-member/id,unknown-member}',
    change: (before) => {
      const moved = new Map<string, string>();
      return {
        find: (x) => {
          const service = before.find(x);
          return service !== undefined && moved.has(service.id) ? undefined : service;
        },
        represent: (service, state, x) => ({
          ...before.represent(service, state, x),
          id: moved.get(service.id) ?? service.id,
        }),
        commit: (service, next, x) => {
          before.commit(service, next, x);
          const id = isRecord(x.value) ? x.value['id'] : undefined;
          if (typeof id === 'string') moved.set(service.id, id);
        },
      };
    },
  },
  'rejected-description-in-next-read': {
    says: 'The description of a rejected body shows in the next read of another service',
    caughtBy: 'effect/isolation-of-rejected',
    change: (before) => {
      let draft: { readonly serviceId: string; readonly text: string } | null = null;
      return {
        validate: (x) => {
          const refusal = before.validate(x);
          const text = isRecord(x.value) ? x.value['description'] : undefined;
          if (refusal !== undefined && typeof text === 'string' && !/[<>]/.test(text))
            draft = { serviceId: x.serviceId, text };
          return refusal;
        },
        represent: (service, state, x) => {
          const shown = before.represent(service, state, x);
          if (x.method !== 'GET' || draft === null || draft.serviceId === service.id) return shown;
          const { text } = draft;
          draft = null;
          return { ...shown, description: text };
        },
      };
    },
  },
  'doubled-blanks-collapsed': {
    says: 'Several blanks between two words of a description become one',
    caughtBy: '{request-body/description-letters,effect/echo/description}',
    change: rewriting('description', (text) => text.replaceAll(/(\S) {2,}(?=\S)/g, '$1 ')),
  },
  'syllables-composed': {
    says: 'Separate Hangul letters are composed into syllables',
    caughtBy: '{request-body/description-every-letter,effect/echo/description}',
    change: rewriting('description', (text) =>
      text.replaceAll(/[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?/g, (letters) => letters.normalize('NFC')),
    ),
  },
  'beginning-of-description-not-stored': {
    says: 'A description that is a prefix of the stored one is not stored',
    caughtBy: 'effect/near-values',
    change: merging((next, { description }, update) =>
      update.description !== undefined && update.description !== '' && description.startsWith(update.description)
        ? { ...next, description }
        : next,
    ),
  },
});
