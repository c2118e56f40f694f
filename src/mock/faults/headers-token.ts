import type { Change } from '../behaviour.js';
import type { FaultEntry } from '../catalogue.js';
import { broken, refusing } from '../changes.js';
import { countHeader } from '../layers/credentials.js';
import type { Exchange } from '../model.js';

/** Requests whose token is let in, as that of the path's project, though it should not be. */
const letIn =
  (when: (token: string | undefined, good: string, x: Exchange) => boolean): Change =>
  (before) => {
    const passes = (x: Exchange) => {
      const token = x.headers['x-auth-token'];
      return when(token === undefined ? undefined : String(token), x.world.token, x);
    };
    return {
      authenticate: (x) => (passes(x) ? undefined : before.authenticate(x)),
      authorise: (x) => (passes(x) && x.projectId === x.world.projectId ? undefined : before.authorise(x)),
    };
  };

/** What a refused credential is answered with, where the token has some form. */
const instead = (when: (token: string | undefined, x: Exchange) => boolean, status: number, code: string): Change =>
  refusing(
    (refusal, x) => refusal.status === 401 && when(x.headers['x-auth-token']?.toString(), x),
    () => ({ status, code, message: 'Authentication failed.' }),
  );

/** Defects in checking X-Auth-Token. */
export const tokenFaults: readonly FaultEntry[] = [
  {
    id: 'token-missing-accepted',
    says: 'A request without X-Auth-Token is let in',
    caughtBy: 'headers/token-missing',
    change: letIn((token) => token === undefined),
  },
  {
    id: 'token-empty-accepted',
    says: 'An empty X-Auth-Token is let in',
    caughtBy: 'headers/token-empty',
    change: letIn((token) => token === ''),
  },
  {
    id: 'token-any-accepted',
    says: 'Any X-Auth-Token that is not empty is let in',
    caughtBy: 'headers/token-unknown',
    change: letIn((token) => token !== undefined && token !== ''),
  },
  {
    id: 'token-null-word-accepted',
    says: 'The word null as X-Auth-Token is let in',
    caughtBy: 'headers/token-unknown',
    change: letIn((token) => token === 'null'),
  },
  {
    id: 'token-bearer-accepted',
    says: 'Bearer before the token is ignored',
    caughtBy: 'headers/token-unknown',
    change: letIn((token, good) => token === `Bearer ${good}`),
  },
  {
    id: 'token-cut-accepted',
    says: 'The token without its last character is let in: its beginning is compared',
    caughtBy: 'headers/token-cut',
    change: letIn((token, good) => token !== undefined && token.length > 16 && good.startsWith(token)),
  },
  {
    id: 'token-extended-accepted',
    says: 'A token that begins with the good one is let in',
    caughtBy: 'headers/token-extended',
    change: letIn((token, good) => token?.startsWith(good) === true && !token.includes(',')),
  },
  {
    id: 'token-containing-accepted',
    says: 'A token that contains the good one is let in',
    caughtBy: 'headers/token-extended',
    change: letIn((token, good) => token?.includes(good) === true && !token.includes(',')),
  },
  {
    id: 'token-first-64-compared',
    says: 'Only the first 64 characters of the token are compared',
    caughtBy: 'headers/token-changed',
    change: letIn((token, good) => token?.slice(0, 64) === good.slice(0, 64) && !token.includes(',')),
  },
  {
    id: 'token-case-ignored',
    says: 'The token is compared without regard to case',
    caughtBy: 'headers/token-case',
    change: letIn((token, good) => token?.toLowerCase() === good.toLowerCase()),
  },
  {
    id: 'token-injection-accepted',
    says: 'A token that makes the query true is let in',
    caughtBy: 'headers/token-unknown',
    change: letIn((token) => token?.includes("' OR '") === true),
  },
  {
    id: 'token-long-accepted',
    says: 'A token of 2048 characters is let in: the comparison fails over into true',
    caughtBy: 'headers/token-long',
    change: letIn((token) => (token?.length ?? 0) >= 2_048),
  },
  {
    id: 'token-of-subject-header-accepted',
    says: 'The token is also taken from X-Subject-Token',
    caughtBy: 'headers/token-elsewhere',
    change: letIn((token, good, x) => token === undefined && x.headers['x-subject-token'] === good),
  },
  {
    id: 'token-foreign-accepted',
    says: 'A token of any project opens every project',
    caughtBy: 'headers/token-foreign',
    change: letIn((token, _, x) => token !== undefined && x.world.tokens.has(token)),
  },
  {
    id: 'token-foreign-404',
    says: 'A token of another project is answered with 404',
    caughtBy: 'headers/token-foreign',
    change: (before) => ({
      authorise: (x) => {
        const refusal = before.authorise(x);
        const foreign = x.headers['x-auth-token'] === x.world.foreignToken;
        return refusal !== undefined && foreign ? { ...refusal, status: 404, code: 'EndPoint.0005' } : refusal;
      },
    }),
  },
  {
    id: 'token-missing-403',
    says: 'A request without X-Auth-Token is answered with 403',
    caughtBy: 'headers/token-missing',
    change: instead((token) => token === undefined, 403, 'EndPoint.0004'),
  },
  {
    id: 'token-missing-504',
    says: 'A request without X-Auth-Token is answered with 504 and EndPoint.0012, as the table of codes has it',
    caughtBy: 'headers/token-missing',
    change: instead((token) => token === undefined, 504, 'EndPoint.0012'),
  },
  {
    id: 'token-empty-400',
    says: 'An empty X-Auth-Token is answered with 400',
    caughtBy: 'headers/token-empty',
    change: instead((token) => token === '', 400, 'EndPoint.0012'),
  },
  {
    id: 'token-unknown-403',
    says: 'An unknown token is answered with 403',
    caughtBy: 'headers/token-unknown',
    change: instead((token) => token !== undefined && token !== '', 403, 'EndPoint.0004'),
  },
  {
    id: 'token-quote-500',
    says: 'A quote in the token breaks the query: 500',
    caughtBy: 'headers/token-unknown',
    change: (before) => ({
      authenticate: (x) => (x.headers['x-auth-token']?.includes("'") === true ? broken : before.authenticate(x)),
    }),
  },
  {
    id: 'token-long-500',
    says: 'A token of 2048 characters does not fit into the cache key: 500',
    caughtBy: 'headers/token-long',
    change: (before) => ({
      authenticate: (x) => ((x.headers['x-auth-token']?.length ?? 0) >= 2_048 ? broken : before.authenticate(x)),
    }),
  },
  {
    id: 'token-twice-500',
    says: 'X-Auth-Token sent twice is answered with 500',
    caughtBy: 'headers/token-twice',
    change: (before) => ({
      authenticate: (x) => (countHeader(x, 'x-auth-token') > 1 ? broken : before.authenticate(x)),
    }),
  },
  {
    id: 'token-header-name-case-sensitive',
    says: 'The header X-Auth-Token is only found in this very spelling',
    caughtBy: 'headers/token-name-case',
    change: (before) => ({
      authenticate: (x) => {
        const spelt = x.rawHeaders.some((name, n) => n % 2 === 0 && name === 'x-auth-token');
        return spelt
          ? { status: 401, code: 'EndPoint.0003', message: 'Authentication failed.' }
          : before.authenticate(x);
      },
    }),
  },
];
