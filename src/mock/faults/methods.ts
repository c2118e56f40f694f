import { faultsOf, inChapter } from '../catalogue.js';
import { refusedReply, refusing, tolerate } from '../changes.js';
import type { Change, MockExchange } from '../behaviour.js';

const obeyWhere = (when: (x: MockExchange) => boolean): Change => tolerate('method', (x) => when(x));

const obey = (method: string): Change => obeyWhere((x) => x.method === method);

const isMergePatch = (x: MockExchange): boolean =>
  x.method === 'PATCH' && x.headers['content-type'] === 'application/merge-patch+json';

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
  'method-override-obeyed': {
    says: 'A POST with X-HTTP-Method-Override: PUT updates the service',
    caughtBy: 'methods/overridden',
    change: obeyWhere((x) => x.method === 'POST' && x.headers['x-http-method-override'] === 'PUT'),
  },
  'method-named-in-query-obeyed': {
    says: 'A POST with _method=PUT in its query updates the service',
    caughtBy: 'methods/overridden-in-query',
    change: obeyWhere((x) => x.method === 'POST' && x.url.includes('_method=PUT')),
  },
  'merge-patch-obeyed': {
    says: 'A PATCH whose body is a JSON Merge Patch updates the service',
    caughtBy: 'methods/typed',
    change: (before) => ({
      ...obeyWhere(isMergePatch)(before),
      contentType: (x) => (isMergePatch(x) ? undefined : before.contentType(x)),
    }),
  },
  'methods-unknown-to-gateway': {
    says: 'Other methods are answered by the gateway: 404, which only the readings production tolerate',
    caughtBy: 'methods/{post,patch,overridden,typed}',
    change: refusing(405, (refusal) => ({ ...refusal, status: 404, code: 'APIGW.0101' })),
  },
  'allow-without-put': {
    says: 'Allow names only GET',
    caughtBy: 'methods/allow',
    change: refusedReply(405, (reply) => ({ ...reply, headers: ['Allow', 'GET'] })),
  },
});

/** Defects in handling other methods. */
export const methodsFaults = inChapter('methods', entries);
