import { inChapter, type Fault, type FaultEntry } from '../catalogue.js';
import { refusedReply } from '../changes.js';
import type { Change } from '../behaviour.js';

const obey =
  (method: string): Change =>
  (before) => ({
    method: (x) => (x.method === method ? undefined : before.method(x)),
  });

const entries: readonly FaultEntry[] = [
  {
    id: 'post-updates',
    says: 'POST updates the service as PUT does',
    caughtBy: 'methods/post',
    change: obey('POST'),
  },
  {
    id: 'patch-updates',
    says: 'PATCH updates the service as PUT does',
    caughtBy: 'methods/patch',
    change: obey('PATCH'),
  },
  {
    id: 'patch-changes-behind-405',
    says: 'PATCH is answered with 405, but the update is done',
    caughtBy: '{methods/patch,effect/atomic}',
    change: (before) => ({
      method: (x) => {
        if (x.method === 'PATCH' && x.service !== undefined) void before.update(x.service, x);
        return before.method(x);
      },
    }),
  },
  {
    id: 'allow-without-put',
    says: 'Allow names GET alone',
    caughtBy: 'methods/allow',
    change: refusedReply(405, (reply) => ({ ...reply, headers: ['Allow', 'GET'] })),
  },
];

/** Defects in what becomes of other methods. */
export const methodsFaults: readonly Fault[] = inChapter('methods', entries);
