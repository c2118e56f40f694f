import { faultsOf } from '../catalogue.js';
import { broken, stopping } from '../changes.js';
import { isRecord } from '../layers/validate.js';
import type { MockExchange } from '../behaviour.js';
import { letIn } from './let-in.js';

/** Whether the body contains the token, at the top or one level below. */
const inBody = (x: MockExchange, good: string): boolean => {
  try {
    const value: unknown = JSON.parse(x.bytes.toString('utf8'));
    return (
      isRecord(value) && Object.values(value).some((one) => one === good || (isRecord(one) && one['token'] === good))
    );
  } catch {
    return false;
  }
};

/** Defects that show only with a token close to the valid one, or with the valid one in another place. */
export const nearTokenFaults = faultsOf({
  'token-quoted-accepted': {
    says: 'Quotation marks around the token are stripped',
    caughtBy: 'headers/X-Auth-Token/exact/quoted',
    change: letIn((token, good) => token === `"${good}"`),
  },
  'token-in-a-list-accepted': {
    says: 'X-Auth-Token is read as a list in which one token need be valid',
    caughtBy: 'headers/X-Auth-Token/exact/in-a-list',
    change: letIn((token, good) => token !== `${good}, ${good}` && token?.split(/, ?/).includes(good) === true),
  },
  'token-ends-compared': {
    says: 'Only the first and the last eight characters of the token are compared',
    caughtBy: 'headers/X-Auth-Token/exact/changed-inside',
    change: letIn(
      (token, good) =>
        token?.length === good.length && token.slice(0, 8) === good.slice(0, 8) && token.slice(-8) === good.slice(-8),
    ),
  },
  'token-first-character-ignored': {
    says: 'The first character of the token is not compared',
    caughtBy: 'headers/X-Auth-Token/exact/changed-first',
    change: letIn((token, good) => token?.length === good.length && token.slice(1) === good.slice(1)),
  },
  'token-characters-sorted': {
    says: 'Only a checksum of the token is compared, which ignores the order of its characters',
    caughtBy: 'headers/X-Auth-Token/exact/{swapped,reversed}',
    change: letIn((token, good) => [...(token ?? '')].sort().join('') === [...good].sort().join('')),
  },
  'token-beyond-ascii-500': {
    says: 'A token with a non-ASCII character is answered with 500',
    caughtBy: 'headers/X-Auth-Token/exact/accented',
    change: stopping('authenticate', broken, (x) => /[\u0080-\u00ff]/.test(String(x.headers['x-auth-token'] ?? ''))),
  },
  'token-built-in-member-accepted': {
    says: 'Tokens are looked up in an object, so that constructor is one',
    caughtBy: 'headers/X-Auth-Token/exact/object-member',
    change: letIn((token) => token !== undefined && token in {}),
  },
  'token-parameter-cut': {
    says: 'Text after a semicolon in the token is cut off',
    caughtBy: 'headers/X-Auth-Token/exact/with-parameter',
    change: letIn((token, good) => token?.startsWith(`${good};`) === true),
  },
  'token-percent-decoded': {
    says: 'The token is decoded like a part of a URL',
    caughtBy: 'headers/X-Auth-Token/exact/encoded',
    change: letIn(
      (token, good) => token !== good && token === `%${good.charCodeAt(0).toString(16).toUpperCase()}${good.slice(1)}`,
    ),
  },
  'token-padding-ignored': {
    says: 'Equals signs at the end of the token are not compared, being the padding of Base64',
    caughtBy: 'headers/X-Auth-Token/exact/extended',
    change: letIn((token, good) => token?.replace(/=+$/, '') === good.replace(/=+$/, '')),
  },
  'token-in-base64-accepted': {
    says: 'The token is also accepted in Base64',
    caughtBy: 'headers/X-Auth-Token/exact/encoded',
    change: letIn((token, good) => token === Buffer.from(good).toString('base64')),
  },
  'token-beyond-2048-accepted': {
    says: 'A token of more than 2,048 characters does not fit its buffer and is accepted',
    caughtBy: 'headers/token-very-long',
    change: letIn((token) => (token?.length ?? 0) > 2_048),
  },
  'token-of-cookie-accepted': {
    says: 'The token is also taken from a cookie',
    caughtBy: 'headers/token-in-cookie',
    change: letIn((token, good, x) => token === undefined && x.headers.cookie?.includes(good) === true),
  },
  'token-of-query-accepted': {
    says: 'The token is also taken from the query',
    caughtBy: 'headers/token-in-query',
    change: letIn(
      (token, good, x) =>
        token === undefined && [...new URLSearchParams(x.url.split('?')[1]).values()].some((value) => value === good),
    ),
  },
  'token-of-body-accepted': {
    says: 'The token is also taken from the body',
    caughtBy: 'headers/token-in-body',
    change: letIn((token, good, x) => token === undefined && inBody(x, good)),
  },
});
