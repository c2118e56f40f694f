import { setMaxListeners } from 'node:events';
import { UNASKED } from './record/recorder.js';
import type { Config } from './config/config.js';
import { doctorLine } from './config/named-by-flags.js';
import { AnotherWriter, BudgetSpent, NoAnswer, RunStopped, StrayError } from './shared/errors.js';
import { matchesAny } from './shared/glob.js';
import { Budget } from './judge/budget.js';
import type { Purpose } from './judge/purpose.js';
import { Ledger } from './judge/ledger.js';
import { RateLimiter } from './judge/rate-limiter.js';
import { SentValues } from './judge/sent-values.js';
import { Traffic } from './judge/traffic.js';
import { readKnownFailures } from './known/read-known-failures.js';
import { refuseProduction } from './config/production.js';
import type { RunRecord } from './record/read-record.js';
import type { Report } from './report/report.js';
import { assembleReport } from './run/outcome/assemble-report.js';
import { keepBackups } from './run/restore/backup.js';
import { openEndpoint } from './run/target/endpoint.js';
import { lockServices } from './run/claim/lock-services.js';
import { select, type Selection } from './run/plan/select.js';
import { RunRecorder } from './run/again/record-run.js';
import { RecordedRun, type Anew } from './run/again/rejudge.js';
import { survey, type Survey } from './run/survey/prepare.js';
import { backupsOf, putBack } from './run/restore/put-back.js';
import type { Resending } from './run/again/resending.js';
import { overNetwork, playedBack, recordedBy } from './run/sending.js';
import { environment, tell, type Mode, type RunSession } from './run/run-session.js';
import type { RunHooks } from './run/hooks.js';
import { shareOf } from './run/plan/share.js';
import { shardsOf } from './run/plan/shards-of.js';
import type { Suite } from './run/suite/suite.js';
import { causedByThisRun } from './run/claim/caused-by-this-run.js';
import { disturbance } from './run/claim/disturbance.js';
import { everyCapability } from './shared/model.js';
import { markOfSeed, marksOfBody, uniqueMark } from './shared/run-mark.js';
import { watchOf } from './run/watch-of.js';
import { wayTrouble } from './run/way-trouble.js';
import { wrongAddressText } from './run/target/wrong-address.js';
import { sendAll } from './run/send-all.js';

/**
 * Judges a target: reads the state of its services, sends what the contract asks for, restores the state, and reports.
 *
 * @throws UserError for what the user can fix, before anything was sent
 */
export async function runSuite(asked: Config, suite: Suite, hooks: RunHooks): Promise<Report> {
  // Which shard has what a requirement needs depends on the whole target.
  const selection = select(suite.requirements, asked, suite.telling, shardsOf(suite, asked));
  return conduct(shareOf(asked), suite, hooks, selection, { kind: 'run' });
}

/**
 * Sends recorded cases again; reads the state once before them and restores it once after them.
 *
 * @throws UserError for what the user can fix, before anything was sent
 */
export async function retry(config: Config, suite: Suite, hooks: RunHooks, resending: Resending): Promise<Report> {
  const selection = {
    judged: new Set(resending.cases.map(({ requirement }) => requirement)),
    sent: new Set(resending.cases.map(({ testCase }) => testCase.requirement)),
    elsewhere: new Map<string, string>(),
    cases: null,
    leftOut: new Set<string>(),
  };
  return conduct({ ...config, shard: null }, suite, hooks, selection, { kind: 'replay', resending });
}

/**
 * Judges the record of a run again, without a request: by other readings, or by another version of the contract.
 *
 * @throws UserError if nothing that is selected was judged in that run
 */
export async function rejudge(record: RunRecord, anew: Anew, suite: Suite, hooks: RunHooks): Promise<Report> {
  const recordedRun = new RecordedRun(record, suite, anew);
  return conduct(recordedRun.config, suite, hooks, recordedRun.selection, { kind: 'rejudge', recordedRun });
}

