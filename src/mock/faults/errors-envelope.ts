import type { Change } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { refusedReply } from '../changes.js';
import type { Refusal, Reply } from '../model.js';

const page = (title: string) =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;

/** Answers a status with JSON other than the envelope. */
const shaped =
  (status: number, shape: (refusal: Refusal) => unknown): Change =>
  (before) => ({
    envelope: (refusal, x) => (refusal.status === status ? shape(refusal) : before.envelope(refusal, x)),
  });

/** Answers a status with a body other than JSON. */
const answering = (status: number, reply: Partial<Reply>): Change =>
  refusedReply(status, (was) => ({ ...was, ...reply }));

const html = (status: number, title: string): Change =>
  answering(status, { contentType: 'text/html', body: page(title) });

/** Envelopes that are malformed. */
export const envelopeFaults = faultsOf({
  '400-without-code': {
    says: 'The envelope of a 400 has no code',
    caughtBy: 'errors/envelope/400',
    change: shaped(400, ({ message }) => ({ error: { message } })),
  },
  '400-message-list-for-ports': {
    says: 'The message is a list of texts if a mapping is wrong',
    caughtBy: 'errors/envelope/400',
    change: (before) => ({
      envelope: (refusal, x) =>
        /_port|protocol/.test(refusal.message)
          ? { error: { code: refusal.code, message: [refusal.message] } }
          : before.envelope(refusal, x),
    }),
  },
  '401-flat': {
    says: 'The envelope of a 401 is flat: error_code and error_msg',
    caughtBy: 'errors/envelope/401',
    change: shaped(401, ({ code, message }) => ({ error_code: code, error_msg: message })),
  },
  '403-null-message': {
    says: 'The message of a 403 is null',
    caughtBy: 'errors/envelope/403',
    change: shaped(403, ({ code }) => ({ error: { code, message: null } })),
  },
  '404-html': {
    says: 'A 404 is answered with an HTML page',
    caughtBy: 'errors/envelope/404',
    change: html(404, '404 Not Found'),
  },
  '404-no-route-html': {
    says: 'A path that matches no route is answered with an HTML page',
    caughtBy: 'errors/envelope/404',
    change: (before) => ({
      refuse: (refusal, x) =>
        refusal.status === 404 && x.serviceId === ''
          ? { status: 404, contentType: 'text/html', headers: [], body: `<pre>Cannot PUT ${x.url.slice(0, 40)}</pre>` }
          : before.refuse(refusal, x),
    }),
  },
  '405-empty-body': {
    says: 'A 405 has no body',
    caughtBy: 'errors/envelope/405',
    change: answering(405, { body: '', contentType: null }),
  },
  '406-text': {
    says: 'A 406 is answered with plain text',
    caughtBy: 'errors/envelope/406',
    change: answering(406, { body: 'Not Acceptable', contentType: 'text/plain' }),
  },
  '407-html': {
    says: 'A 407 is answered with an HTML page',
    caughtBy: 'errors/{envelope,forced}/407',
    change: html(407, '407 Proxy Authentication Required'),
  },
  '408-without-code': {
    says: 'The envelope of a 408 has no code',
    caughtBy: 'errors/{envelope,forced}/408',
    change: shaped(408, ({ message }) => ({ error: { message } })),
  },
  '409-null-code': {
    says: 'The code of a 409 is null',
    caughtBy: 'errors/envelope/409',
    change: shaped(409, ({ message }) => ({ error: { code: null, message } })),
  },
  '500-flat': {
    says: 'The envelope of a 500 is that of the framework: timestamp, status, error, path',
    caughtBy: 'errors/{envelope,forced}/500',
    change: shaped(500, () => ({
      timestamp: '2024-01-01T00:00:00.000+00:00',
      status: 500,
      error: 'Internal Server Error',
      path: '/v1',
    })),
  },
  'gateway-errors-html': {
    says: 'A status from 501 to 504 is answered with the page of the proxy',
    caughtBy: 'errors/{envelope,forced}/50*',
    change: refusedReply(
      (status) => status > 500,
      (was, { status }) => ({ ...was, contentType: 'text/html', body: page(`${status} Bad Gateway`) }),
    ),
  },
});
