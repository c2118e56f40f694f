import { settlingTime } from '../checks/times.js';
import type { Config } from '../config/config.js';
import type { Environment } from '../judge/environment.js';
import type { Budget } from '../judge/budget.js';
import { ConcurrencyLimiter } from '../judge/concurrency-limiter.js';
import type { Ledger } from '../judge/ledger.js';
import type { RateLimiter } from '../judge/rate-limiter.js';
import { retryPolicy, type RetryPolicy } from '../judge/retry-policy.js';
import { Settler } from '../judge/settle.js';
import type { Traffic } from '../judge/traffic.js';
import type { Watch } from '../judge/watch.js';
import { getRequest } from '../judge/wire.js';
import type { KnownFailures } from '../known/known-failures.js';
import type { Attempt, Capability, WireRequest } from '../shared/model.js';
import { isForwarded } from '../shared/way.js';
import { codeClass } from '../spec/document.js';
import type { Endpoint } from './target/endpoint.js';
import type { Selection } from './plan/select.js';
import type { RecordedRun } from './again/rejudge.js';
import type { RunHooks } from './hooks.js';
import type { Resending } from './again/resending.js';
import { overNetwork, type Sending } from './sending.js';
import type { Suite } from './suite/suite.js';

/** What is judged: cases dealt now, recorded ones sent again, or those of a record with its answers. */
export type Mode =
  | { readonly kind: 'run' }
  | { readonly kind: 'replay'; readonly resending: Resending }
  | { readonly kind: 'rejudge'; readonly recordedRun: RecordedRun };

/** Everything that a run works with. */
export interface RunSession {
  readonly suite: Suite;
  readonly config: Config;
  readonly hooks: RunHooks;
  readonly endpoint: Endpoint;
  readonly ledger: Ledger;
  readonly traffic: Traffic;
  readonly watch: Watch;
  readonly selection: Selection;
  readonly mode: Mode;
  /** The known failures of the user; null without a file of them. */
  readonly known: KnownFailures | null;
  readonly sending: Sending;
  /** The mark with which the run claims services; null if the record being judged has none. */
  readonly claim: string | null;
  /** The services that this run has claimed; it has changed no other. */
  readonly claimed: Set<string>;
  /** The marks of the values that this run sends. */
  readonly marks: ReadonlySet<string>;
  readonly startedAt: Date;
  readonly clock: number;
  /** What the target allows the run to judge: everything, until it has been looked at. */
  capabilities: ReadonlySet<Capability>;
  /** Whether the plan of what to send is complete. */
  planned: boolean;
  /** Releases the services. */
  unlock: () => Promise<void>;
  /** Limits the rate of everything that is sent. */
  readonly rateLimiter: RateLimiter;
}

/** Milliseconds after which a wait of all updates is reported. */
const WORTH_TELLING = 3_000;

/** What the lanes of a run share. They stop at the signal, or at the budget if there is one. */
export function environment(
  runSession: Pick<RunSession, 'endpoint' | 'traffic' | 'watch' | 'ledger' | 'config' | 'rateLimiter'> &
    Partial<Pick<RunSession, 'hooks' | 'sending' | 'clock' | 'selection' | 'marks'>>,
  signal: AbortSignal,
  budget: Budget | null = null,
  policy: RetryPolicy = runSession.hooks?.retryPolicy ?? retryPolicy,
): Environment {
  const { endpoint, traffic, watch, ledger, config, hooks, sending = overNetwork, marks = null } = runSession;
  const { address, target } = endpoint;
  const { rateLimiter } = runSession;
  const sendInTurn = async (request: WireRequest): Promise<Attempt> => {
    await rateLimiter.turn(signal);
    return sendNow(request);
  };
  const sendNow = (request: WireRequest): Promise<Attempt> => {
    budget?.take();
    return endpoint.send(request);
  };
  const forwarded = (): boolean => isForwarded(endpoint.way);
  const settler = new Settler({
    ...sending.over(rateLimiter.limits ? sendInTurn : sendNow, endpoint.credentials),
    begin: () => budget?.begin(),
    concurrencyLimiter: new ConcurrencyLimiter(sending.waits ? config.concurrency : Infinity),
    traffic,
    retryPolicy: policy,
    classOf: codeClass,
    signal,
    observe: (request, response, asked) => watch.observe(request, response, asked),
    settled: hooks?.settled,
    waiting: (what, ms) => {
      if (ms < WORTH_TELLING || !sending.waits) return;
      const [now, most] = [ms, policy.putOffFor].map((time) => Math.round(time / 1_000));
      hooks?.progress({
        phase: 'waiting',
        note: `${what}: no update got through for ${now} s; giving up after ${most} s`,
        requirementsDone: 0,
        requirementsTotal: runSession.selection?.judged.size ?? 0,
        requests: traffic.requests,
        requestsPlanned: 0,
        startedAt: runSession.clock ?? performance.now(),
      });
    },
    ping: () => getRequest(address, target.serviceIds[0] ?? ''),
    isForwarded: forwarded,
  });
  return {
    settler,
    ledger,
    watch,
    marks,
    address,
    profile: config.readings,
    reads: 'GET',
    timeoutMs: config.timeoutMs,
    concurrency: config.concurrency,
    settlingMs: settlingTime(target.secondMs),
    signal,
    isForwarded: forwarded,
    ...(sending.lapsed === undefined ? {} : { lapsed: sending.lapsed }),
  };
}

/** Reports the progress of a run. */
export function tell(
  { hooks, traffic, clock, selection }: RunSession,
  phase: string,
  done: number,
  total: number,
): void {
  hooks.progress({
    phase,
    requirementsDone: total === 0 ? 0 : Math.floor((selection.judged.size * done) / total),
    requirementsTotal: selection.judged.size,
    requests: traffic.requests,
    requestsPlanned: total === 0 ? 0 : Math.max(total + 1, traffic.requests),
    startedAt: clock,
  });
}
