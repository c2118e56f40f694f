import { faultsOf, inChapter } from '../catalogue.js';
import { refusedReply } from '../changes.js';
import type { Change } from '../behaviour.js';

const obey =
  (method: string): Change =>
  (before) => ({
    method: (x) => (x.method === method ? undefined : before.method(x)),
  });

const entries = faultsOf({
  'post-updates': {
    says: 'POST updates the service as PUT does',
    caughtBy: 'methods/post',
    change: obey('POST'),
  },
  'patch-updates': {
    says: 'PATCH updates the service as PUT does',
    caughtBy: 'methods/patch',
    change: obey('PATCH'),
  },
  'patch-changes-behind-405': {
    says: 'PATCH is answered with 405, but the update is done',
    caughtBy: '{methods/patch,effect/atomic}',
    change: (before) => ({
      method: (x) => {
        if (x.method === 'PATCH' && x.service !== undefined) void before.update(x.service, x);
        return before.method(x);
      },
    }),
  },
  'allow-without-put': {
    says: 'Allow names GET alone',
    caughtBy: 'methods/allow',
    change: refusedReply(405, (reply) => ({ ...reply, headers: ['Allow', 'GET'] })),
  },
});

/** Defects in what becomes of other methods. */
export const methodsFaults = inChapter('methods', entries);
