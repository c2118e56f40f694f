import { faultsOf } from '../catalogue.js';
import { broken, refusalOf, stopping } from '../changes.js';
import { countHeader } from '../layers/credentials.js';
import { letIn } from './let-in.js';

/** Defects in checking X-Auth-Token. */
export const tokenFaults = faultsOf({
  'token-missing-accepted': {
    says: 'A request without X-Auth-Token is accepted',
    caughtBy: 'headers/token-missing',
    change: letIn((token) => token === undefined),
  },
  'token-empty-accepted': {
    says: 'An empty X-Auth-Token is accepted',
    caughtBy: 'headers/token-empty',
    change: letIn((token) => token === ''),
  },
  'token-first-word-taken': {
    says: 'Only the first word of an X-Auth-Token with a blank in it is compared',
    caughtBy: 'headers/token-malformed',
    change: letIn((token, good) => token?.startsWith(`${good} `) === true),
  },
  'token-any-accepted': {
    says: 'Any X-Auth-Token that is not empty is accepted',
    caughtBy: 'headers/token-unknown',
    change: letIn((token) => token !== undefined && token !== ''),
  },
  'token-cut-accepted': {
    says: 'The token without its last character is accepted: only its beginning is compared',
    caughtBy: 'headers/token-cut',
    change: letIn((token, good) => token !== undefined && token.length > 16 && good.startsWith(token)),
  },
  'token-extended-accepted': {
    says: 'A token that begins with the valid one is accepted',
    caughtBy: 'headers/token-extended',
    change: letIn((token, good) => token?.startsWith(good) === true && !token.includes(',')),
  },
  'token-first-64-compared': {
    says: 'Only the first 64 characters of the token are compared',
    caughtBy: 'headers/token-changed',
    change: letIn((token, good) => token?.slice(0, 64) === good.slice(0, 64) && !token.includes(',')),
  },
  'token-case-ignored': {
    says: 'The token is compared without regard to case',
    caughtBy: 'headers/token-case',
    change: letIn((token, good) => token?.toLowerCase() === good.toLowerCase()),
  },
  'token-long-accepted': {
    says: 'A token of 2048 characters is accepted: the comparison fails and counts as true',
    caughtBy: 'headers/token-long',
    change: letIn((token) => (token?.length ?? 0) >= 2_048),
  },
  'token-of-subject-header-accepted': {
    says: 'The token is also taken from X-Subject-Token',
    caughtBy: 'headers/token-elsewhere',
    change: letIn((token, good, x) => token === undefined && x.headers['x-subject-token'] === good),
  },
  'token-behind-a-scheme': {
    says: 'The word Bearer before the token in X-Auth-Token is cut off',
    caughtBy: 'headers/token-malformed',
    change: letIn((token, good) => token === `Bearer ${good}`),
  },
  'token-of-authorization-accepted': {
    says: 'The token is also taken from Authorization, as a bearer token',
    caughtBy: 'headers/token-as-bearer',
    change: letIn((token, good, x) => token === undefined && x.headers.authorization === `Bearer ${good}`),
  },
  'token-foreign-accepted': {
    says: 'A token of any project opens every project',
    caughtBy: 'headers/token-foreign',
    change: letIn((token, _, x) => token !== undefined && x.world.tokens.has(token)),
  },
  'token-twice-500': {
    says: 'X-Auth-Token sent twice is answered with 500',
    caughtBy: 'headers/token-twice',
    change: stopping('authenticate', broken, (x) => countHeader(x, 'x-auth-token') > 1),
  },
  'token-header-name-case-sensitive': {
    says: 'The header X-Auth-Token is found only in exactly this spelling',
    caughtBy: 'headers/token-name-case',
    change: (before) => ({
      authenticate: (x) => {
        const spelt = x.rawHeaders.some((name, n) => n % 2 === 0 && name === 'x-auth-token');
        return spelt ? refusalOf(401, 'Authentication failed.') : before.authenticate(x);
      },
    }),
  },
  'token-header-in-capitals-unseen': {
    says: 'The header X-AUTH-TOKEN in capitals is not found',
    caughtBy: 'headers/token-name-case',
    change: stopping('authenticate', refusalOf(401, 'Authentication failed.'), (x) =>
      x.rawHeaders.includes('X-AUTH-TOKEN'),
    ),
  },
});
