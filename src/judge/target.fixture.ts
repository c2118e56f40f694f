/** A scripted service on its own socket, for tests of lanes. */
import { rejection } from '../contract/then.js';
import { createServer } from 'node:http';
import { settlingTime } from '../checks/times.js';
import { update, packed } from '../contract/sent.js';
import type { Case } from '../contract/case.js';
import { isObject, serialize, type Draft, type Json, type JsonObject } from '../shared/json.js';
import { client, listen } from '../client/servers.fixture.js';
import { CaseSession } from './case-session.js';
import type { Environment } from './environment.js';
import { pair } from './found-service.fixture.js';
import { fly, baselineUnlike } from './flight.js';
import type { Purpose } from './purpose.js';
import { ConcurrencyLimiter } from './concurrency-limiter.js';
import { Ledger } from './ledger.js';
import { ledgerOfAny } from './ledger.fixture.js';
import { SentValues } from './sent-values.js';
import { Service } from './service.js';
import { Settler } from './settle.js';
import { quick } from './scripted.fixture.js';
import { Traffic } from './traffic.js';
import { Watch } from './watch.js';
import { documentedOperation } from '../operation/documented.js';

export const PROJECT = '6e9dfd51d1124e8d8498dce894923a0d';
export const IDS = ['4189d3c2-8882-4871-a3c2-d380272eed83', '5fd0bc4e-8b44-4a67-bd2c-4d7ba4b1d8a4'] as const;
export const PORT_ID = '4189d3c2-8882-4871-a3c2-d380272eed88';

/** A request as the target sees it. */
export interface Incoming {
  /** Its number among all requests, from 1. */
  readonly n: number;
  readonly method: string;
  readonly serviceId: string;
  readonly text: string;
  /** The parsed body; undefined if there is none or it cannot be parsed. */
  readonly body: Json | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
}

export interface Reply {
  readonly status: number;
  readonly value: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

type Answer = Reply | 'reset' | 'hang';

/** One code of each class that lanes meet. */
const classes = new Map([
  ['EndPoint.0022', 'throttled'],
  ['EndPoint.2004', 'state'],
  ['EndPoint.3044', 'conflict'],
]);

/** Services that obey the part of the contract that lanes need, unless `answer` says otherwise. */
export class Target {
  readonly states = new Map<string, JsonObject>();
  /** Methods and bodies in order of arrival: `PUT {"a":1}`, `GET`. */
  readonly log: string[] = [];
  /** Answers a request in place of the service; `serve` gives the reply of the service. */
  answer: (incoming: Incoming, serve: () => Reply) => Answer | Promise<Answer> = (_incoming, serve) => serve();
  #seconds = 0;

  state(serviceId: string = IDS[0]): JsonObject {
    return this.states.get(serviceId) ?? {};
  }