async function conduct(
  config: Config,
  suite: Suite,
  hooks: RunHooks,
  selection: Selection,
  mode: Mode,
): Promise<Report> {
  const ids = suite.requirements.map(({ id }) => id);
  const known = mode.kind === 'replay' ? null : await readKnownFailures(config, ids);
  const { endpoint, startedAt, claim } = await beginning(config, suite, hooks, mode);
  // A record may hold cases that the contract no longer has, or now leaves open.
  const recorded = mode.kind === 'rejudge' ? mode.recordedRun.record.cases : [];
  const unasked = recorded.map(({ testCase }) => `${UNASKED}${testCase.requirement}`);
  const traffic = new Traffic();
  const ledger = new Ledger({
    ids: new Set([...ids, ...unasked]),
    // What is skipped is charged to no other requirement.
    judged: new Set([...selection.judged, ...ids.filter((id) => matchesAny(config.skip, id))]),
    failed: (requirement) => hooks.failed?.(requirement, traffic.attempts),
  });
  const watch = watchOf(suite, config, endpoint, ledger);
  const runSession: RunSession = {
    mode,
    selection,
    sending:
      mode.kind === 'rejudge'
        ? playedBack(mode.recordedRun.playback, mode.recordedRun.record.end)
        : hooks.record === true
          ? recordedBy(new RunRecorder({ config, endpoint, suite, selection, startedAt, claim }))
          : overNetwork,
    suite,
    config,
    hooks,
    endpoint,
    ledger,
    traffic,
    watch,
    known,
    claim,
    claimed: new Set(),
    marks: new Set([markOfSeed(config.seed), ...(claim === null ? [] : [claim]), ...marksOfCases(mode)]),
    startedAt,
    clock: performance.now(),
    capabilities: new Set(everyCapability),
    planned: false,
    unlock: () => Promise.resolve(),
    rateLimiter: new RateLimiter(config.spending.perSecond),
  };
  try {
    return await judge(runSession);
  } finally {
    hooks.secrets?.(endpoint.secrets);
    await runSession.unlock();
    await endpoint.close();
  }
}

/** Where a run goes, when it began, and the mark with which it claims services: new, or as recorded. */
async function beginning(config: Config, suite: Suite, hooks: RunHooks, mode: Mode) {
  if (mode.kind === 'rejudge') {
    const { endpoint, record } = mode.recordedRun;
    return { endpoint, startedAt: new Date(record.run.startedAt), claim: record.run.claim ?? null };
  }
  refuseProduction(config);
  const endpoint = await openEndpoint(config, suite.operation, hooks.signal);
  return { endpoint, startedAt: new Date(), claim: uniqueMark() };
}

/** Maximum number of named cases that were in flight when the target crashed. */
const IN_FLIGHT = 8;

