import { SETTLING_MS } from '../checks/times.js';
import type { Config } from '../config.js';
import type { Secret } from '../mask.js';
import type { Probe } from '../contract/probe.js';
import type { Environment } from '../judge/environment.js';
import type { Budget } from '../judge/budget.js';
import { Gate } from '../judge/gate.js';
import type { Ledger } from '../judge/ledger.js';
import type { Pace } from '../judge/pace.js';
import { patience, type Patience } from '../judge/patience.js';
import { Settler } from '../judge/settle.js';
import type { Settling } from '../judge/settling.js';
import type { Traffic } from '../judge/traffic.js';
import type { Watch } from '../judge/watch.js';
import { getRequest } from '../judge/wire.js';
import type { KnownFailures } from '../known/known-failures.js';
import type { Attempt, Capability, WireRequest } from '../model.js';
import type { Progress } from '../report/progress.js';
import { codeClass } from '../spec/document.js';
import type { Endpoint } from './endpoint.js';
import type { Selection } from './select.js';
import type { RunRecorder } from './record-run.js';
import type { Rehearsal } from './rejudge.js';
import type { Retrial } from './replay-cases.js';
import type { Suite } from './suite.js';

/** How a run is stopped and watched. */
export interface RunHooks {
  /** Aborted: stop in order, restore, and return a report whose verdict is `interrupted`. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  /** Told what each request came to in the end. */
  readonly settled?: Settling['settled'];
  /** Told how many requests of each lane had to wait for one another, in the end. */
  readonly steps?: (ofLanes: readonly number[]) => void;
  /** Told at the end what must appear in no output. */
  readonly secrets?: (secrets: readonly Secret[]) => void;
  /** How long the run waits, and how often it asks again. Default: {@link patience}. */
  readonly patience?: Patience;
  /** Whether every exchange is recorded in the report folder, so that it can be judged again. Default false. */
  readonly record?: boolean;
}

/** One recorded case that is sent again, and the requirement that it is judged by. */
export interface OneCase {
  readonly requirement: string;
  readonly probe: Probe;
  readonly serviceId: string;
}

/** Everything that a run works with. */
export interface Session {
  readonly suite: Suite;
  readonly config: Config;
  readonly hooks: RunHooks;
  readonly endpoint: Endpoint;
  readonly ledger: Ledger;
  readonly traffic: Traffic;
  readonly watch: Watch;
  readonly selection: Selection;
  /** Recorded cases that are sent again; null in a run. */
  readonly retrial: Retrial | null;
  /** The failures that the user knows of; null without a file of them. */
  readonly known: KnownFailures | null;
  /** Records what is sent; null where nobody asked for it. */
  readonly recorder: RunRecorder | null;
  /** The record that is played instead of sending anything; null in a run. */
  readonly rehearsal: Rehearsal | null;
  /** The mark with which the run claims services; null where the record that is judged has none. */
  readonly claim: string | null;
  /** The services that this run has claimed: no other was changed by it. */
  readonly claimed: Set<string>;
  /** The marks of the values that this run sends. */
  readonly marks: ReadonlySet<string>;
  readonly startedAt: Date;
  readonly clock: number;
  /** What the target lets the run judge, as far as is known. */
  capabilities: ReadonlySet<Capability>;
  /** Whether it is known what is to be sent. */
  planned: boolean;
  /** Lets go of the services. */
  unlock: () => Promise<void>;
  /** Of all that is sent. */
  readonly pace: Pace;
}

/** Shorter waits of all updates are no news, in milliseconds. */
const WORTH_TELLING = 3_000;

/** What the lanes of a run share: they stop when the signal says so, or the budget, where there is one. */
export function environment(
  session: Pick<Session, 'endpoint' | 'traffic' | 'watch' | 'ledger' | 'config' | 'pace'> &
    Partial<Pick<Session, 'hooks' | 'recorder' | 'rehearsal' | 'clock' | 'selection' | 'marks'>>,
  signal: AbortSignal,
  budget: Budget | null = null,
  policy: Patience = session.hooks?.patience ?? patience,
): Environment {
  const { endpoint, traffic, watch, ledger, config, hooks, recorder = null, rehearsal = null, marks = null } = session;
  const { address, target } = endpoint;
  const { pace } = session;
  const sendInTurn = async (request: WireRequest): Promise<Attempt> => {
    await pace.turn(signal);
    return sendNow(request);
  };
  const sendNow = (request: WireRequest): Promise<Attempt> => {
    budget?.take();
    return endpoint.send(request);
  };
  const settler = new Settler({
    ...transportOf(endpoint.credentials, pace.limits ? sendInTurn : sendNow, recorder, rehearsal),
    begin: () => budget?.begin(),
    // Out of a record, whatever is asked for is there at once.
    gate: new Gate(rehearsal === null ? config.concurrency : Number.MAX_SAFE_INTEGER),
    traffic,
    patience: policy,
    classOf: codeClass,
    signal,
    observe: (request, response, asked) => watch.observe(request, response, asked),
    settled: hooks?.settled,
    waiting: (what, ms) => {
      if (ms < WORTH_TELLING || rehearsal !== null) return;
      const [now, most] = [ms, policy.putOffFor].map((time) => Math.round(time / 1_000));
      hooks?.progress({
        phase: 'waiting',
        note: `${what}, every update for ${now} s now; given up after ${most} s`,
        requirementsDone: 0,
        requirementsTotal: session.selection?.judged.size ?? 0,
        requests: traffic.requests,
        requestsPlanned: 0,
        startedAt: session.clock ?? performance.now(),
      });
    },
    knock: () => getRequest(address, target.serviceIds[0] ?? ''),
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
    settlingMs: SETTLING_MS,
    signal,
    ...(rehearsal === null ? {} : { lapsed: (serviceId) => rehearsal.playback.lapsed(serviceId) }),
  };
}

/** How requests are sent: over the network, and recorded where that is asked for, or out of a record. */
function transportOf(
  credentials: Endpoint['credentials'],
  send: (request: WireRequest) => Promise<Attempt>,
  recorder: RunRecorder | null,
  rehearsal: Rehearsal | null,
): Pick<Settling, 'send' | 'renewal' | 'pause'> {
  if (rehearsal !== null) {
    const { playback } = rehearsal;
    return { send: (request, mark) => playback.send(request, mark), renewal: playback, pause: () => Promise.resolve() };
  }
  if (recorder === null) return { send, renewal: credentials };
  return {
    send: async (request, mark) => {
      const attempt = await send(request);
      const written = recorder.sent(request, mark, attempt);
      if (written !== null) await written;
      return attempt;
    },
    renewal: recorder.renewing(credentials),
  };
}

/** Says how far a run has come. */
export function tell({ hooks, traffic, clock, selection }: Session, phase: string, done: number, total: number): void {
  hooks.progress({
    phase,
    requirementsDone: total === 0 ? 0 : Math.floor((selection.judged.size * done) / total),
    requirementsTotal: selection.judged.size,
    requests: traffic.requests,
    requestsPlanned: total === 0 ? 0 : Math.max(total + 1, traffic.requests),
    startedAt: clock,
  });
}
