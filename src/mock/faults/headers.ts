import { faultsOf, inChapter } from '../catalogue.js';
import { broken, refusalOf, refusing, stopping } from '../changes.js';
import { countHeader } from '../layers/credentials.js';
import type { MockExchange } from '../behaviour.js';
import { nearHeaderFaults } from './headers-near.js';
import { signatureFaults } from './headers-signature.js';
import { nearTokenFaults } from './headers-token-near.js';
import { tokenFaults } from './headers-token.js';

const type = (x: MockExchange) => x.headers['content-type'];

const contentType = faultsOf({
  'content-type-other-415': {
    says: 'Another Content-Type is answered with 415, which the document does not list',
    caughtBy: 'headers/content-type-other',
    change: (before) => ({
      contentType: (x) => {
        const refusal = before.contentType(x);
        return refusal === undefined || type(x) === undefined ? refusal : { ...refusal, status: 415 };
      },
    }),
  },
  'content-type-missing-500': {
    says: 'A request without Content-Type is answered with 500',
    caughtBy: 'headers/content-type-missing',
    change: stopping('contentType', broken, (x) => type(x) === undefined),
  },
  'content-type-form-read': {
    says: 'A body of another type is not read: 200, and nothing is changed',
    caughtBy: '{headers/content-type-other,effect/echo/description}',
    change: (before) => ({
      contentType: (x) => (type(x)?.startsWith('application/json') === false ? undefined : before.contentType(x)),
      receive: (body, x) => before.receive(type(x)?.startsWith('application/json') === false ? {} : body, x),
    }),
  },
  'content-type-charset-rejected': {
    says: 'Content-Type is compared as a whole, so charset=utf-8 is rejected',
    caughtBy: 'headers/content-type-json',
    change: stopping(
      'contentType',
      refusalOf(400, 'Content-Type must be application/json.'),
      (x) => type(x)?.includes('charset=') === true,
    ),
  },
  'content-type-unknown-charset-500': {
    says: 'A charset that the library does not know is answered with 500',
    caughtBy: 'headers/content-type-charset',
    change: stopping('contentType', broken, (x) => /charset=no/.test(type(x) ?? '')),
  },
  'content-type-twice-500': {
    says: 'Content-Type sent twice is answered with 500',
    caughtBy: 'headers/content-type-twice',
    change: stopping('contentType', broken, (x) => countHeader(x, 'content-type') > 1),
  },
  'content-type-upper-case-400': {
    says: 'A Content-Type in upper case is taken for another type: 400',
    caughtBy: 'headers/content-type-spelling',
    change: stopping('contentType', refusalOf(400, 'Content-Type must be application/json.'), (x) =>
      /[A-Z]/.test((x.headers['content-type'] ?? '').replace(/utf-8/i, '')),
    ),
  },
  'multipart-without-boundary-500': {
    says: 'multipart/form-data without a boundary is answered with 500',
    caughtBy: 'headers/content-type-other',
    change: stopping('contentType', broken, (x) => x.headers['content-type'] === 'multipart/form-data'),
  },
  'quoted-charset-unknown': {
    says: 'A quoted charset is taken for an unknown one',
    caughtBy: 'headers/content-type-quoted',
    change: stopping(
      'contentType',
      refusalOf(400, 'The charset is not known.'),
      (x) => x.headers['content-type']?.includes('"') === true,
    ),
  },
  'content-type-upper-case-500': {
    says: 'A Content-Type in upper case is answered with 500',
    caughtBy: 'headers/content-type-spelling',
    change: stopping('contentType', broken, (x) => type(x) === 'APPLICATION/JSON'),
  },
});

const accepts = (x: MockExchange) => x.headers.accept;
const xml = '<?xml version="1.0"?><error><message>Not acceptable</message></error>';

const accept = faultsOf({
  'accept-xml-obeyed': {
    says: 'An Accept of application/xml is answered in XML',
    caughtBy: '{headers/accept-excludes-json,reply/content-type}',
    change: (before) => ({
      negotiate: (x) => (accepts(x) === 'application/xml' ? undefined : before.negotiate(x)),
      encode: (shown, x) =>
        accepts(x) === 'application/xml'
          ? {
              status: 200,
              contentType: 'application/xml',
              headers: [],
              body: `<service><id>${x.serviceId}</id></service>`,
            }
          : before.encode(shown, x),
    }),
  },
  'accept-xml-error': {
    says: 'A 406 to an Accept of application/xml is in XML',
    caughtBy: '{headers/accept-excludes-json,errors/envelope/406}',
    change: (before) => ({
      refuse: (refusal, x) =>
        refusal.status === 406 && accepts(x) === 'application/xml'
          ? { status: 406, contentType: 'application/xml', headers: [], body: xml }
          : before.refuse(refusal, x),
    }),
  },
  'accept-excluding-415': {
    says: 'An Accept that excludes JSON is answered with 415',
    caughtBy: 'headers/accept-excludes-json',
    change: refusing(406, (refusal) => ({ ...refusal, status: 415 })),
  },
  'accept-406-but-stored': {
    says: 'An Accept that excludes JSON is answered with 406 after the update is done',
    caughtBy: '{headers/accept-excludes-json,effect/atomic}',
    change: (before) => ({
      negotiate: (x) => {
        const refusal = before.negotiate(x);
        if (refusal !== undefined && x.method === 'PUT' && x.service !== undefined)
          void x.behaviour.update(x.service, x);
        return refusal;
      },
    }),
  },
  'accept-absent-406': {
    says: 'A request without Accept is answered with 406',
    caughtBy: 'headers/accept-absent',
    change: stopping(
      'negotiate',
      refusalOf(406, 'Accept is missing.'),
      (x) => accepts(x) === undefined && x.method === 'PUT',
    ),
  },
  'accept-quality-ignored': {
    says: 'An Accept that names JSON with a low quality is answered with 406',
    caughtBy: 'headers/accept-json',
    change: stopping(
      'negotiate',
      refusalOf(406, 'Accept excludes application/json.'),
      (x) => accepts(x)?.includes('q=0.') === true,
    ),
  },
  'accept-malformed-500': {
    says: 'An Accept without a subtype is answered with 500',
    caughtBy: 'headers/accept-malformed',
    change: stopping('negotiate', broken, (x) => accepts(x)?.endsWith('/') === true),
  },
});

/** Defects in reading the headers (Table 2), and Accept. */
export const headersFaults = inChapter(
  'headers',
  tokenFaults,
  nearTokenFaults,
  signatureFaults,
  contentType,
  accept,
  nearHeaderFaults,
);