async function judge(runSession: RunSession): Promise<Report> {
  const { config, endpoint, hooks } = runSession;
  const sent = new SentValues(runSession.suite.operation);
  const halt = new AbortController();
  const signal = AbortSignal.any([hooks.signal, halt.signal]);
  // Every waiting request listens.
  setMaxListeners(0, signal);
  const excused = (runSession.known?.entries ?? []).flatMap(({ requirement }) => requirement ?? []);
  const counted = new Set([...runSession.selection.judged].filter((id) => !matchesAny(excused, id)));
  let alarm: NodeJS.Timeout | undefined;
  const budget = new Budget(config.spending, {
    lanes: endpoint.target.serviceIds.length,
    graceMs: config.timeoutMs,
    begun: (withinMs) => {
      alarm = setTimeout(() => halt.abort(budget.timeIsUp()), withinMs);
    },
    failures: () => runSession.ledger.failedAmong(counted),
  });
  const env = environment(runSession, signal, budget);
  let cut: BudgetSpent | null = null;
  let surveyed: Survey | null = null;
  let stopped: string | null = null;
  let errored: string | null = null;
  let disturbed: AnotherWriter | null = null;
  let unanswered: NoAnswer | null = null;
  let gone: readonly Purpose[] = [];
  try {
    if (endpoint.outlives)
      runSession.unlock = await lockServices(endpoint.target, {
        command: runSession.mode.kind,
        folder: config.reportDir,
      });
    tell(runSession, 'reading state', 0, 0);
    surveyed = await survey(runSession.suite, config, endpoint, env, sent);
    endpoint.readsBy(surveyed.reads);
    if (endpoint.outlives) await keepBackups(config.reportDir, backupsOf(runSession, surveyed));
    await sendAll(runSession, surveyed, env, halt, budget);
  } catch (error) {
    if (interruptedBy(hooks.signal)) stopped = 'interrupted';
    else if (hooks.signal.aborted) errored = describeError(hooks.signal.reason, config.verbose);
    else if (error instanceof BudgetSpent) cut = error;
    else if (error instanceof RunStopped) {
      stopped = error.message;
      if (error instanceof NoAnswer) unanswered = error;
      if (error instanceof AnotherWriter && surveyed !== null)
        disturbed = await disturbance(runSession, surveyed, error);
      if (disturbed !== null) stopped = disturbed.message;
      else if (error instanceof AnotherWriter && surveyed !== null)
        stopped = (await causedByThisRun(runSession, surveyed, error)) ?? stopped;
      gone = env.settler.inFlight.slice(0, IN_FLIGHT);
    } else errored = describeError(error, config.verbose);
  } finally {
    clearTimeout(alarm);
  }
  if (unanswered !== null && runSession.mode.kind !== 'rejudge') {
    const trouble = await wayTrouble(config, unanswered.instead, {
      hasReplied: runSession.traffic.replies > 0,
      way: endpoint.way,
    });
    stopped =
      trouble === null
        ? `${unanswered.message}; to look closer: ${doctorLine(config.byFlags)}`
        : wrongAddressText(trouble);
  }
  const before = runSession.traffic.attempts;
  // What another run did to a service is not a breach.
  if (disturbed !== null) runSession.ledger.withdraw(disturbed.message);
  const restored = surveyed === null ? [] : await putBack(runSession, surveyed, disturbed);
  const restoring = runSession.traffic.attempts - before;
  const ended = await runSession.sending.end({
    finishedAt: new Date().toISOString(),
    durationMs: performance.now() - runSession.clock,
    stopped,
    cut: cut === null ? null : { budget: cut.budget, limit: cut.message },
    traffic: { ...runSession.traffic.report(), ...(restoring === 0 ? {} : { restoring }) },
    ...(endpoint.way === null ? {} : { way: endpoint.way }),
    errored,
    interrupted: interruptedBy(hooks.signal),
    restore: restored,
  });
  return assembleReport({
    ...runSession,
    troubles: runSession.sending.troubles,
    inFlight: surveyed === null ? [] : gone,
    rejudged: rejudgedOf(runSession.mode),
    // A target that turned out to be the wrong one is not accused of its answers so far.
    ledger: surveyed === null ? new Ledger({ ids: runSession.ledger.ids }) : runSession.ledger,
    surveyed,
    restored: ended.restore,
    stopped: stopped ?? ended.stopped,
    cut: cut?.message ?? ended.cut?.limit ?? null,
    sentAndReceived: ended.traffic,
    errored: errored ?? ended.errored,
    interrupted: interruptedBy(hooks.signal) || ended.interrupted,
    finishedAt: new Date(ended.finishedAt),
    durationMs: ended.durationMs,
  });
}

function marksOfCases(mode: Mode): readonly string[] {
  const bodies = mode.kind === 'replay' ? mode.resending.cases.map(({ testCase }) => testCase.body) : [];
  return bodies.flatMap((body) => (body === null ? [] : marksOfBody(Buffer.from(body, 'base64').toString())));
}

function interruptedBy({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof StrayError);
}

function rejudgedOf(mode: Mode): Report['rejudged'] {
  if (mode.kind !== 'rejudge') return null;
  const { tool, options } = mode.recordedRun.record.run;
  return { at: new Date().toISOString(), recordedBy: tool.version, recordedWith: options.readings };
}

function describeError(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return String(error);
  return verbose ? (error.stack ?? error.message) : `${error.message} (--verbose shows where)`;
}
