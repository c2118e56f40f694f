import { inChapter, type Fault, type FaultEntry } from '../catalogue.js';
import { refusedReply, refusing } from '../changes.js';
import type { Change } from '../behaviour.js';

const obey =
  (method: string): Change =>
  (before) => ({
    method: (x) => (x.method === method ? undefined : before.method(x)),
  });

const instead = (method: string, status: number, code: string, message: string): Change =>
  refusing(
    (refusal, x) => refusal.status === 405 && x.method === method,
    () => ({ status, code, message }),
  );

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
    id: 'post-shows',
    says: 'POST is answered with 200 and the service, and changes nothing',
    caughtBy: 'methods/post',
    change: (before) => ({
      ...obey('POST')(before),
      update: (service, x) =>
        x.method === 'POST'
          ? x.behaviour.encode(x.behaviour.represent(service, service.state, x), x)
          : before.update(service, x),
    }),
  },
  {
    id: 'patch-changes-behind-405',
    says: 'PATCH is answered with 405, but the update is done',
    caughtBy: '{methods/patch,effect/*}',
    change: (before) => ({
      method: (x) => {
        if (x.method === 'PATCH' && x.service !== undefined) void before.update(x.service, x);
        return before.method(x);
      },
    }),
  },
  {
    id: 'post-404',
    says: 'POST is answered with 404',
    caughtBy: 'methods/post',
    change: instead('POST', 404, 'EndPoint.0005', 'The requested resource is unavailable.'),
  },
  {
    id: 'post-501',
    says: 'POST is answered with 501',
    caughtBy: 'methods/post',
    change: instead('POST', 501, 'EndPoint.0001', 'Not implemented.'),
  },
  {
    id: 'patch-501',
    says: 'PATCH is answered with 501',
    caughtBy: 'methods/patch',
    change: instead('PATCH', 501, 'EndPoint.0001', 'Not implemented.'),
  },
  {
    id: 'patch-400',
    says: 'PATCH is answered with 400',
    caughtBy: 'methods/patch',
    change: instead('PATCH', 400, 'EndPoint.1004', 'Invalid request.'),
  },
  {
    id: 'allow-missing',
    says: 'A 405 has no Allow header',
    caughtBy: 'methods/allow',
    change: refusedReply(405, (reply) => ({ ...reply, headers: [] })),
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
