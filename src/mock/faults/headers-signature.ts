import type { Change } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { broken, refusalOf, refusing, stopping } from '../changes.js';
import { unauthenticated } from '../layers/credentials.js';
import { hashOf, signatureOf } from '../layers/signature.js';
import type { SignedRequest } from '../model.js';
import type { Refusal } from '../model.js';
import type { MockExchange } from '../behaviour.js';

/** Accepts some signed requests as the path's project, without checking their signature. */
const unverified =
  (when: (x: MockExchange) => boolean): Change =>
  (before) => ({
    verify: (x) => (when(x) ? undefined : before.verify(x)),
    authorise: (x) => (signedOnly(x) && when(x) ? undefined : before.authorise(x)),
  });

/** Also accepts a signature that fits another request. */
const fittingAlso =
  (change: (said: SignedRequest, x: MockExchange) => Partial<SignedRequest>): Change =>
  (before) => ({
    verify: (x) => {
      const refusal = before.verify(x);
      if (refusal === undefined || signatureOf(x) === undefined) return refusal;
      const said = before.signed(x);
      const other: MockExchange = {
        ...x,
        behaviour: { ...x.behaviour, signed: () => ({ ...said, ...change(said, x) }) },
      };
      return before.verify(other) === undefined ? undefined : refusal;
    },
  });

/** Gives a request with an invalid signature another refusal. */
const instead = (refusal: (x: MockExchange) => Refusal): Change =>
  refusing(
    (other, x) => other.status === 401 && signedOnly(x),
    (_, x) => refusal(x),
  );

const signedOnly = (x: MockExchange) =>
  x.headers['x-auth-token'] === undefined && x.headers.authorization !== undefined;
const knownKey = (x: MockExchange) => x.world.secretKeys.has(signatureOf(x)?.accessKey ?? '');
const MINUTE = 60_000;

/** Defects in checking signatures (SDK-HMAC-SHA256). */
export const signatureFaults = faultsOf({
  'signature-not-checked': {
    says: 'Only the AK of a signature is checked',
    caughtBy: 'headers/signature-{changed,other-secret,other-body,other-path,other-method,other-date}',
    change: unverified(knownKey),
  },
  'signature-reads-only': {
    says: 'A signature allows reads only: a signed update is answered with 403',
    caughtBy: 'headers/signature-good',
    change: (before) => ({
      authorise: (x) =>
        before.authorise(x) ??
        (x.method === 'PUT' && signedOnly(x) ? refusalOf(403, 'You have no permissions.') : undefined),
    }),
  },
  'signature-key-not-looked-up': {
    says: 'A signature under an AK that nobody has is accepted',
    caughtBy: 'headers/signature-unknown-key',
    change: unverified((x) => signatureOf(x) !== undefined && !knownKey(x)),
  },
  'signature-scheme-only': {
    says: 'An Authorization that names the scheme but no signature is accepted',
    caughtBy: 'headers/signature-malformed',
    change: unverified((x) => signatureOf(x) === undefined && /^SDK-HMAC/.test(x.headers.authorization ?? '')),
  },
  'signature-missing-accepted': {
    says: 'A request with neither token nor signature is accepted',
    caughtBy: 'headers/signature-missing',
    change: (before) => {
      const bare = (x: MockExchange) =>
        x.headers['x-auth-token'] === undefined && x.headers.authorization === undefined;
      return {
        authenticate: (x) => (bare(x) ? undefined : before.authenticate(x)),
        authorise: (x) => (bare(x) ? undefined : before.authorise(x)),
      };
    },
  },
  'signature-without-body': {
    says: 'The body is consumed before it is hashed, so that a signature of an empty one fits',
    caughtBy: 'headers/signature-other-body',
    change: fittingAlso(() => ({ bodyHash: hashOf('') })),
  },
  'signature-without-id': {
    says: 'The last part of the path is left out of the signature',
    caughtBy: 'headers/signature-other-path',
    change: fittingAlso(({ url }) => ({ url: url.replace(/\/[^/]*$/, '') })),
  },
  'signature-without-method': {
    says: 'The signature of a GET is good for an update',
    caughtBy: 'headers/signature-other-method',
    change: fittingAlso(() => ({ method: 'GET' })),
  },
  'signature-never-old': {
    says: 'The time of a signature is not checked',
    caughtBy: 'headers/signature-old',
    change: () => ({ timely: () => true }),
  },
  'signature-of-the-future': {
    says: 'The time of a signature may be in the future',
    caughtBy: 'headers/signature-old',
    change: () => ({ timely: (signedAt, now) => now - signedAt <= 15 * MINUTE }),
  },
  'signature-of-the-day': {
    says: 'A signature is good for a day',
    caughtBy: 'headers/signature-old',
    change: () => ({ timely: (signedAt, now) => Math.abs(now - signedAt) <= 24 * 60 * MINUTE }),
  },
  'signature-of-the-hour': {
    says: 'A signature is good for an hour',
    caughtBy: 'headers/signature-old',
    change: () => ({ timely: (signedAt, now) => Math.abs(now - signedAt) <= 60 * MINUTE }),
  },
  'signature-without-date-accepted': {
    says: 'A signature that does not cover X-Sdk-Date is accepted',
    caughtBy: 'headers/signature-without-date',
    change: unverified((x) => knownKey(x) && signatureOf(x)?.headers.includes('x-sdk-date') === false),
  },
  'signature-project-ignored': {
    says: 'The project of the path is not checked in a signed request',
    caughtBy: 'headers/signature-other-project',
    change: (before) => ({
      authorise: (x) => (signedOnly(x) ? undefined : before.authorise(x)),
      find: (x) => (signedOnly(x) ? x.world.services.get(x.serviceId) : before.find(x)),
    }),
  },
  'signature-fixed-headers': {
    says: 'The same headers are always taken as signed, whatever the list says',
    caughtBy: 'headers/signature-own-list',
    change: (before) => ({
      signed: (x) => {
        const names = ['host', 'x-project-id', 'x-sdk-date'] as const;
        return { ...before.signed(x), headers: names.map((name) => [name, String(x.headers[name])] as const) };
      },
    }),
  },
  'signature-bad-403': {
    says: 'A bad signature is answered with 403',
    caughtBy: 'headers/signature-changed',
    change: instead(() => refusalOf(403, 'Authentication failed.')),
  },
  'signature-malformed-500': {
    says: 'An Authorization without a signature is answered with 500',
    caughtBy: 'headers/signature-malformed',
    change: stopping('verify', broken, (x) => signatureOf(x) === undefined),
  },
  'signature-shown': {
    says: 'The error about a bad signature quotes its header',
    caughtBy: 'errors/no-leak/credential',
    change: instead((x) => ({
      ...unauthenticated(),
      message: `Authentication failed: ${x.headers.authorization ?? ''}`,
    })),
  },
});
