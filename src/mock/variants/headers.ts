import { gunzipSync } from 'node:zlib';
import type { Change } from '../behaviour.js';
import { inChapter, variantsOf } from '../catalogue.js';
import { gzipped, refusalOf, refusing, replying, stopping, tolerate } from '../changes.js';
import { signatureOf } from '../layers/signature.js';
import type { Refusal } from '../model.js';
import type { MockExchange } from '../behaviour.js';

/** Ignores the Content-Type of some requests: the body is read as JSON anyway. */
const readAnyway = (when: (type: string | undefined) => boolean): Change =>
  tolerate('contentType', (x) => when(x.headers['content-type']));

/** Gives a request with an invalid signature another refusal. */
const refusedSignature = (change: (refusal: Refusal, x: MockExchange) => Refusal): Change =>
  refusing(
    (refusal, x) => refusal.status === 401 && x.headers.authorization !== undefined,
    (refusal, x) => change(refusal, x),
  );

/** Decodes the body of a request from gzip, or empties it if it is not gzip. */
function decoded(x: MockExchange): MockExchange {
  try {
    return Object.assign(x, { bytes: gunzipSync(x.bytes) });
  } catch {
    return Object.assign(x, { bytes: Buffer.alloc(0) });
  }
}

/** What may be accepted or rejected of the headers (R9 to R11). */
export const headerVariants = inChapter(
  'headers',
  variantsOf({
    'content-type-ignored': {
      says: 'Content-Type is not checked: every body is read as JSON',
      change: readAnyway(() => true),
    },
    'accept-ignored': {
      says: 'Accept is not checked: every answer is JSON',
      change: () => ({ negotiate: () => undefined }),
    },
    'gzipped-where-asked': {
      says: 'Replies are gzipped unless Accept-Encoding asks for identity alone',
      change: replying((reply, x) => (x.headers['accept-encoding'] === 'identity' ? reply : gzipped(reply))),
    },
    'gzipped-bodies-decoded': {
      says: 'A gzipped body is decoded, and one that is only declared so is refused with 400',
      change: (before) => ({
        decode: (x) => before.decode(x.headers['content-encoding'] === 'gzip' ? decoded(x) : x),
      }),
    },
    'accept-malformed-400': {
      says: 'A malformed Accept is answered with 400',
      change: stopping(
        'negotiate',
        refusalOf(400, 'Accept is malformed.'),
        (x) => !/^(?:\s*[\w*+.-]+\/[\w*+.-]+\s*(?:;[^,]*)?(?:,|$))+$/.test(x.headers.accept ?? '*/*'),
      ),
    },
    'quoted-charset-400': {
      says: 'A charset in quotes is refused with 400',
      change: stopping(
        'contentType',
        refusalOf(400, 'The charset is not known.'),
        (x) => x.headers['content-type']?.includes('"') === true,
      ),
    },
    'content-type-exact': {
      says: 'Content-Type must be application/json, with or without charset=utf-8, in upper or lower case: all else is refused with 400',
      change: (before) => ({
        contentType: (x) =>
          /^application\/json(?:;\s?charset=utf-8)?$/i.test(x.headers['content-type'] ?? '')
            ? undefined
            : (before.contentType(x) ?? refusalOf(400, 'Content-Type is not known.')),
      }),
    },
    'other-types-refused-first': {
      says: 'The type of a body is checked before the method: 400 for a PATCH or POST with another one',
      change: (before) => ({
        method: (x) =>
          before.method(x) === undefined || x.headers['content-type'] === undefined
            ? before.method(x)
            : (before.contentType(x) ?? before.method(x)),
      }),
    },
    'body-checked-first': {
      says: 'A body that must be rejected is reported as such, whoever sends it',
      change: (before) => {
        const unfit = (x: MockExchange): Refusal | undefined =>
          x.method === 'PUT' ? (x.behaviour.decode(x) ?? x.behaviour.parse(x) ?? x.behaviour.validate(x)) : undefined;
        return {
          authenticate: (x) => {
            const refusal = before.authenticate(x);
            return refusal && (unfit(x) ?? refusal);
          },
          authorise: (x) => {
            const refusal = before.authorise(x);
            return refusal && (unfit(x) ?? refusal);
          },
        };
      },
    },
    'token-twice-401': {
      says: 'The valid token sent twice is answered with 401',
      change: (before) => ({
        authenticate: (x) => {
          const refusal = before.authenticate(x);
          return refusal?.status === 400 ? refusalOf(401, 'Authentication failed.') : refusal;
        },
      }),
    },
    'token-malformed-400': {
      says: 'A token with a character that no token has is answered with 400',
      change: stopping(
        'authenticate',
        refusalOf(400, 'X-Auth-Token is malformed.'),
        (x) =>
          /[^\w+/=-]/.test(String(x.headers['x-auth-token'] ?? '')) &&
          !String(x.headers['x-auth-token']).includes(', '),
      ),
    },
    'signature-old-403': {
      says: 'A signature whose time is too far from now is answered with 403',
      change: refusedSignature((refusal) =>
        refusal.message.includes('too far') ? { ...refusal, status: 403, code: 'EndPoint.0004' } : refusal,
      ),
    },
    'signature-malformed-400': {
      says: 'An Authorization without a whole signature is answered with 400',
      change: refusedSignature((refusal, x) =>
        signatureOf(x) === undefined ? { ...refusal, status: 400, code: 'EndPoint.0002' } : refusal,
      ),
    },
    'signature-error-tells': {
      says: 'The error about a bad signature names the AK and quotes the request as it should have been signed',
      change: refusedSignature((refusal, x) => {
        const { method, url, headers, bodyHash } = x.behaviour.signed(x);
        const lines = headers.map(([name, value]) => `${name}:${value}`);
        const request = [method, `${url}/`, '', ...lines, '', headers.map(([name]) => name).join(';'), bodyHash];
        const message = `${refusal.message} ak ${signatureOf(x)?.accessKey ?? ''}, request ${request.join('|')}`;
        return { ...refusal, message };
      }),
    },
    'signature-resolved-path': {
      says: 'A signature is compared with the path as the gateway resolved it, without dot segments, percent codes and query',
      change: (before) => ({
        signed: (x) => {
          const said = before.signed(x);
          const { pathname } = new URL(said.url.replace(/^\/+/, '/'), 'http://gateway');
          return { ...said, url: pathname.replace(/%2f/gi, '/').replace(/(.)\/$/, '$1') };
        },
      }),
    },
  }),
);
