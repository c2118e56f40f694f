import type { Change } from '../behaviour.js';
import { faultsOf, inChapter } from '../catalogue.js';
import { both, refusing } from '../changes.js';
import type { Refusal } from '../model.js';
import { envelopeFaults } from './errors-envelope.js';

/** Gives refusals of a request body another reply. */
const insteadOf400 = (when: (refusal: Refusal) => boolean, change: (refusal: Refusal) => Refusal): Change =>
  refusing((refusal, x) => refusal.status === 400 && x.before !== undefined && when(refusal), change);

const answeringWith422 = insteadOf400(
  (refusal) => refusal.message.startsWith('Parameter error'),
  (refusal) => ({ ...refusal, status: 422 }),
);

const statuses = faultsOf({
  'wrong-value-422': {
    says: 'A wrong value is answered with 422, which the document does not list',
    caughtBy: 'errors/documented-status',
    change: answeringWith422,
  },
  'wrong-value-422-bare': {
    says: 'A wrong value is answered with 422 and a list of details instead of the envelope',
    caughtBy: 'errors/envelope/unlisted',
    change: both(answeringWith422, (before) => ({
      envelope: (refusal, x) =>
        refusal.status === 422 ? { detail: [{ msg: refusal.message }] } : before.envelope(refusal, x),
    })),
  },
  'wrong-name-404': {
    says: 'A wrong service_name is answered with 404',
    caughtBy: 'request-body/service_name/*',
    change: insteadOf400(
      (refusal) => refusal.message.includes('service_name'),
      (refusal) => ({ ...refusal, status: 404 }),
    ),
  },
  'wrong-port-500': {
    says: 'A server_port of a wrong type is answered with 500',
    caughtBy: 'port-list/server_port/*',
    change: insteadOf400(
      (refusal) => refusal.message.includes('server_port'),
      (refusal) => ({ ...refusal, status: 500, code: 'EndPoint.0001' }),
    ),
  },
  'null-body-504': {
    says: 'A missing body is answered with 504 and EndPoint.0011, as the table of codes says',
    caughtBy: 'robustness/body-absent',
    change: insteadOf400(
      (refusal) => refusal.message.includes('is empty'),
      (refusal) => ({ ...refusal, status: 504, code: 'EndPoint.0011' }),
    ),
  },
});

/** Gives some refusals another message. */
const leak = (says: (refusal: Refusal) => string, concerns: (refusal: Refusal) => boolean): Change =>
  refusing(concerns, (refusal) => ({ ...refusal, message: says(refusal) }));

const leaks = faultsOf({
  'leak-token-in-401': {
    says: 'The message of a 401 shows the token that was sent',
    caughtBy: 'errors/no-leak/credential',
    change: refusing(401, (refusal, x) => ({
      ...refusal,
      message: `Unknown token: ${x.headers['x-auth-token']?.toString() ?? ''}.`,
    })),
  },
  'leak-token-in-404': {
    says: 'The message of a 404 shows all headers of the request',
    caughtBy: 'errors/no-leak/credential',
    change: refusing(404, (refusal, x) => ({ ...refusal, message: `${refusal.message} ${JSON.stringify(x.headers)}` })),
  },
  'leak-token-in-details': {
    says: 'A further member of the envelope of a 400 shows the token',
    caughtBy: 'errors/no-leak/credential',
    change: (before) => ({
      envelope: ({ message, code, status }, x) =>
        status === 400
          ? { error: { message, code }, request: { method: x.method, token: x.headers['x-auth-token'] } }
          : before.envelope({ message, code, status }, x),
    }),
  },
  'leak-bundled-stack-in-400': {
    says: 'The message about a wrong description ends in a stack trace without folders, as in bundled code',
    caughtBy: 'errors/no-leak/stack-trace',
    change: leak(
      ({ message }) =>
        `${message}\n    at String.replace (<anonymous>)\n    at check (bundle.js:1:48211)\n    at bundle.js:1:50122`,
      ({ message }) => message.includes('description'),
    ),
  },
  'leak-stack-in-500': {
    says: 'The message of a 500 is a Java stack trace',
    caughtBy: 'errors/no-leak/stack-trace',
    change: leak(
      () =>
        'java.lang.NullPointerException\n\tat com.example.vpcep.EndpointServiceController.update(EndpointServiceController.java:118)\n\tat java.base/java.lang.Thread.run(Thread.java:833)',
      ({ status }) => status === 500,
    ),
  },
  'leak-path-in-400': {
    says: 'The message about a wrong service_name shows the path of a source file',
    caughtBy: 'errors/no-leak/source-path',
    change: leak(
      (refusal) => `${refusal.message} (/opt/vpcep/service/src/main/validators/name.py:41)`,
      ({ message }) => message.includes('service_name'),
    ),
  },
});

/** Defects of replies with any status but 200 (Tables 8 to 35). */
export const errorsFaults = inChapter('errors', envelopeFaults, statuses, leaks);
