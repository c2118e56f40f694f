import { inChapter, type Fault, type FaultEntry } from '../catalogue.js';
import { refusedReply, refusing } from '../changes.js';
import type { Change } from '../behaviour.js';
import type { Refusal, Reply } from '../model.js';

const page = (title: string) =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;

/** Other JSON than the envelope for one status. */
const shaped = (status: number, shape: (refusal: Refusal) => unknown): Change => (before) => ({
  envelope: (refusal, x) => (refusal.status === status ? shape(refusal) : before.envelope(refusal, x)),
});

/** Another body than JSON for one status. */
const answering = (status: number, reply: Partial<Reply>): Change => refusedReply(status, (was) => ({ ...was, ...reply }));

const html = (status: number, title: string): Change => answering(status, { contentType: 'text/html', body: page(title) });

/** What a refusal of a request body is answered with instead. */
const insteadOf400 = (when: (refusal: Refusal) => boolean, change: (refusal: Refusal) => Refusal): Change =>
  refusing((refusal, x) => refusal.status === 400 && x.before !== undefined && when(refusal), change);

const envelopes: readonly FaultEntry[] = [
  {
    id: '400-without-code',
    says: 'The envelope of a 400 has no code',
    caughtBy: 'errors/envelope/400',
    change: shaped(400, ({ message }) => ({ error: { message } })),
  },
  {
    id: '400-without-message',
    says: 'The envelope of a 400 has no message',
    caughtBy: 'errors/envelope/400',
    change: shaped(400, ({ code }) => ({ error: { code } })),
  },
  {
    id: '400-empty-message',
    says: 'The message of a 400 is empty',
    caughtBy: 'errors/envelope/400',
    change: shaped(400, ({ code }) => ({ error: { code, message: '' } })),
  },
  {
    id: '400-numeric-code',
    says: 'The code of a 400 is the number 400',
    caughtBy: 'errors/envelope/400',
    change: shaped(400, ({ message }) => ({ error: { code: 400, message } })),
  },
  {
    id: '400-malformed-body-without-code',
    says: 'Only the envelope for a body that is not JSON has no code: the framework answers it',
    caughtBy: 'errors/envelope/400',
    change: (before) => ({
      envelope: (refusal, x) => (refusal.message.endsWith('is not JSON.') ? { error: { message: refusal.message } } : before.envelope(refusal, x)),
    }),
  },
  {
    id: '400-message-list-for-ports',
    says: 'The message is a list of texts where a mapping is wrong',
    caughtBy: 'errors/envelope/400',
    change: (before) => ({
      envelope: (refusal, x) =>
        /_port|protocol/.test(refusal.message) ? { error: { code: refusal.code, message: [refusal.message] } } : before.envelope(refusal, x),
    }),
  },
  {
    id: '400-name-empty-code',
    says: 'The code is empty where service_name is wrong',
    caughtBy: 'errors/envelope/400',
    change: (before) => ({
      envelope: (refusal, x) =>
        refusal.message.includes('service_name') ? { error: { code: '', message: refusal.message } } : before.envelope(refusal, x),
    }),
  },
  {
    id: '401-flat',
    says: 'The envelope of a 401 is flat: error_code and error_msg',
    caughtBy: 'errors/envelope/401',
    change: shaped(401, ({ code, message }) => ({ error_code: code, error_msg: message })),
  },
  {
    id: '401-html',
    says: 'A 401 is answered with a page of HTML',
    caughtBy: 'errors/envelope/401',
    change: html(401, '401 Authorization Required'),
  },
  {
    id: '401-empty-body',
    says: 'A 401 has no body',
    caughtBy: 'errors/envelope/401',
    change: answering(401, { body: '' }),
  },
  {
    id: '403-html',
    says: 'A 403 is answered with a page of HTML',
    caughtBy: 'errors/envelope/403',
    change: html(403, '403 Forbidden'),
  },
  {
    id: '403-null-message',
    says: 'The message of a 403 is null',
    caughtBy: 'errors/envelope/403',
    change: shaped(403, ({ code }) => ({ error: { code, message: null } })),
  },
  {
    id: '404-html',
    says: 'A 404 is answered with a page of HTML',
    caughtBy: 'errors/envelope/404',
    change: html(404, '404 Not Found'),
  },
  {
    id: '404-no-route-html',
    says: 'A path that no route takes is answered with a page of HTML',
    caughtBy: 'errors/envelope/404',
    change: (before) => ({
      refuse: (refusal, x) =>
        refusal.status === 404 && x.serviceId === ''
          ? { status: 404, contentType: 'text/html', headers: [], body: `<pre>Cannot PUT ${x.url.slice(0, 40)}</pre>` }
          : before.refuse(refusal, x),
    }),
  },
  {
    id: '404-errors-list',
    says: 'The envelope of a 404 is a list of errors',
    caughtBy: 'errors/envelope/404',
    change: shaped(404, ({ code, message }) => ({ errors: [{ code, message }] })),
  },
  {
    id: '405-empty-body',
    says: 'A 405 has no body',
    caughtBy: 'errors/envelope/405',
    change: answering(405, { body: '', contentType: null }),
  },
  {
    id: '405-text',
    says: 'The envelope of a 405 is sent as text/plain',
    caughtBy: 'errors/envelope/405',
    change: answering(405, { contentType: 'text/plain' }),
  },
  {
    id: '406-text',
    says: 'A 406 is answered with plain text',
    caughtBy: 'errors/envelope/406',
    change: answering(406, { body: 'Not Acceptable', contentType: 'text/plain' }),
  },
  {
    id: '406-empty-body',
    says: 'A 406 has no body',
    caughtBy: 'errors/envelope/406',
    change: answering(406, { body: '' }),
  },
  {
    id: '407-html',
    says: 'A 407 is answered with a page of HTML',
    caughtBy: 'errors/{envelope,forced}/407',
    change: html(407, '407 Proxy Authentication Required'),
  },
  {
    id: '408-without-code',
    says: 'The envelope of a 408 has no code',
    caughtBy: 'errors/{envelope,forced}/408',
    change: shaped(408, ({ message }) => ({ error: { message } })),
  },
  {
    id: '409-null-code',
    says: 'The code of a 409 is null',
    caughtBy: 'errors/envelope/409',
    change: shaped(409, ({ message }) => ({ error: { code: null, message } })),
  },
  {
    id: '409-error-text',
    says: 'error is a text instead of an object in a 409',
    caughtBy: 'errors/envelope/409',
    change: shaped(409, ({ message }) => ({ error: message })),
  },
  {
    id: '500-flat',
    says: 'The envelope of a 500 is the one of the framework: timestamp, status, error, path',
    caughtBy: 'errors/{envelope,forced}/500',
    change: shaped(500, () => ({ timestamp: '2024-01-01T00:00:00.000+00:00', status: 500, error: 'Internal Server Error', path: '/v1' })),
  },
  {
    id: '501-text',
    says: 'A 501 is answered with plain text',
    caughtBy: 'errors/{envelope,forced}/501',
    change: answering(501, { body: 'Not Implemented', contentType: 'text/plain' }),
  },
  {
    id: '502-html',
    says: 'A 502 is answered with the page of the proxy',
    caughtBy: 'errors/{envelope,forced}/502',
    change: html(502, '502 Bad Gateway'),
  },
  {
    id: '503-empty-body',
    says: 'A 503 has no body',
    caughtBy: 'errors/{envelope,forced}/503',
    change: answering(503, { body: '' }),
  },
  {
    id: '504-misspelt-member',
    says: 'The message of a 504 stands under msg',
    caughtBy: 'errors/{envelope,forced}/504',
    change: shaped(504, ({ code, message }) => ({ error: { code, msg: message } })),
  },
  {
    id: '504-broken-json',
    says: 'The envelope of a 504 is cut off',
    caughtBy: 'errors/{envelope,forced}/504',
    change: answering(504, { body: '{"error":{"message":"The request timed out.","code":"End' }),
  },
];

