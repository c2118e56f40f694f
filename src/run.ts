import { setMaxListeners } from 'node:events';
import type { Config } from './config.js';
import type { Probe } from './contract/probe.js';
import { RunStopped, UserError } from './errors.js';
import { matchesAny } from './glob.js';
import { Bench, type Environment } from './judge/bench.js';
import { Gate } from './judge/gate.js';
import { isolated, touched } from './judge/isolated.js';
import { Ledger } from './judge/ledger.js';
import { patience, pause } from './judge/patience.js';
import { SentValues } from './judge/sent-values.js';
import { Service } from './judge/service.js';
import { Settler } from './judge/settle.js';
import { together } from './judge/together.js';
import { Traffic } from './judge/traffic.js';
import { Watch } from './judge/watch.js';
import { getRequest } from './judge/wire.js';
import type { Capability, Profile } from './model.js';
import type { Progress } from './report/progress.js';
import type { Report, RestoreReport } from './report/report.js';
import { keepBackups, readBackups, settleBackups, writeBackups, type Backup } from './run/backup.js';
import { openEndpoint, type Endpoint } from './run/endpoint.js';
import { canForce, force } from './run/forced.js';
import { work, workAgain, type Lane } from './run/lane.js';
import { minimiseAll } from './run/minimise.js';
import { plan, planOne, select, type Selection } from './run/plan.js';
import { survey, type Ground } from './run/prepare.js';
import { assembleReport } from './run/assemble-report.js';
import { restore } from './run/restore.js';
import type { Suite } from './run/suite.js';
import { codeClass } from './spec/document.js';

