/** Targets that serve GET as usual while every update meets the same trouble: for tests, and for a benchmark. */
import { request as httpRequest } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A request as it arrived on a connection. */
export interface Incoming {
  readonly method: string;
  readonly path: string;
  /** The head as it arrived, without the empty line. */
  readonly head: string;
  readonly body: Buffer;
}

/** The reply of the server behind. */
export interface Passed {
  readonly status: number;
  /** Head and body as sent. */
  readonly text: string;
  readonly body: string;
}

/** Answers one request on its connection; `pass` forwards it to the server behind. */
export type Answering = (socket: Socket, incoming: Incoming, pass: () => Promise<Passed>) => void | Promise<void>;

/** A running server. */
export interface Front {
  /** What precedes the path. */
  readonly url: string;
  close(): Promise<void>;
}

const JSON_TYPE = 'Content-Type: application/json\r\n';

/** Forwards a request and returns the reply. */
async function passedOn(to: string, { method, path, head, body }: Incoming): Promise<Passed> {
  const headers = head
    .split('\r\n')
    .slice(1)
    .flatMap((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(`${to}${path}`, { method, headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => {
        const got = Buffer.concat(chunks);
        const status = reply.statusCode ?? 0;
        const start = `HTTP/1.1 ${status} Passed\r\n${JSON_TYPE}Content-Length: ${got.length}\r\n\r\n`;
        resolve({ status, text: start + got.toString(), body: got.toString() });
      });
    });
    outgoing.on('error', reject).end(body);
  });
}

/** A server in front of another one, with `answer` for every request. */
export async function frontOf(behind: string, answer: Answering): Promise<Front> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    let pending = Buffer.alloc(0);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      pending = Buffer.concat([pending, bytes]);
      const end = pending.indexOf('\r\n\r\n');
      const head = pending.toString('latin1', 0, Math.max(end, 0));
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
      if (end === -1 || pending.length < end + 4 + length) return;
      const body = Buffer.from(pending.subarray(end + 4, end + 4 + length));
      pending = pending.subarray(end + 4 + length);
      const [method = '', path = ''] = (head.split('\r\n', 1)[0] ?? '').split(' ');
      const incoming = { method, path, head, body };
      void (async () => answer(socket, incoming, () => passedOn(behind, incoming)))().catch(() => socket.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Writes a piece again and again, for as long as anybody reads. */
export function endlessly(socket: Socket, piece: string | Buffer): void {
  const write = () => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', write);
  write();
}

/** A complete reply. */
export const whole =
  (head: string, body: string | Buffer): ((socket: Socket) => void) =>
  (socket) => {
    socket.write(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`);
    socket.write(body);
  };

const error = (code: string) => JSON.stringify({ error: { code, message: 'Something is wrong.' } });
const OK = `HTTP/1.1 200 OK\r\n${JSON_TYPE}`;

/** A target whose updates all meet the same trouble. */
export interface Sickness {
  readonly id: string;
  /** Answers every update. */
  readonly update: Answering;
  /** How the run ends: 1 if a reply breaches the contract on its own, else 2. */
  readonly exitCode: 1 | 2;
  /** Whether it shows only after the time limit of a reply. */
  readonly isSlow?: true;
}

const always =
  (answer: (socket: Socket) => void): Answering =>
  (socket) =>
    answer(socket);

/** The 200 of the server behind, with its head or body changed. */
const accepted =
  (write: (socket: Socket, body: string) => void): Answering =>
  async (socket, _incoming, pass) => {
    const { status, text, body } = await pass();
    if (status === 200) write(socket, body);
    else socket.write(text);
  };

/** Updates that never succeed, one per kind of trouble. */
export const sicknesses: readonly Sickness[] = [
  { id: '500', exitCode: 1, update: always(whole('HTTP/1.1 500 Oops\r\nContent-Type: text/plain\r\n', 'oops')) },
  {
    id: '503 with envelope',
    exitCode: 2,
    update: always(whole(`HTTP/1.1 503 Unavailable\r\n${JSON_TYPE}`, error('EndPoint.0001'))),
  },
  {
    id: '400',
    exitCode: 2,
    update: always(whole(`HTTP/1.1 400 Bad Request\r\n${JSON_TYPE}`, error('EndPoint.0002'))),
  },
  { id: 'hangs', isSlow: true, exitCode: 2, update: always(() => undefined) },
  { id: 'resets', exitCode: 2, update: always((socket) => socket.resetAndDestroy()) },
  {
    id: 'closes after the head',
    exitCode: 2,
    update: always((socket) => socket.end(`${OK}Content-Length: 400\r\n\r\n`)),
  },
  {
    id: '200 with HTML',
    exitCode: 1,
    update: always(whole('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n', '<html><h1>It works!</h1></html>')),
  },
  {
    id: '200 with 30 MB of JSON',
    exitCode: 2,
    update: accepted((socket, body) => whole(OK, `${body.slice(0, -1)},"x":"${'x'.repeat(30_000_000)}"}`)(socket)),
  },
  {
    id: '5,000 header fields',
    exitCode: 2,
    update: accepted((socket, body) => whole(OK + 'X-A: b\r\n'.repeat(5_000), body)(socket)),
  },
  { id: 'status 999', exitCode: 1, update: always(whole(`HTTP/1.1 999 What\r\n${JSON_TYPE}`, error('EndPoint.0001'))) },
  {
    id: '1xx forever',
    isSlow: true,
    exitCode: 2,
    update: always((socket) => endlessly(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(40))),
  },
  {
    id: 'a body that never ends',
    isSlow: true,
    exitCode: 2,
    update: always((socket) => socket.write(`${OK}Content-Length: 9\r\n\r\n{`)),
  },
  {
    id: 'a body that comes forever',
    exitCode: 2,
    update: always((socket) => {
      socket.write(`${OK}Connection: close\r\n\r\n`);
      endlessly(socket, Buffer.alloc(2 ** 20, 'x'));
    }),
  },
  {
    id: 'broken chunks',
    exitCode: 2,
    update: always((socket) => socket.write(`${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\n`)),
  },
  {
    id: 'Content-Length too long',
    exitCode: 2,
    update: accepted((socket, body) =>
      socket.end(`${OK}Content-Length: ${Buffer.byteLength(body) + 50}\r\n\r\n${body}`),
    ),
  },
  { id: 'no HTTP', exitCode: 2, update: always((socket) => socket.end('\u0000\u0001\u0002 hello\r\n\r\n')) },
];

/** A target with a sickness. Reads go to the server behind, as do updates with a bad token, which it refuses. */
export function sickTarget(behind: string, { update }: Pick<Sickness, 'update'>): Promise<Front> {
  return frontOf(behind, async (socket, incoming, pass) => {
    if (incoming.method === 'GET') socket.write((await pass()).text);
    else await update(socket, incoming, pass);
  });
}
