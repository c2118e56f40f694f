/** More targets none of whose updates succeeds: like those of the tests, but too slow or too large for a test. */
import { gzipSync } from 'node:zlib';
import { endlessly, whole, type Sickness } from '../src/run/sick-targets.fixture.js';

const JSON_TYPE = 'Content-Type: application/json\r\n';
const OK = `HTTP/1.1 200 OK\r\n${JSON_TYPE}`;
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
/** A TLS record: a fatal alert, internal error. */
const ALERT = Buffer.from([0x15, 3, 3, 0, 2, 2, 80]);
/** Milliseconds between two bytes of a reply. */
const BETWEEN = 50;

/** A target that is reported with more than one cause, or for a reason other than that it accepts no update. */
export interface Sibling extends Sickness {
  readonly mostCauses?: number;
  /** Part of a sentence that the report gives as a reason. */
  readonly because?: string;
}

const STATUSES = [201, 202, 204, 301, 302, 304, 307, 400, 402, 409, 410, 413, 418, 422, 451, 500, 501, 502, 503, 599];

/** Every reply has another status; every twentieth or so is a success. */
function everChanging(): Sibling['update'] {
  let at = 0;
  return async (socket, _incoming, pass) => {
    const status = STATUSES[at++ % (STATUSES.length + 1)];
    if (status === undefined) socket.write((await pass()).text);
    else whole(`HTTP/1.1 ${status} Now\r\n${JSON_TYPE}`, '{"error":{"code":"EndPoint.0001","message":"Now."}}')(socket);
  };
}

/** Whatever is sent is accepted, and what was stored first is shown. */
function storesNothing(): Sibling['update'] {
  let first: string | null = null;
  return async (socket, { body }, pass) => {
    if (first !== null && body.length > 4) return whole(OK, first)(socket);
    const passed = await pass();
    if (passed.status === 200) first ??= passed.body;
    socket.write(passed.text);
  };
}

export const siblings: readonly Sibling[] = [
  {
    id: 'ever-changing statuses',
    exitCode: 1,
    update: everChanging(),
    mostCauses: 8,
    because: 'ever-changing statuses',
  },
  { id: 'stores nothing', exitCode: 1, update: storesNothing(), mostCauses: 14, because: 'requirements failed' },
  {
    id: '204 with a body',
    exitCode: 1,
    update: (socket) => void socket.write('HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\noops'),
  },
  { id: '200 without a body', exitCode: 1, update: whole(OK, '') },
  { id: '200 with null', exitCode: 1, update: whole(OK, 'null') },
  {
    id: 'a redirect to itself',
    exitCode: 1,
    update: (socket, { path }) => whole(`HTTP/1.1 307 There\r\nLocation: ${path}\r\n`, '')(socket),
  },
  {
    id: 'a 413 at once',
    exitCode: 1,
    update: (socket) => void socket.end(`HTTP/1.1 413 Large\r\n${JSON_TYPE}Content-Length: 2\r\n\r\n{}`),
  },
  {
    id: '503 for an hour',
    exitCode: 2,
    update: whole(
      `HTTP/1.1 503 Later\r\n${JSON_TYPE}Retry-After: 3600\r\n`,
      '{"error":{"code":"EndPoint.0001","message":"Later."}}',
    ),
  },
  {
    id: '100 Continue and no more',
    exitCode: 2,
    update: (socket) => void socket.write('HTTP/1.1 100 Continue\r\n\r\n'),
  },
  {
    id: 'byte by byte',
    exitCode: 2,
    update: async (socket, _incoming, pass) => {
      for (const byte of (await pass()).text) {
        if (socket.destroyed) return;
        socket.write(byte);
        await new Promise((resolve) => setTimeout(resolve, BETWEEN));
      }
    },
  },
  { id: 'a TLS alert', exitCode: 2, update: (socket) => void socket.end(ALERT) },
  {
    id: 'a TLS alert within a reply',
    exitCode: 2,
    update: (socket) => {
      socket.write(`${OK}Content-Length: 400\r\n\r\n{"id"`);
      socket.end(ALERT);
    },
  },
  {
    id: '500 MB of nothing, packed',
    exitCode: 2,
    update: whole(`${OK}Content-Encoding: gzip\r\n`, gzipSync(Buffer.alloc(500_000_000))),
  },
  {
    id: 'a header without end',
    exitCode: 2,
    update: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nX-A: ');
      endlessly(socket, Buffer.alloc(2 ** 20, 'x'));
    },
  },
  {
    id: 'small chunks without end',
    exitCode: 2,
    update: (socket) => {
      socket.write(CHUNKED);
      endlessly(socket, '1\r\nx\r\n'.repeat(10_000));
    },
  },
  {
    id: 'trailers without end',
    exitCode: 2,
    update: (socket) => {
      socket.write(`${CHUNKED}2\r\n{}\r\n0\r\n`);
      endlessly(socket, 'X-T: y\r\n'.repeat(1_000));
    },
  },
];