  /** Changes a service without the run knowing. */
  write(change: JsonObject, serviceId: string = IDS[0]): void {
    this.states.set(serviceId, { ...this.state(serviceId), ...change, updated_at: this.#tick() });
  }

  /** Time of a change, a second after the previous one. */
  #tick(): string {
    this.#seconds += 1;
    return new Date(Date.UTC(2024, 0, 1) + this.#seconds * 1_000).toISOString().replace('.000', '');
  }

  serve({ method, serviceId, body }: Incoming): Reply {
    if (!this.states.has(serviceId)) return refusal(404, 'EndPoint.0005');
    if (method !== 'GET') {
      if (!isObject(body) || JSON.stringify(body).includes('<')) return refusal(400, 'EndPoint.0002');
      if (Object.keys(body).length > 0) this.write(body, serviceId);
    }
    return { status: 200, value: this.state(serviceId) };
  }
}

/** A rejection with the documented envelope. */
export function refusal(status: number, code: string, message = 'description is not legal'): Reply {
  return { status, value: { error: { message, code } } };
}

/** The initial state of a service. */
export const foundState = (id: string): JsonObject => ({
  id,
  approval_enabled: false,
  service_name: 'found',
  ports: [pair(10), pair(20)],
  port_id: PORT_ID,
  description: 'As found',
  vpc_id: 'vpc',
  server_type: 'VM',
  project_id: PROJECT,
  created_at: '2023-12-31T00:00:00Z',
  updated_at: '2024-01-01T00:00:00Z',
});

/** States that differ from each other and from the found one. */
export const baseline: JsonObject = {
  approval_enabled: true,
  service_name: 'at-rest',
  ports: [pair(31_000)],
  description: 'At rest',
  port_id: PORT_ID,
};
export const elsewhere: JsonObject = {
  approval_enabled: false,
  service_name: 'elsewhere',
  ports: [pair(33_000), pair(33_010)],
  description: 'Somewhere else',
  port_id: PORT_ID,
};
export const base: JsonObject = { service_name: 'base', description: 'Base', port_id: PORT_ID, approval_enabled: true };

/** A target and its service sessions. */
export interface Stage {
  readonly target: Target;
  readonly ledger: Ledger;
  readonly traffic: Traffic;
  readonly watch: Watch;
  readonly env: Environment;
  /** One session per service. */
  readonly sessions: readonly [CaseSession, CaseSession];
}

/** Starts a target with two services that were found and read. */
export async function stage(
  options: Partial<Pick<Environment, 'reads' | 'profile'>> & { readonly begin?: () => void } = {},
): Promise<Stage> {
  const target = new Target();
  for (const id of IDS) target.states.set(id, foundState(id));
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void (async () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const method = request.method ?? '';
        const serviceId = (request.url ?? '').split('/').at(-1) ?? '';
        target.log.push(method === 'GET' ? 'GET' : `${method} ${text}`);
        const incoming = {
          n: target.log.length,
          method,
          serviceId,
          text,
          body: parsed(text),
          headers: request.headers,
        };
        const answer = await target.answer(incoming, () => target.serve(incoming));
        if (answer === 'hang') return;
        if (answer === 'reset') return void request.socket.destroy();
        response
          .writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers })
          .end(JSON.stringify(answer.value));
      })();
    });
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  const sender = client(url, { timeoutMs: 2_000 });
  const ledger = ledgerOfAny();
  const traffic = new Traffic();
  const profile = options.profile ?? 'document';
  const watch = new Watch(
    ledger,
    () => [],
    new Set([200, 400, 401, 404, 405, 409, 500, 503]),
    [],
    profile,
    PROJECT,
    documentedOperation(),
  );
  const signal = new AbortController().signal;
  const settler = new Settler({
    send: (request) => sender.send(request),
    begin: options.begin ?? (() => undefined),
    concurrencyLimiter: new ConcurrencyLimiter(8),
    traffic,
    retryPolicy: quick,
    classOf: (code) => classes.get(code),
    signal,
    observe: (request, response, asked) => watch.observe(request, response, asked),
    ping: () => ({ method: 'GET', path: '/', headers: [], body: null }),
  });
  const address = {
    host: new URL(url).host,
    basePath: '',
    operation: documentedOperation(),
    projectId: PROJECT,
    token: 'a-good-token',
    foreignToken: null,
    signs: null,
    headers: [],
  };
  const env: Environment = {
    settler,
    ledger,
    watch,
    address,
    profile,
    reads: options.reads === undefined ? 'GET' : options.reads,
    timeoutMs: 2_000,
    concurrency: 16,
    settlingMs: 1,
    signal,
  };
  const sent = new SentValues(documentedOperation());
  const [one, two] = IDS.map((id) => {
    const service = new Service(id, sent, settlingTime());
    service.found(target.state(id));
    if (env.reads === 'GET') service.initial = target.state(id);
    return new CaseSession(service, env, { baseline, other: elsewhere });
  });
  if (one === undefined || two === undefined) throw new Error('there are two services');
  return { target, ledger, traffic, watch, env, sessions: [one, two] };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A case of a requirement named for its test; `expect` overrides a plain 200. */
export function testCase(
  body: Draft,
  given: Partial<Omit<Case, 'expect'>> & {
    readonly requirement?: string;
    readonly expect?: Partial<Case['expect']>;
  } = {},
): Case {
  const { expect, requirement = 'r', ...others } = given;
  const { open: _open, ...plain } = update({ operation: documentedOperation() });
  return {
    ...plain,
    requirement,
    index: 0,
    body: packed(serialize(body)),
    applies: isObject(body) ? [body] : [],
    ...others,
    expect: { ...rejection, statuses: [200], ...expect },
  };
}

/** A case that must be rejected. */
export function forbidden(body: Draft, given: Parameters<typeof testCase>[1] = {}): Case {
  return testCase(body, { applies: [], ...given, expect: { statuses: [400], ...given.expect } });
}

/** Cases that are dealt to the first service, in order. */
export function dealt(...cases: readonly Case[]): Purpose<Case>[] {
  return cases.map(at);
}

/** A case that is dealt to the first service. */
export function at(one: Case, order = 3): Purpose<Case> {
  return { order, testCase: one, serviceId: IDS[0] };
}

/** Sends one batch around a base body. */
export function flyAround(
  session: CaseSession,
  base: JsonObject,
  cases: readonly Purpose<Case>[],
  changeable = true,
): Promise<void> {
  const batches = cases.length === 0 ? [] : [{ base, cases }];
  return fly(session, { baseline: changeable ? baselineUnlike(session.baseline, base) : {}, batches, afterwards: [] });
}

/** The purpose of a read that belongs to no case. */
export const NO_CASE = { order: 7, testCase: null, serviceId: IDS[0] } as const;

/** Adds members to every reply to an update, or to a read. */
export function showing({ target }: Stage, on: 'PUT' | 'GET', shown: JsonObject): void {
  target.answer = ({ method }, serve) => {
    const reply = serve();
    return method === on ? { ...reply, value: { ...(reply.value as JsonObject), ...shown } } : reply;
  };
}