const statuses: readonly FaultEntry[] = [
  {
    id: 'wrong-value-422',
    says: 'A wrong value is answered with 422, which the document does not list',
    caughtBy: 'errors/documented-status',
    change: insteadOf400((refusal) => refusal.message.startsWith('Parameter error'), (refusal) => ({ ...refusal, status: 422 })),
  },
  {
    id: 'wrong-description-422',
    says: 'A wrong description alone is answered with 422',
    caughtBy: 'request-body/description/*',
    change: insteadOf400((refusal) => refusal.message.includes('description'), (refusal) => ({ ...refusal, status: 422 })),
  },
  {
    id: 'wrong-name-404',
    says: 'A wrong service_name is answered with 404',
    caughtBy: 'request-body/service_name/*',
    change: insteadOf400((refusal) => refusal.message.includes('service_name'), (refusal) => ({ ...refusal, status: 404 })),
  },
  {
    id: 'wrong-port-500',
    says: 'A server_port of a wrong type is answered with 500',
    caughtBy: 'port-list/server_port/*',
    change: insteadOf400((refusal) => refusal.message.includes('server_port'), (refusal) => ({ ...refusal, status: 500, code: 'EndPoint.0001' })),
  },
  {
    id: 'wrong-vip-403',
    says: 'A wrong vip_port_id is answered with 403',
    caughtBy: 'request-body/vip_port_id/*',
    change: insteadOf400((refusal) => refusal.message.includes('vip_port_id'), (refusal) => ({ ...refusal, status: 403, code: 'EndPoint.0004' })),
  },
  {
    id: 'duplicate-mapping-409',
    says: 'Equal mappings in one list are answered with 409 instead of 400',
    caughtBy: 'request-body/ports/{uniqueItems,distinct-mappings}/*',
    change: insteadOf400((refusal) => refusal.message.includes('repeat a mapping'), (refusal) => ({ ...refusal, status: 409, code: 'EndPoint.0002' })),
  },
  {
    id: 'null-body-504',
    says: 'A body that is missing is answered with 504 and EndPoint.0011, as the table of codes has it',
    caughtBy: 'robustness/body-absent',
    change: insteadOf400((refusal) => refusal.message.includes('is empty'), (refusal) => ({ ...refusal, status: 504, code: 'EndPoint.0011' })),
  },
  {
    id: 'malformed-body-422',
    says: 'A body that is not JSON is answered with 422',
    caughtBy: 'robustness/body-malformed',
    change: insteadOf400((refusal) => refusal.message.includes('is not JSON'), (refusal) => ({ ...refusal, status: 422 })),
  },
  {
    id: 'not-found-503',
    says: 'Prefer: code=404 is answered with 503: a proxy stands in for errors',
    caughtBy: 'errors/forced/404',
    change: (before) => ({
      refuse: (refusal, x) => before.refuse(refusal.status === 404 && x.headers['prefer'] !== undefined ? { ...refusal, status: 503 } : refusal, x),
    }),
  },
];

