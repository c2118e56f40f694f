import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Change } from '../behaviour.js';
import { inChapter, variantsOf } from '../catalogue.js';
import { refusalOf, replying } from '../changes.js';
import type { Outcome, Refusal, World } from '../model.js';
import type { MockExchange } from '../behaviour.js';

/** Gives some requests, of any kind, an outcome before anything of them is read. */
const striking =
  (when: (x: MockExchange) => boolean, outcome: (x: MockExchange) => Outcome): Change =>
  (before) => ({
    admit: (x) => (when(x) ? outcome(x) : before.admit(x)),
  });

const every = (n: number) => (x: MockExchange) => x.number % n === 0;
const answer = (refusal: Refusal) => (x: MockExchange) => x.behaviour.refuse(refusal, x);

const throttled: Refusal = {
  status: 400,
  code: 'EndPoint.0022',
  message: 'The number of requests exceeded the limit. Please try later.',
};
const unavailable: Refusal = refusalOf(503, 'The service is unavailable for now.');

/** Length of an outage, and the time between the starts of two, in milliseconds. */
const OUTAGE_MS = 333;
const PERIOD_MS = 2_000;

/** Calls `begin` and `end` at each outage, until the mock is closed. */
function eachOutage(server: Server, begin: () => void, end: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    timer = setTimeout(() => {
      begin();
      timer = setTimeout(() => {
        end();
        wait();
      }, OUTAGE_MS);
    }, PERIOD_MS - OUTAGE_MS);
  };
  server.once('listening', wait);
  server.once('stop', () => clearTimeout(timer));
}

/** Makes a server listen again on its address, retrying until the port is free. */
function listenAgain(server: Server, { port, address }: AddressInfo): void {
  const retry = () => setTimeout(() => server.listen(port, address), 20).unref();
  server.once('error', retry);
  server.once('listening', () => server.off('error', retry));
  server.listen(port, address);
}

const outageRefused: Change = (before) => ({
  serve: (server, world) => {
    before.serve(server, world);
    let where: AddressInfo | undefined;
    eachOutage(
      server,
      () => {
        where = server.address() as AddressInfo;
        server.close();
        server.closeAllConnections();
      },
      () => {
        if (where !== undefined) listenAgain(server, where);
      },
    );
  },
});

const outageAnswered: Change = (before) => {
  let down = false;
  return {
    serve: (server, world) => {
      before.serve(server, world);
      eachOutage(
        server,
        () => void (down = true),
        () => void (down = false),
      );
    },
    admit: (x) => (down ? x.behaviour.refuse(unavailable, x) : before.admit(x)),
  };
};

const restartOnce: Change = (before) => {
  let drop = () => {};
  return {
    serve: (server: Server, world: World) => {
      before.serve(server, world);
      drop = () => server.closeAllConnections();
    },
    admit: (x) => {
      if (x.number !== 400) return before.admit(x);
      setImmediate(drop);
      return 'reset';
    },
  };
};

const closedWhenIdle: Change = (before) => ({
  serve: (server, world) => {
    before.serve(server, world);
    const timers = new WeakMap<Socket, NodeJS.Timeout>();
    server.on('request', (request, response) => {
      const { socket } = request;
      clearTimeout(timers.get(socket));
      response.on('finish', () =>
        timers.set(
          socket,
          setTimeout(() => socket.end(), 5),
        ),
      );
    });
  },
});

const inPieces: Change = () => ({
  write: (response, reply, x) => {
    const bytes = Buffer.from(reply.body);
    const type = reply.contentType === null ? [] : ['Content-Type', reply.contentType];
    response.writeHead(reply.status, [...type, 'X-Request-Id', String(x.number), ...reply.headers]);
    void (async () => {
      const size = Math.max(1, Math.ceil(bytes.length / 4));
      for (let at = 0; at < bytes.length; at += size) {
        response.write(bytes.subarray(at, at + size));
        await nextTurn();
      }
      response.end();
    })();
  },
});

