import { connect, type AddressInfo } from 'node:net';
import type { Change } from '../behaviour.js';
import { inChapter, variantsOf } from '../catalogue.js';
import { countHeader } from '../layers/credentials.js';
import type { Outcome } from '../model.js';
import type { MockExchange } from '../behaviour.js';

/**
 * Whether an HTTP server may refuse a request before it reaches the API, because of its path or the size of its head
 * (R31).
 */
function isOdd({ url, rawHeaders }: MockExchange): boolean {
  const [path = ''] = url.split('?');
  const size = rawHeaders.reduce((sum, text) => sum + text.length + 2, url.length);
  return size > 8_000 || path.startsWith('//') || /%(?:[01][\da-f]|7f|2f)/i.test(path) || isIllFormed(path);
}

function isIllFormed(path: string): boolean {
  try {
    return decodeURIComponent(path) === '';
  } catch {
    return true;
  }
}

/** Headers with a single value, which may occur only once. */
const singles = ['host', 'content-type', 'content-length', 'x-auth-token', 'authorization', 'user-agent'];

/** Lets the HTTP server answer odd requests by itself. */
const answering =
  (outcome: (x: MockExchange) => Outcome): Change =>
  (before) => ({
    admit: (x) => (isOdd(x) || singles.some((name) => countHeader(x, name) > 1) ? outcome(x) : before.admit(x)),
  });

const page = (status: number, title: string): Outcome => ({
  status,
  contentType: 'text/html',
  headers: ['Connection', 'close'],
  body: `<html><head><title>${status} ${title}</title></head><body><h1>${title}</h1></body></html>`,
});

/** What the HTTP server answers by itself, before a request reaches the API (R20, R31). */
export const httpServerVariants = inChapter(
  'robustness',
  variantsOf({
    'http-server-refuses-in-html': {
      says: 'Odd paths, doubled headers and large heads are refused by the HTTP server, with a page of its own',
      change: answering(({ url }) => (url.length > 8_000 ? page(414, 'URI Too Long') : page(400, 'Bad Request'))),
    },
    'http-server-closes': {
      says: 'Odd paths, doubled headers and large heads make the HTTP server close the connection',
      change: answering(() => 'reset'),
    },
    'over-long-id-414': {
      says: 'A service id of more than 255 characters is answered with 414, without the envelope',
      change: (before) => ({
        admit: (x) =>
          x.url.split('/').some((segment) => segment.length > 255) ? page(414, 'URI Too Long') : before.admit(x),
      }),
    },
    'odd-headers-refused': {
      says: 'Malformed headers of proxies and tracing, an Upgrade without Connection: upgrade, and ids that are too long, are refused by the gateway in front, with a page',
      change: (before) => ({
        admit: ({ headers, ...x }) => {
          const { traceparent, 'x-forwarded-port': port, 'x-request-id': id, forwarded, upgrade } = headers;
          const odd =
            /[^\da-f-]/.test(String(traceparent ?? '')) ||
            /\D/.test(String(port ?? '')) ||
            String(id ?? '').length > 128 ||
            (upgrade !== undefined && !/upgrade/i.test(headers.connection ?? '')) ||
            ((forwarded ?? '').match(/"/g)?.length ?? 0) % 2 > 0;
          return odd ? page(400, 'Bad Request') : before.admit({ headers, ...x });
        },
      }),
    },
    'refusal-closes-unannounced': {
      says: 'The connection of a request that is refused for its credentials is closed, which no header announces',
      change: (before) => ({
        write: (response, reply, x) => {
          if (reply.status === 401) response.once('finish', () => x.socket.end());
          before.write(response, reply, x);
        },
      }),
    },
    'slashes-merged': {
      says: 'Several slashes in a row become one, anywhere in the path, before it is read',
      change: (before) => ({
        admit: (x) =>
          before.admit(Object.assign(x, { url: x.url.replace(/^[^?]*/, (path) => path.replace(/\/+/g, '/')) })),
      }),
    },
    'absolute-form': {
      says: 'A target that is a whole URL is taken for its path (RFC 9112, 3.2.2)',
      change: (before) => ({
        admit: (x) => before.admit(Object.assign(x, { url: x.url.replace(/^https?:\/\/[^/]*/, '') })),
      }),
    },
    'http-version-taken': {
      says: 'An unknown version of HTTP is taken for 1.1',
      change: (before) => {
        let port = 0;
        return {
          serve: (server, world) => {
            before.serve(server, world);
            server.on('listening', () => (port = (server.address() as AddressInfo).port));
          },
          clientError: (error: NodeJS.ErrnoException & { readonly rawPacket?: Buffer }, socket) => {
            const packet = error.rawPacket?.toString('latin1');
            if (error.code !== 'HPE_INVALID_VERSION' || packet === undefined) return before.clientError(error, socket);
            const known = packet.replace(/ HTTP\/\d\.\d\r\n/, ' HTTP/1.1\r\nConnection: close\r\n');
            connect(port, '127.0.0.1')
              .on('error', () => socket.destroy())
              .end(known, 'latin1')
              .pipe(socket);
          },
        };
      },
    },
    'old-http-505': {
      says: 'HTTP/1.0 is answered with 505 and a page',
      change: (before) => ({
        serve: (server, world) => {
          before.serve(server, world);
          const served = server.listeners('request') as ((...of: readonly unknown[]) => void)[];
          server.removeAllListeners('request');
          server.on('request', (request, response) => {
            if (request.httpVersion !== '1.0') for (const serve of served) serve.call(server, request, response);
            else response.writeHead(505, { 'Content-Type': 'text/html' }).end('<h1>HTTP Version Not Supported</h1>');
          });
        },
      }),
    },
    'unknown-method-501': {
      says: 'A method that is none is answered with 501 and a page',
      change: (before) => ({
        clientError: (error: NodeJS.ErrnoException & { readonly rawPacket?: Buffer }, socket) => {
          // Not the rest of a body that is longer than it says.
          const isFirst = error.rawPacket?.toString('latin1').startsWith('\u0000') === true;
          if (error.code !== 'HPE_INVALID_METHOD' || !isFirst) before.clientError(error, socket);
          else socket.end('HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
        },
      }),
    },
    'http-version-505': {
      says: 'An unknown version of HTTP is answered with 505 and a page',
      change: (before) => ({
        clientError: (error, socket) => {
          if (error.code !== 'HPE_INVALID_VERSION') before.clientError(error, socket);
          else socket.end('HTTP/1.1 505 HTTP Version Not Supported\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
        },
      }),
    },
  }),
);
