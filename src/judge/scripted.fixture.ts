import { createServer } from 'node:http';
import { client, closeLater, listen, put } from '../client/servers.fixture.js';
import { RunStopped } from '../shared/errors.js';
import type { WireRequest } from '../shared/model.js';
import { ordinary, type Asked, type CodeClassOf } from './classify.js';
import { ConcurrencyLimiter } from './concurrency-limiter.js';
import type { RetryPolicy } from './retry-policy.js';
import { Settler } from './settle.js';
import type { Control, Renewal, Settled } from './settling.js';
import { Traffic } from './traffic.js';

/** What a scripted server does with one request. */
export type Step =
  | number
  | {
      readonly status: number;
      readonly code?: string;
      readonly flat?: boolean;
      readonly headers?: Record<string, string>;
    }
  /** Closes the connection without a reply. */
  | 'reset'
  /** Never answers. */
  | 'hang'
  /** Answers 200 after twice the time-out. */
  | 'late'
  /** Answers with something that is not HTTP. */
  | 'garbage';

/** What is sent to a scripted server, and how the settler treats it. */
export interface Script {
  readonly classOf: CodeClassOf;
  /** Steps for the request under test; the last one repeats forever. */
  readonly subject: readonly Step[];
  /** Steps for the control; the last one repeats forever. Default: it succeeds. */
  readonly control?: readonly Step[];
  readonly asked?: Partial<Asked>;
  readonly retryPolicy?: Partial<RetryPolicy>;
  readonly timeoutMs?: number;
  readonly verify?: boolean;
  readonly signal?: AbortSignal;
  readonly renewal?: Renewal;
  /** Default: any case may begin. */
  readonly begin?: () => void;
}

/** Outcome of a scripted request. */
export interface Outcome {
  /** `answered 200`, `answered 401 controlled`, `closed`, `breaks: why`, `unjudged: why`, `stopped: why`. */
  readonly end: string;
  /** What the server received, in order: s is the request under test, c a control. */
  readonly order: string;
  /** Statuses of the replies that were observed. */
  readonly observed: readonly number[];
  readonly traffic: Traffic;
}

/** Waits short enough for a test; nothing depends on their length. */
export const quick: RetryPolicy = {
  first: 1,
  longest: 2,
  throttles: 3,
  platform: 3,
  firstContact: 100,
  outage: 100,
  putOffFor: 60_000,
  retryAfter: 5,
  budget: 60_000,
  overdraft: 60_000,
  earned: 1_000,
  proofs: 12,
  firstUpdate: 100,
};

/** An ordinary update without mappings. */
export function asked(extra: Partial<Asked> = {}): Asked {
  return ordinary({ order: 0, testCase: null, serviceId: 's' }, extra);
}

const subject: WireRequest = put({ path: '/subject' });
const control: WireRequest = put({ path: '/control' });

/** Settles one request against a scripted server. */
export async function play(script: Script): Promise<Outcome> {
  const order: string[] = [];
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const who = request.url === '/subject' ? 's' : 'c';
      order.push(who);
      const steps = who === 's' ? script.subject : (script.control ?? [200]);
      const step = steps[Math.min(order.filter((w) => w === who).length, steps.length) - 1] ?? 200;
      if (step === 'hang') return;
      if (step === 'late') return void setTimeout(() => response.end('{}'), 2 * (script.timeoutMs ?? 0));
      if (step === 'reset') return request.socket.destroy();
      if (step === 'garbage') return request.socket.end('this is no HTTP\r\n\r\n');
      const { status, code, flat, headers = {} } = typeof step === 'number' ? { status: step } : step;
      const error = { code: code ?? 'EndPoint.0002', message: 'No' };
      const body = flat === true ? { error_code: error.code, error_msg: 'No' } : { error };
      response
        .writeHead(status, { 'Content-Type': 'application/json', ...headers })
        .end(status === 200 ? '{}' : JSON.stringify(body));
    });
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  return { ...(await settleAt(url, script)), order: order.join('') };
}

/** Settles one request against whatever listens at an address. */
export async function settleAt(url: string, script: Omit<Script, 'subject'>): Promise<Omit<Outcome, 'order'>> {
  const sender = client(url, { timeoutMs: script.timeoutMs ?? 20_000 });
  const traffic = new Traffic();
  const observed: number[] = [];
  const settler = new Settler({
    begin: script.begin ?? (() => undefined),
    ...(script.renewal === undefined ? {} : { renewal: script.renewal }),
    send: (request) => sender.send(request),
    concurrencyLimiter: new ConcurrencyLimiter(4),
    traffic,
    retryPolicy: { ...quick, ...script.retryPolicy },
    classOf: script.classOf,
    signal: script.signal ?? new AbortController().signal,
    observe: (_request, response) => observed.push(response.status),
    ping: () => control,
  });
  const ask: Control = async () => {
    const response = await settler.once(control, asked());
    return response === null ? 'failed' : { status: response.status, bytes: 0, ms: 0 };
  };
  const end = await settler
    .settle(subject, asked(script.asked), ask, () => script.verify ?? true)
    .then(told, (error: unknown) => {
      if (error instanceof RunStopped) return `stopped: ${error.message}`;
      throw error;
    });
  return { end, observed, traffic };
}

function told(settled: Settled): string {
  switch (settled.kind) {
    case 'answered':
      return `answered ${settled.response.status}${settled.controlled ? ' controlled' : ''}`;
    case 'closed':
      return 'closed';
    case 'breaks':
      return `breaks: ${settled.what}`;
    case 'unjudged':
      return `unjudged: ${settled.reason}`;
  }
}

/** A local port on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Listens on a port for a while and answers every request with 200. */
export async function answerAt(port: number): Promise<void> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end('{}'));
  });
  closeLater(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
}