/** How a conforming service may be disturbed, and how its replies may be transmitted. */
export const trafficVariants = inChapter(
  'robustness',
  variantsOf({
    'throttled-400': {
      says: 'Every fifth request is throttled with 400 and EndPoint.0022',
      change: striking(every(5), answer(throttled)),
    },
    'throttled-429-retry-after': {
      says: 'Every fifth request is throttled with 429 and may be repeated at once',
      change: striking(every(5), answer({ ...throttled, status: 429, headers: ['Retry-After', '0'] })),
    },
    'throttled-429': {
      says: 'Every fifth request is throttled with 429',
      change: striking(every(5), answer({ ...throttled, status: 429 })),
    },
    'unavailable-5-percent': {
      says: 'Five percent of requests, at random, are answered with 503',
      change: striking((x) => x.world.random() < 0.05, answer(unavailable)),
    },
    'request-timeout-every-29th': {
      says: 'Every twenty-ninth request is answered with 408',
      change: striking(every(29), answer({ status: 408, code: 'EndPoint.0013', message: 'The request timed out.' })),
    },
    'resets-2-percent': {
      says: 'Two percent of connections, at random, break',
      change: striking(
        (x) => x.world.random() < 0.02,
        () => 'reset',
      ),
    },
    'resets-after-the-work': {
      says: 'Every fiftieth update is done, and its connection breaks before the reply',
      change: (before) => ({
        encode: (shown, x) => (x.method === 'PUT' && x.number % 50 === 0 ? 'reset' : before.encode(shown, x)),
      }),
    },
    'state-fault-every-13th': {
      says: 'Every thirteenth request finds the service unavailable: 400 and EndPoint.2004 or EndPoint.3045',
      change: striking(every(13), (x) =>
        x.behaviour.refuse(
          x.number % 2 === 0
            ? { status: 400, code: 'EndPoint.2004', message: 'The endpoint service is unavailable.' }
            : {
                status: 400,
                code: 'EndPoint.3045',
                message: 'Other properties cannot be modified in the current endpoint service state.',
              },
          x,
        ),
      ),
    },
    'platform-fault-every-31st': {
      says: 'Every thirty-first request meets a fault of the platform: 400 and EndPoint.3040',
      change: striking(
        every(31),
        answer({ status: 400, code: 'EndPoint.3040', message: 'Failed to add a rollback task.' }),
      ),
    },
    'outage-refused': {
      says: 'Every two seconds connections are refused for a third of a second',
      change: outageRefused,
    },
    'outage-503': {
      says: 'Every two seconds all requests are answered with 503 for a third of a second',
      change: outageAnswered,
    },
    restart: {
      says: 'The service is restarted once during a run: all connections break, all state is kept',
      change: restartOnce,
    },
    slow: {
      says: 'Replies take 0 to 40 milliseconds',
      change: (before) => ({ delay: (x) => before.delay(x) + x.world.random() * 40 }),
    },
    'slow-with-many-headers': {
      says: 'A request with more than a hundred headers is answered, but later than any other',
      change: (before) => ({ delay: (x) => before.delay(x) + (Object.keys(x.headers).length > 100 ? 1_700 : 0) }),
    },
    'out-of-order': {
      says: 'Replies are held back by a few milliseconds, so that they overtake each other',
      change: (before) => ({ delay: (x) => before.delay(x) + (x.number % 4) * 2 }),
    },
    'in-pieces': {
      says: 'Replies are chunked and come in pieces, cut within characters',
      change: inPieces,
    },
    'closed-when-idle': {
      says: 'Connections are closed after 5 idle milliseconds',
      change: closedWhenIdle,
    },
    'connection-close': {
      says: 'Every reply closes its connection',
      change: replying((reply) => ({ ...reply, headers: [...reply.headers, 'Connection', 'close'] })),
    },
  }),
);
