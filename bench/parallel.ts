/**
 * Measures requests per second while bodies that must be rejected are sent, against a bare undici loop that sends the
 * same bytes at the same concurrency to the same process. Both take turns, and the medians are compared. The process is
 * the mock, or with the argument `bare` a minimal server.
 */
import type { Case } from '../src/contract/case.js';
import { Pool, type Dispatcher } from 'undici';
import { setUpProcess } from '../src/cli/set-up-process.js';
import { resolveConfig } from '../src/config/config.js';
import { contract } from '../src/engine.js';
import { documentedStatuses } from '../src/spec/document.js';
import { fire } from '../src/judge/fire.js';
import type { Purpose } from '../src/judge/purpose.js';
import { ledgerOfAny } from '../src/judge/ledger.fixture.js';
import { RateLimiter } from '../src/judge/rate-limiter.js';
import { SentValues } from '../src/judge/sent-values.js';
import { together } from '../src/judge/together.js';
import { Traffic } from '../src/judge/traffic.js';
import { Watch } from '../src/judge/watch.js';
import { wireRequest } from '../src/judge/wire.js';
import type { WireRequest } from '../src/shared/model.js';
import { openEndpoint } from '../src/run/target/endpoint.js';
import { plan } from '../src/run/plan/plan.js';
import { select } from '../src/run/plan/select.js';
import { survey } from '../src/run/survey/prepare.js';
import { environment } from '../src/run/run-session.js';
import { median, start, table } from './helpers.js';
import { startTarget, type BenchTarget } from './target.js';

// As the program itself does.
setUpProcess();

const CONCURRENCY = 16;
const ROUNDS = 15;
const flags = { seed: '1', concurrency: String(CONCURRENCY) };

/** The cheapest target: it shows what the judge itself costs, since the target costs next to nothing. */
async function startBare(): Promise<BenchTarget> {
  const serviceId = '4189d3c2-8882-4871-a3c2-d380272eed83';
  const projectId = '6e9dfd51d1124e8d8498dce894923a0d';
  const server = await start('bare-server', [serviceId, projectId, '4189d3c2-8882-4871-a3c2-d380272eed88']);
  const url = `http://127.0.0.1:${server.line}`;
  const target = {
    url,
    projectId,
    serviceIds: [serviceId],
    siblingServiceId: null,
    token: 'MIIaBench0123456789abcdefghijklmnopqrstuvwxyz',
    foreignToken: null,
    portIds: [],
  };
  return { config: { ...resolveConfig(flags, {}), target }, stop: () => server.stop() };
}

const [against = 'mock'] = process.argv.slice(2);
const server = against === 'bare' ? await startBare() : await startTarget([], flags);
const { config } = server;
const { url: origin = '', projectId = '', serviceIds: [serviceId = ''] = [] } = config.target ?? {};
const suite = contract();
const endpoint = await openEndpoint(config, suite.operation);
const ledger = ledgerOfAny();
const schema = (value: unknown) => suite.validator.validate('ServiceResp', value);
const watch = new Watch(
  ledger,
  schema,
  new Set(documentedStatuses),
  suite.replyPlaces,
  config.readings,
  projectId,
  suite.operation,
);
const env = environment(
  { endpoint, traffic: new Traffic(), watch, ledger, config, rateLimiter: new RateLimiter(null) },
  new AbortController().signal,
);
const surveyed = await survey(suite, config, endpoint, env, new SentValues(suite.operation));
const [base] = surveyed.sessions;
if (base === undefined) throw new Error('the server shows no service');
const [lane] = plan(suite.requirements, select(suite.requirements, config), [base.context], surveyed.capabilities);
const [part] = lane?.parts ?? [];
const cases = (part?.batches ?? []).flat().filter(({ testCase }) => testCase.raw === null && testCase.expect.good);
const batches = Array.from({ length: Math.ceil(cases.length / 256) }, (_, n) => cases.slice(n * 256, (n + 1) * 256));
const wire = cases.map(({ testCase }) => wireRequest(testCase, endpoint.address, serviceId));

async function judged(session: NonNullable<typeof base>['session'], batch: readonly Purpose<Case>[]): Promise<void> {
  const fired = await together(batch.map((purpose) => fire(session, purpose)));
  for (const { purpose, ruling } of fired) {
    if (ruling.kind !== 'conforms') throw new Error(`${purpose.testCase.requirement}: ${JSON.stringify(ruling)}`);
    ledger.conforms(purpose.testCase, purpose.order);
  }
}

const pool = new Pool(origin, { connections: CONCURRENCY, pipelining: 1 });

/** Sends with as little code as undici allows, and keeps the body. */
function dispatched({ method, path, headers, body }: WireRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: () => undefined,
      onResponseStart: () => undefined,
      onResponseData: (_, chunk) => void chunks.push(chunk),
      onResponseEnd: () => resolve(Buffer.concat(chunks).length),
      onResponseError: (_, error) => reject(error),
    };
    pool.dispatch({ method, path, headers: headers.flat(), body }, handler);
  });
}

async function loop(requests: readonly WireRequest[]): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const request = requests[next++];
      if (request === undefined) return;
      await dispatched(request);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

async function rate(task: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await task();
  return (1_000 * cases.length) / (performance.now() - from);
}

const rates = { bare: [] as number[], judge: [] as number[] };
for (let round = -3; round < ROUNDS; round += 1) {
  const bare = await rate(() => loop(wire));
  const judge = await rate(async () => {
    for (const batch of batches) await judged(base.session, batch);
  });
  if (round < 0) continue;
  rates.bare.push(bare);
  rates.judge.push(judge);
}
const [bare, judge] = [median(rates.bare), median(rates.judge)];
table([
  ['bodies that must be rejected', String(cases.length)],
  ['bare undici loop', `${Math.round(bare)} requests/s (to count: 15000)`],
  ['parallel phase', `${Math.round(judge)} requests/s`],
  ['ratio', `${(judge / bare).toFixed(2)} (to reach: 0.70)`],
]);
await pool.destroy();
await endpoint.close();
await server.stop();