/** How a run is stopped and watched. */
export interface RunHooks {
  /** Aborted: stop in order, restore, and return a report whose verdict is `interrupted`. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
}

/** One recorded case that is sent again, and the requirement that it is judged by. */
export interface OneCase {
  readonly requirement: string;
  readonly probe: Probe;
  readonly serviceId: string;
}

function selectionOf({ requirement, probe }: OneCase): Selection {
  return { judged: new Set([requirement]), sent: new Set([probe.requirement]) };
}

/** Everything that a run works with. */
interface Session {
  readonly suite: Suite;
  readonly config: Config;
  readonly hooks: RunHooks;
  readonly endpoint: Endpoint;
  readonly ledger: Ledger;
  readonly traffic: Traffic;
  readonly watch: Watch;
  readonly selection: Selection;
  readonly only: OneCase | null;
  readonly startedAt: Date;
  readonly clock: number;
  /** What the target lets the run judge, as far as is known. */
  capabilities: ReadonlySet<Capability>;
}

/**
 * Judges a target: reads the state of its services, sends what the contract asks for, puts the state back, and reports.
 *
 * @throws UserError for what the user can mend before anything was sent
 */
export async function run(config: Config, suite: Suite, hooks: RunHooks, only: OneCase | null = null): Promise<Report> {
  const selection = only === null ? select(suite.requirements, config) : selectionOf(only);
  if (selection.judged.size === 0) {
    throw new UserError(
      'no requirement is selected',
      'See `vpcep-contract list` for the ids that --only and --skip can name.',
    );
  }
  const endpoint = await openEndpoint(config);
  const ledger = new Ledger();
  const schema = (value: unknown) => [
    ...suite.validator.validate('ServiceResp', value),
    ...suite.rules.check('ServiceResp', value),
  ];
  const watch = new Watch(ledger, schema, suite.replyPlaces, config.readings, endpoint.target.projectId);
  const session: Session = {
    suite,
    config,
    hooks,
    endpoint,
    ledger,
    traffic: new Traffic(),
    watch,
    selection,
    only,
    startedAt: new Date(),
    clock: performance.now(),
    capabilities: new Set(),
  };
  try {
    return await judge(session);
  } finally {
    await endpoint.close();
  }
}

async function judge(session: Session): Promise<Report> {
  const { config, endpoint, hooks } = session;
  const sent = new SentValues();
  const halt = new AbortController();
  const signal = AbortSignal.any([hooks.signal, halt.signal]);
  // Every request that waits listens.
  setMaxListeners(0, signal);
  const env = environment(session, signal);
  let ground: Ground | null = null;
  let stopped: string | null = null;
  let errored: string | null = null;
  try {
    tell(session, 'reading state', 0, 0);
    ground = await survey(session.suite, config, endpoint, env, sent);
    // The embedded mock ends with the run: there is nothing to put back later.
    if (!endpoint.embedded) await keepBackups(config.reportDir, backupsOf(session, ground));
    await send(session, ground, halt);
  } catch (error) {
    if (hooks.signal.aborted) stopped = 'interrupted';
    else if (error instanceof RunStopped) stopped = error.message;
    else errored = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const restored = ground === null ? [] : await putBack(session, ground);
  return assembleReport({
    ...session,
    ground,
    restored,
    stopped,
    errored,
    interrupted: hooks.signal.aborted,
    finishedAt: new Date(),
    durationMs: performance.now() - session.clock,
    required: (id) => matchesAny(config.require, id),
  });
}

function environment(
  session: Pick<Session, 'endpoint' | 'traffic' | 'watch' | 'ledger' | 'config'>,
  signal: AbortSignal,
): Environment {
  const { endpoint, traffic, watch, ledger, config } = session;
  const { address, client, target } = endpoint;
  const settler = new Settler({
    send: (request) => client.send(request),
    gate: new Gate(config.concurrency),
    traffic,
    patience,
    classOf: codeClass,
    signal,
    observe: (request, response, asked) => watch.observe(request, response, asked),
    knock: () => getRequest(address, target.serviceIds[0] ?? ''),
  });
  const profile: Profile = config.readings;
  return { settler, ledger, watch, address, profile, reads: 'GET', timeoutMs: config.timeoutMs, signal };
}

async function send(session: Session, ground: Ground, halt: AbortController): Promise<void> {
  const { suite, selection, ledger, only } = session;
  const [first] = ground.benches;
  const capabilities = new Set(ground.capabilities);
  const forces = suite.requirements.some(({ id, needs }) => selection.sent.has(id) && needs.includes('forced-status'));
  if (first !== undefined && forces && (await canForce(first.bench))) capabilities.add('forced-status');
  session.capabilities = capabilities;
  const contexts = ground.benches.map(({ context }) => context);
  const plans = only === null ? plan(suite.requirements, selection, contexts, capabilities) : planOne(only, contexts);
  const lanes = ground.benches.flatMap((base, n): Lane[] => {
    const own = plans[n];
    return own === undefined ? [] : [{ ...base, plan: own }];
  });
  const probes = lanes.flatMap(({ plan: p }) => [
    ...p.flocks.flat(),
    ...p.solos,
    ...p.later,
    ...p.isolated,
    ...p.forced,
  ]);
  for (const { probe } of probes) ledger.of(probe.requirement).sent += 1;
  let done = 0;
  const total = probes.length;
  const count = (placed: readonly unknown[]): void => {
    done += placed.length;
    tell(session, 'judging', done, total);
  };
  await together(
    lanes.map((lane) => work(lane, count)),
    (error) => halt.abort(error),
  );
  for (const lane of lanes) {
    const others = [...lanes.filter((other) => other !== lane).map(({ bench }) => bench), ...ground.onlookers];
    for (const placed of lane.plan.isolated) if (lane.changeable) await isolated(lane.bench, placed, others);
    const atRest = lanes.map(({ bench }) => bench).filter((bench) => bench !== lane.bench && bench.touchedAtRest);
    await lookForTouches(lane, [...ground.onlookers, ...atRest]);
    for (const placed of lane.plan.forced) await force(lane.bench, placed);
  }
  tell(session, 'trying again', done, total);
  await together(
    lanes.map((lane) => workAgain(lane)),
    (error) => halt.abort(error),
  );
  tell(session, 'minimising', done, total);
  for (const lane of lanes) if (lane.changeable) await minimiseAll(lane, session.suite, selection.judged);
}

async function lookForTouches({ bench, plan: { isolated: probes } }: Lane, onlookers: readonly Bench[]): Promise<void> {
  const [placed] = probes;
  if (placed === undefined) return;
  for (const onlooker of onlookers) {
    const { initial } = onlooker.service;
    if (initial !== null) await touched(bench, placed, onlooker, initial);
  }
}

/** Puts every service back as it was found, also when the run was stopped. */
async function putBack(session: Session, ground: Ground): Promise<RestoreReport[]> {
  const { config } = session;
  tell(session, 'restoring', 0, 0);
  const env = { ...environment(session, new AbortController().signal), reads: ground.reads };
  const reports: RestoreReport[] = [];
  for (const { bench, changeable } of ground.benches) {
    const found = ground.found.find(({ serviceId }) => serviceId === bench.service.id);
    if (found?.state === undefined || found.state === null || !changeable) {
      reports.push({ serviceId: bench.service.id, outcome: 'not-needed', details: [] });
      continue;
    }
    if (bench.service.stragglerUntil > performance.now())
      await pause(bench.service.stragglerUntil - performance.now(), env.signal);
    const rebench = bench.within(env);
    try {
      reports.push(await restore(rebench, found.state));
    } catch (error) {
      const details = [
        error instanceof Error ? error.message : String(error),
        'run `vpcep-contract restore` on this report folder',
      ];
      reports.push({ serviceId: bench.service.id, outcome: 'failed', details });
    }
  }
  if (session.endpoint.embedded) return reports;
  await writeBackups(config.reportDir, backupsOf(session, ground));
  if (reports.every(({ outcome }) => outcome !== 'failed')) await settleBackups(config.reportDir);
  return reports;
}

function backupsOf({ endpoint }: Session, ground: Ground): Backup[] {
  return ground.found.flatMap(({ serviceId, state }) =>
    state === null
      ? []
      : [
          {
            schemaVersion: 1,
            url: endpoint.target.url,
            projectId: endpoint.target.projectId,
            serviceId,
            state,
            namePrefix:
              ground.benches.find(({ bench }) => bench.service.id === serviceId)?.bench.service.prefix ?? null,
            readAt: new Date().toISOString(),
          } satisfies Backup,
        ],
  );
}

function tell({ hooks, traffic, clock, selection }: Session, phase: string, done: number, total: number): void {
  hooks.progress({
    phase,
    requirementsDone: total === 0 ? 0 : Math.floor((selection.judged.size * done) / total),
    requirementsTotal: selection.judged.size,
    requests: traffic.requests,
    requestsPlanned: total === 0 ? 0 : Math.max(total + 1, traffic.requests),
    startedAt: clock,
  });
}

/**
 * Puts back what a run kept in its report folder, and reads it to prove it. It may be repeated.
 *
 * @throws UserError where the folder holds no backup
 */
export async function restoreFrom(reportDir: string, suite: Suite, config: Config): Promise<RestoreReport[]> {
  const backups = await readBackups(reportDir);
  const endpoint = await openEndpoint(config);
  const signal = new AbortController().signal;
  const ledger = new Ledger();
  const watch = new Watch(ledger, () => [], suite.replyPlaces, config.readings, endpoint.target.projectId);
  const env = environment({ endpoint, traffic: new Traffic(), watch, ledger, config }, signal);
  const reports: RestoreReport[] = [];
  try {
    for (const { serviceId, state, namePrefix } of backups) {
      const service = new Service(serviceId, new SentValues());
      service.prefix = namePrefix;
      const served = (await new Bench(service, env, {}, {}).look({ order: 0, probe: null, serviceId })) !== null;
      reports.push(await restore(new Bench(service, { ...env, reads: served ? 'GET' : 'PUT {}' }, {}, {}), state));
    }
  } finally {
    await endpoint.close();
  }
  if (reports.every(({ outcome }) => outcome !== 'failed')) await settleBackups(reportDir);
  return reports;
}
