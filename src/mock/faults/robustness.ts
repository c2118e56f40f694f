import { faultsOf, inChapter } from '../catalogue.js';
import { broken } from '../changes.js';
import { aroundRequestsFaults } from './around-requests.js';
import { bodyFaults } from './robustness-bodies.js';
import { formDependentFaults } from './form-dependent.js';
import { crossedFaults } from './robustness-crossed.js';
import { formsFaults } from './robustness-forms.js';
import { grammarFaults } from './robustness-grammar.js';
import { jsonFaults } from './robustness-json.js';

const http = faultsOf({
  'host-missing-500': {
    says: 'A request without Host is answered with 500: no virtual host is found for it',
    caughtBy: 'robustness/http-host-missing',
    change: (before) => ({
      admit: (x) => (x.headers.host === undefined ? x.behaviour.refuse(broken, x) : before.admit(x)),
    }),
  },
  'chunked-body-ignored': {
    says: 'A chunked body is not read: 200, and nothing is changed',
    caughtBy: '{robustness/http-chunked,effect/echo/description}',
    change: (before) => ({
      decode: (x) => {
        const refusal = before.decode(x);
        if (x.headers['transfer-encoding'] !== undefined) x.text = '{}';
        return refusal;
      },
    }),
  },
  'expect-hangs': {
    says: 'Expect: 100-continue is never answered',
    caughtBy: 'robustness/http-expect-continue',
    change: (before) => ({
      serve: (server, world) => {
        before.serve(server, world);
        server.on('checkContinue', () => undefined);
      },
    }),
  },
  'expect-unknown-500': {
    says: 'An unknown Expect is answered with 500',
    caughtBy: 'robustness/http-expect-unknown',
    change: (before) => ({
      serve: (server, world) => {
        before.serve(server, world);
        server.removeAllListeners('checkExpectation');
        server.on('checkExpectation', (_, response) => {
          response
            .writeHead(500, { 'Content-Type': 'application/json' })
            .end('{"error":{"message":"System error.","code":"EndPoint.0001"}}');
        });
      },
    }),
  },
  'broken-framing-500': {
    says: 'What is not HTTP is answered with 500',
    caughtBy: 'robustness/http-{request-line,two-lengths,length-malformed}',
    change: () => ({
      clientError: (_, socket) => {
        socket.end('HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      },
    }),
  },
  'broken-framing-hangs': {
    says: 'What is not HTTP is never answered, and the connection stays open',
    caughtBy: 'robustness/http-{request-line,two-lengths,length-malformed,length-too-small}',
    change: () => ({ clientError: () => undefined }),
  },
  'length-missing-taken-for-empty-object': {
    says: 'A request with neither a body nor a Content-Length is answered as one with an empty object',
    caughtBy: 'robustness/http-length-missing',
    change: (before) => ({
      decode: (x) => {
        const { 'content-length': length, 'transfer-encoding': coding } = x.headers;
        if (length !== undefined || coding !== undefined) return before.decode(x);
        x.text = '{}';
        return undefined;
      },
    }),
  },
  'http-version-500': {
    says: 'An unknown version of HTTP is answered with 500',
    caughtBy: 'robustness/http-version',
    change: (before) => ({
      clientError: (error, socket) => {
        if (error.code !== 'HPE_INVALID_VERSION') before.clientError(error, socket);
        else socket.end('HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      },
    }),
  },
  'long-path-502': {
    says: 'An over-long path or header is answered with 502 by the proxy',
    caughtBy: 'robustness/http-long-{path,header}',
    change: (before) => ({
      clientError: (error, socket) => {
        if (error.code !== 'HPE_HEADER_OVERFLOW') before.clientError(error, socket);
        else
          socket.end(
            'HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
          );
      },
    }),
  },
});

/** Defects with bodies that are almost JSON, with unusual JSON, and with unusual HTTP. */
export const robustnessFaults = inChapter(
  'robustness',
  jsonFaults,
  grammarFaults,
  crossedFaults,
  formDependentFaults,
  aroundRequestsFaults,
  formsFaults,
  bodyFaults,
  http,
);