/** Another message for some refusals. */
const leak = (says: (refusal: Refusal) => string, concerns: (refusal: Refusal) => boolean): Change =>
  refusing(concerns, (refusal) => ({ ...refusal, message: says(refusal) }));

const stack =
  'SyntaxError: Unexpected token\n    at JSON.parse (<anonymous>)\n    at parse (body.js:12:19)\n    at Layer.handle (layer.js:95:5)\n    at next (route.js:144:13)';

const leaks: readonly FaultEntry[] = [
  {
    id: 'leak-token-in-401',
    says: 'The message of a 401 shows the token that was sent',
    caughtBy: 'errors/no-leak/credential',
    change: refusing(401, (refusal, x) => ({ ...refusal, message: `Unknown token: ${x.headers['x-auth-token']?.toString() ?? ''}.` })),
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
    change: leak(() => stack, ({ message }) => message.endsWith('is not JSON.')),
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
      () => 'Traceback (most recent call last):\n  File "validate.py", line 41, in check_port\n    raise ValueError(port)\nValueError',
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
    change: leak((refusal) => `${refusal.message} (/usr/src/app/dist/routes/service.js:18)`, ({ status }) => status === 405),
  },
];

/** Defects of the replies with every status but 200 (Tables 8 to 35). */
export const errorsFaults: readonly Fault[] = inChapter('errors', [...envelopes, ...statuses, ...leaks]);
