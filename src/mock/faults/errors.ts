import type { Change } from '../behaviour.js';
import { type Fault, type FaultEntry, inChapter } from '../catalogue.js';
import { refusing } from '../changes.js';
import type { Refusal } from '../model.js';
import { envelopeFaults } from './errors-envelope.js';

/** What a refusal of a request body is answered with instead. */
const insteadOf400 = (when: (refusal: Refusal) => boolean, change: (refusal: Refusal) => Refusal): Change =>
  refusing((refusal, x) => refusal.status === 400 && x.before !== undefined && when(refusal), change);

const statuses: readonly FaultEntry[] = [
  {
    id: 'wrong-value-422',
    says: 'A wrong value is answered with 422, which the document does not list',
    caughtBy: 'errors/documented-status',
    change: insteadOf400(
      (refusal) => refusal.message.startsWith('Parameter error'),
      (refusal) => ({ ...refusal, status: 422 }),
    ),
  },
  {
    id: 'wrong-description-422',
    says: 'A wrong description alone is answered with 422',
    caughtBy: 'request-body/description/*',
    change: insteadOf400(
      (refusal) => refusal.message.includes('description'),
      (refusal) => ({ ...refusal, status: 422 }),
    ),
  },
  {
    id: 'wrong-name-404',
    says: 'A wrong service_name is answered with 404',
    caughtBy: 'request-body/service_name/*',
    change: insteadOf400(
      (refusal) => refusal.message.includes('service_name'),
      (refusal) => ({ ...refusal, status: 404 }),
    ),
  },
  {
    id: 'wrong-port-500',
    says: 'A server_port of a wrong type is answered with 500',
    caughtBy: 'port-list/server_port/*',
    change: insteadOf400(
      (refusal) => refusal.message.includes('server_port'),
      (refusal) => ({ ...refusal, status: 500, code: 'EndPoint.0001' }),
    ),
  },
  {
    id: 'wrong-vip-403',
    says: 'A wrong vip_port_id is answered with 403',
    caughtBy: 'request-body/vip_port_id/*',
    change: insteadOf400(
      (refusal) => refusal.message.includes('vip_port_id'),
      (refusal) => ({ ...refusal, status: 403, code: 'EndPoint.0004' }),
    ),
  },
  {
    id: 'duplicate-mapping-500',
    says: 'Equal mappings in one list are answered with 500: the unique key of the database speaks',
    caughtBy: 'request-body/ports/{uniqueItems,distinct-mappings}/*',
    change: insteadOf400(
      (refusal) => refusal.message.includes('repeat a mapping'),
      (refusal) => ({ ...refusal, status: 500, code: 'EndPoint.0001' }),
    ),
  },
  {
    id: 'null-body-504',
    says: 'A body that is missing is answered with 504 and EndPoint.0011, as the table of codes has it',
    caughtBy: 'robustness/body-absent',
    change: insteadOf400(
      (refusal) => refusal.message.includes('is empty'),
      (refusal) => ({ ...refusal, status: 504, code: 'EndPoint.0011' }),
    ),
  },
  {
    id: 'malformed-body-422',
    says: 'A body that is not JSON is answered with 422',
    caughtBy: 'robustness/body-malformed',
    change: insteadOf400(
      (refusal) => refusal.message.includes('is not JSON'),
      (refusal) => ({ ...refusal, status: 422 }),
    ),
  },
];

/** Another message for some refusals. */
const leak = (says: (refusal: Refusal) => string, concerns: (refusal: Refusal) => boolean): Change =>
  refusing(concerns, (refusal) => ({ ...refusal, message: says(refusal) }));

const stack =
  'SyntaxError: Unexpected token\n    at JSON.parse (<anonymous>)\n    at parse (body.js:12:19)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)';

const leaks: readonly FaultEntry[] = [
  {
    id: 'leak-token-in-401',
    says: 'The message of a 401 shows the token that was sent',
    caughtBy: 'errors/no-leak/credential',
    change: refusing(401, (refusal, x) => ({
      ...refusal,
      message: `Unknown token: ${x.headers['x-auth-token']?.toString() ?? ''}.`,
    })),
  },
  {
    id: 'leak-token-in-404',
    says: 'The message of a 404 shows all headers of the request',
    caughtBy: 'errors/no-leak/credential',
    change: refusing(404, (refusal, x) => ({ ...refusal, message: `${refusal.message} ${JSON.stringify(x.headers)}` })),
  },
  {
    id: 'leak-token-in-details',
    says: 'A further member of the envelope of a 400 shows the token',
    caughtBy: 'errors/no-leak/credential',
    change: (before) => ({
      envelope: ({ message, code, status }, x) =>
        status === 400
          ? { error: { message, code }, request: { method: x.method, token: x.headers['x-auth-token'] } }
          : before.envelope({ message, code, status }, x),
    }),
  },
  {
    id: 'leak-stack-in-400',
    says: 'The message about a body that is not JSON ends in a stack trace',
    caughtBy: 'errors/no-leak/stack-trace',
    change: leak(
      () => stack,
      ({ message }) => message.endsWith('is not JSON.'),
    ),
  },
  {
    id: 'leak-bundled-stack-in-400',
    says: 'The message about a wrong description ends in a stack trace without folders, as bundled code has it',
    caughtBy: 'errors/no-leak/stack-trace',
    change: leak(
      ({ message }) =>
        `${message}\n    at String.replace (<anonymous>)\n    at check (bundle.js:1:48211)\n    at bundle.js:1:50122`,
      ({ message }) => message.includes('description'),
    ),
  },
  {
    id: 'leak-stack-in-500',
    says: 'The message of a 500 is a stack trace of Java',
    caughtBy: 'errors/no-leak/stack-trace',
    change: leak(
      () =>
        'java.lang.NullPointerException\n\tat com.example.vpcep.EndpointServiceController.update(EndpointServiceController.java:118)\n\tat java.base/java.lang.Thread.run(Thread.java:833)',
      ({ status }) => status === 500,
    ),
  },
  {
    id: 'leak-python-trace-in-400',
    says: 'A wrong mapping is answered with a traceback of Python',
    caughtBy: 'errors/no-leak/stack-trace',
    change: leak(
      () =>
        'Traceback (most recent call last):\n  File "validate.py", line 41, in check_port\n    raise ValueError(port)\nValueError',
      ({ message }) => message.includes('_port'),
    ),
  },
  {
    id: 'leak-path-in-400',
    says: 'The message about a wrong service_name shows the path of a source file',
    caughtBy: 'errors/no-leak/source-path',
    change: leak(
      (refusal) => `${refusal.message} (/opt/vpcep/service/src/main/validators/name.py:41)`,
      ({ message }) => message.includes('service_name'),
    ),
  },
  {
    id: 'leak-path-in-405',
    says: 'The message of a 405 shows the path of a source file',
    caughtBy: 'errors/no-leak/source-path',
    change: leak(
      (refusal) => `${refusal.message} (/usr/src/app/dist/routes/service.js:18)`,
      ({ status }) => status === 405,
    ),
  },
];

/** Defects of the replies with every status but 200 (Tables 8 to 35). */
export const errorsFaults: readonly Fault[] = inChapter('errors', [...envelopeFaults, ...statuses, ...leaks]);
