import { faultsOf } from '../catalogue.js';
import { beforeUpdate, broken, merging, refusing, rewriting, tolerate, turnDown } from '../changes.js';
import type { MockExchange } from '../behaviour.js';
import { mending } from './on-sight.js';

const typeOf = (x: MockExchange): string => x.headers['content-type'] ?? '';

/** Defects that show where two things meet: a form and a member, a refusal and a long body, a value and the one before. */
export const aroundRequestsFaults = faultsOf({
  'name-unchecked-with-empty-parameter': {
    says: 'A name is not checked where Content-Type ends in a semicolon',
    caughtBy: 'robustness/crossed/violation',
    change: tolerate('service_name', (value, x) => typeof value === 'string' && typeOf(x).endsWith(';')),
  },
  'protocol-unchecked-with-query': {
    says: 'The protocol of a mapping is not checked where the path has a query',
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
    says: 'Errors have no body for who speaks HTTP/1.0',
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
  'upgrade-426': {
    says: 'A request that offers another protocol is answered with 426',
    caughtBy: 'robustness/crossed/special-forms-accepted',
    change: beforeUpdate((_, x) =>
      x.headers.upgrade === undefined
        ? undefined
        : x.behaviour.refuse({ status: 426, code: 'EndPoint.0002', message: 'An upgrade is required.' }, x),
    ),
  },
  'mark-between-tokens-skipped': {
    says: 'U+FEFF counts as white space wherever it stands between two tokens',
    caughtBy: 'robustness/json/white-space/byte-order-mark',
    change: mending((text) => text.replaceAll(/([{,:[])\ufeff/g, '$1')),
  },
  'capital-unicode-escape-read': {
    says: 'An escape may begin with a capital U',
    caughtBy: 'robustness/json/string/capital-escape',
    change: mending((text) => text.replaceAll('\\U', '\\u')),
  },
  'device-name-refused': {
    says: 'The names of devices, such as con and nul, are refused',
    caughtBy: 'request-body/texts-shaped',
    change: turnDown('service_name', (value) => /^(?:con|nul|prn|aux)$/i.test(String(value)), 'names a device'),
  },
  'copyright-sign-made': {
    says: '(c) in a description becomes the sign for it',
    caughtBy: '{request-body/texts-shaped,effect/echo/description}',
    change: rewriting('description', (text) => text.replaceAll('(c)', '\u00a9')),
  },
  'doubled-blanks-collapsed': {
    says: 'Of several blanks between two words of a description one is kept',
    caughtBy: '{request-body/description-letters,effect/echo/description}',
    change: rewriting('description', (text) => text.replaceAll(/(\S) {2,}(?=\S)/g, '$1 ')),
  },
  'syllables-composed': {
    says: 'Letters of Hangul that stand apart are composed to syllables',
    caughtBy: '{request-body/description-every-letter,effect/echo/description}',
    change: rewriting('description', (text) =>
      text.replaceAll(/[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?/g, (letters) => letters.normalize('NFC')),
    ),
  },
  'beginning-of-description-not-stored': {
    says: 'A description that is the beginning of the stored one is not stored',
    caughtBy: 'effect/near-values',
    change: merging((next, { description }, update) =>
      update.description !== undefined && update.description !== '' && description.startsWith(update.description)
        ? { ...next, description }
        : next,
    ),
  },
});
