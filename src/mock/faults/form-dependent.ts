import type { MockExchange } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { refusedReply } from '../changes.js';
import type { Change } from '../behaviour.js';

const crossedConflict = 'effect/conflict/crossed';

/** A conflict is not looked for in some requests. */
const unlooked =
  (when: (x: MockExchange) => boolean): Change =>
  (before) => ({
    conflict: (service, update, x) => (when(x) ? undefined : before.conflict(service, update, x)),
  });

/** A legal update is refused. */
const refused =
  (when: (x: MockExchange) => boolean): Change =>
  (before) => ({
    authorise: (x) =>
      x.method === 'PUT' && when(x)
        ? { status: 403, code: 'EndPoint.0004', message: 'The request looks automated.' }
        : before.authorise(x),
  });

/** Defects that only one form of a request shows. */
export const formDependentFaults = faultsOf({
  'conflict-unseen-with-charset': {
    says: 'A conflict is not looked for where Content-Type has a charset',
    caughtBy: crossedConflict,
    change: unlooked((x) => /charset/i.test(x.headers['content-type'] ?? '')),
  },
  'conflict-unseen-with-expect': {
    says: 'A conflict is not looked for where the client waits for 100 Continue',
    caughtBy: crossedConflict,
    change: unlooked((x) => x.headers.expect !== undefined),
  },
  'conflict-unseen-with-unknown-member': {
    says: 'A conflict is not looked for where the body has a member called unknown',
    caughtBy: crossedConflict,
    change: unlooked((x) => typeof x.value === 'object' && x.value !== null && 'unknown' in x.value),
  },
  'conflict-unseen-beside-all-members': {
    says: 'A conflict is not looked for where the body has every member but one',
    caughtBy: 'effect/{from/*/conflicts,conflict/*}',
    change: unlooked(({ update }) => Object.keys(update).length >= 5),
  },
  'errors-in-html-for-browsers': {
    says: 'To a client that prefers HTML errors are answered in HTML',
    caughtBy: 'errors/envelope/400',
    change: refusedReply(400, (reply, _, x) =>
      x.headers.accept?.startsWith('text/html') === true
        ? { ...reply, contentType: 'text/html', body: '<h1>Bad request</h1>' }
        : reply,
    ),
  },
  'no-user-agent-refused': {
    says: 'A request without User-Agent is refused, as that of a robot',
    caughtBy: 'robustness/crossed/special-forms-accepted',
    change: refused((x) => x.headers['user-agent'] === undefined),
  },
  'old-date-refused': {
    says: 'A request whose Date is old is refused, as one that is sent again',
    caughtBy: 'robustness/crossed/special-forms-accepted',
    change: refused((x) => Date.parse(x.headers.date ?? '') < Date.parse('2020-01-01')),
  },
});
