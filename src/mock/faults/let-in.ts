import type { Change } from '../behaviour.js';
import type { MockExchange } from '../behaviour.js';

/** Accepts some requests with an invalid token as the path's project. */
export const letIn =
  (when: (token: string | undefined, good: string, x: MockExchange) => boolean): Change =>
  (before) => {
    const passes = (x: MockExchange) => {
      const token = x.headers['x-auth-token'];
      return when(token === undefined ? undefined : String(token), x.world.token, x);
    };
    return {
      authenticate: (x) => (passes(x) ? undefined : before.authenticate(x)),
      authorise: (x) => (passes(x) && x.projectId === x.world.projectId ? undefined : before.authorise(x)),
    };
  };

/** Takes another project id for the token's. */
export const takingProject =
  (same: (given: string, id: string, x: MockExchange) => boolean): Change =>
  (before) => ({
    route: (x) => {
      const refusal = before.route(x);
      if (refusal === undefined && same(x.projectId, x.world.projectId, x)) x.projectId = x.world.projectId;
      return refusal;
    },
  });
