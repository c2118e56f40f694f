import type { Config } from '../../config/config.js';
import { describe } from '../../checks/envelope.js';
import type { Exchange } from '../../judge/ledger.js';
import { ServiceSession } from '../../judge/service-session.js';
import type { Environment } from '../../judge/environment.js';
import { Ledger } from '../../judge/ledger.js';
import { retryPolicy, whenRestoring } from '../../judge/retry-policy.js';
import { RateLimiter } from '../../judge/rate-limiter.js';
import { SentValues } from '../../judge/sent-values.js';
import { Service } from '../../judge/service.js';
import { Traffic } from '../../judge/traffic.js';
import type { Json, JsonObject } from '../../shared/json.js';
import { OtherRun, UserError, type AnotherWriter } from '../../shared/errors.js';
import { storedMember } from '../../operation/operation.js';
import type { RestoreReport } from '../../report/report.js';
import { marksOf } from '../../shared/run-mark.js';
import { readBackups, settleBackups, writeBackups, type Backup } from './backup.js';
import { openEndpoint } from '../target/endpoint.js';
import type { Survey } from '../survey/prepare.js';
import { departures, departureText, type Departure } from './departures.js';
import { departuresNow, restore } from './restore.js';
import { restoringBody } from './restoring-body.js';
import { lockServices, ServiceInUse } from '../claim/lock-services.js';
import { maskOf } from '../mask-of.js';
import { environment, tell, type RunSession } from '../run-session.js';
import type { Suite } from '../suite/suite.js';
import { watchOf } from '../watch-of.js';

/** Puts every service back to its initial state, even after a stopped run, and proves it once the last one is. */
export async function putBack(
  runSession: RunSession,
  surveyed: Survey,
  disturbed: AnotherWriter | null = null,
): Promise<RestoreReport[]> {
  const { config } = runSession;
  tell(runSession, 'restoring', 0, 0);
  await runSession.sending.enter('restoring');
  const env = {
    ...environment(
      runSession,
      new AbortController().signal,
      null,
      whenRestoring(runSession.hooks.retryPolicy ?? retryPolicy),
    ),
    reads: surveyed.reads,
    marks: null,
  };
  const kept: Kept[] = surveyed.sessions.map(({ session, changeable }) => ({
    session: session.apart(env),
    state: surveyed.found.find(({ serviceId }) => serviceId === session.service.id)?.state ?? null,
    changeable,
  }));
  const reports = new Map<string, RestoreReport>();
  for (const one of kept) {
    const other = disturbed === null ? null : await leftAlone(one, runSession, disturbed);
    reports.set(one.session.service.id, other ?? (await putOneBack(one)));
  }
  await proveAll(kept, reports);
  const all = [...reports.values(), ...(await changedOnlookers(surveyed, env))];
  if (!runSession.endpoint.outlives) return all;
  if (all.every(({ outcome }) => outcome !== 'failed')) await settleBackups(config.reportDir);
  // With what was learned about names; where there is no room, the first backups stay.
  else await writeBackups(config.reportDir, backupsOf(runSession, surveyed)).catch(() => undefined);
  return all;
}

/** A service under test, and the state in which it was found; null where none was read. */
interface Kept {
  readonly session: ServiceSession;
  readonly state: JsonObject | null;
  readonly changeable: boolean;
}

async function putOneBack({ session, state, changeable }: Kept): Promise<RestoreReport> {
  const { service, env } = session;
  const { id: serviceId } = service;
  try {
    if (service.stragglerUntil > performance.now()) await env.settler.pause(service.stragglerUntil - performance.now());
    if (state !== null && changeable) return await restore(session, state);
    // Bodies that must be rejected were sent all the same.
    const seen = state === null ? null : await departuresNow(session, state);
    const left = seen?.left.map(departureText) ?? [];
    return left.length === 0
      ? { serviceId, outcome: 'not-needed', details: [] }
      : { serviceId, outcome: 'failed', details: [...left, 'no update can put it back: set it by hand'] };
  } catch (error) {
    const details = [error instanceof Error ? error.message : String(error)];
    if (state !== null) {
      const { body } = restoringBody(service.operation, state, serviceId, service.prefix);
      details.push(
        `send this update once the target takes it, or run vpcep-contract restore on this report folder: ${JSON.stringify(body)}`,
      );
    }
    return { serviceId, outcome: 'failed', details };
  }
}

/** The report of a service that is left alone because somebody else writes; null where it is to be restored. */
async function leftAlone(
  one: Kept,
  { claimed, claim, marks }: RunSession,
  disturbed: AnotherWriter,
): Promise<RestoreReport | null> {
  const { id: serviceId, operation } = one.session.service;
  if (claimed.has(serviceId)) {
    if (!(disturbed instanceof OtherRun)) return null;
    // A service that was only claimed holds nothing else of this run; the other run may have the same seed.
    return disturbed.yields
      ? leftToAnother(one, new Set(claim === null ? [] : [claim]), false)
      : leftToAnother(one, marks, true);
  }
  const left = await leftToAnother(one, new Set(), false);
  if (left !== null || one.state === null) return left;
  const seen = await departuresNow(one.session, one.state).catch(() => null);
  // The empty update of this run may have set a member to its default (R12), and did nothing else.
  if (seen?.left.every(({ name }) => storedMember(operation, name)?.fallback !== undefined) !== false) return null;
  return { serviceId, outcome: 'not-needed', details: ['it is left to whoever else changes it'] };
}

/** Milliseconds between two reads, and the number of reads, in which another run may show that it is alive. */
const ALIVE_MS = 500;
const ALIVE_LOOKS = 6;

/**
 * The report of a service that shows values of another run: restoring it would disturb that run, which restores it
 * itself. Null where it shows none, or where they no longer change: nobody is at work there. A service that is not
 * `owned` was at most claimed by this run, and belongs to the other in any case.
 */
async function leftToAnother(
  { session, state, changeable }: Kept,
  own: ReadonlySet<string>,
  owned: boolean,
): Promise<RestoreReport | null> {
  const { id: serviceId } = session.service;
  if (state === null || !changeable) return null;
  let before: string | null = null;
  for (let n = 0; n <= ALIVE_LOOKS; n += 1) {
    const seen = await departuresNow(session, state).catch(() => null);
    const others = seen === null ? [] : marksOf(seen.value).filter((mark) => !own.has(mark));
    if (seen === null || seen.left.length === 0 || (others.length === 0 && before === null)) return null;
    const [other = 'another'] = others;
    if (!owned)
      return { serviceId, outcome: 'not-needed', details: [`it is left to test run ${other}, whose values it shows`] };
    const now = JSON.stringify(seen.value);
    if (before !== null && now !== before)
      return {
        serviceId,
        outcome: 'failed',
        details: [
          `test run ${other} is at work on it, and puts it back when it ends; where it does not: vpcep-contract restore, on this report folder`,
        ],
      };
    before = now;
    await session.env.settler.pause(ALIVE_MS);
  }
  return null;
}

/** How often services are restored that changed again when another one was. */
const ROUNDS = 2;

/** Reads the services once more after the last of them was restored: restoring one may change another. */
async function proveAll(kept: readonly Kept[], reports: Map<string, RestoreReport>): Promise<void> {
  if (kept.length < 2) return;
  const proven = kept.filter(({ session }) => isPutBack(reports.get(session.service.id)));
  for (let round = 1; ; round += 1) {
    const moved: { readonly one: Kept; readonly left: readonly string[] }[] = [];
    for (const one of proven) {
      const left = one.state === null ? [] : await leftOf(one.session, one.state);
      if (left.length > 0) moved.push({ one, left });
    }
    if (moved.length === 0) return;
    for (const { one, left } of moved) {
      const { id: serviceId } = one.session.service;
      const details = [...left, 'it was put back, and changed when another service was put back'];
      const report: RestoreReport = round > ROUNDS ? { serviceId, outcome: 'failed', details } : await putOneBack(one);
      reports.set(serviceId, report);
    }
    if (round > ROUNDS) return;
  }
}

function isPutBack(report: RestoreReport | undefined): boolean {
  return report?.outcome === 'restored' || report?.outcome === 'unchanged';
}

/** Where a service departs from a state, as texts; a failed read is one. Empty where the record does not tell. */
async function leftOf(session: ServiceSession, state: JsonObject): Promise<readonly string[]> {
  try {
    const seen = await departuresNow(session, state);
    if (seen !== null) return seen.left.map(departureText);
    return session.env.lapsed === undefined ? ['it could not be read once more to prove it'] : [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** Services that are only read, yet show at the end what this run sent to others. */
async function changedOnlookers({ onlookers, reads }: Survey, env: Environment): Promise<RestoreReport[]> {
  const reports: RestoreReport[] = [];
  if (reads !== 'GET') return reports;
  for (const { service } of onlookers) {
    const { initial, id: serviceId } = service;
    if (initial === null) continue;
    const session = new ServiceSession(service, env);
    const read = await session.look({ order: 'restoring', probe: null, serviceId }).catch(() => null);
    if (read === null) continue;
    // What somebody else set there is not for this run to judge, and a boolean does not tell who set it.
    const left = departures(service.operation, initial, read.value, service.naming).filter(
      ({ name, is }) => storedMember(service.operation, name)?.type !== 'boolean' && service.explainsShown(name, is),
    );
    if (left.length === 0) continue;
    // A value that was sent elsewhere leaked. Who emptied a member cannot be told afterwards.
    const leaked = left.filter(({ is }) => !isEmpty(is));
    blameLeaks(session, leaked, read.exchange);
    const emptied =
      leaked.length < left.length ? ['whether an update of another service emptied it cannot be told'] : [];
    const details = [...left.map(departureText), ...emptied, 'it is only ever read: set it by hand'];
    reports.push({ serviceId, outcome: 'failed', details });
  }
  return reports;
}

/** Enters that a service which is only read shows what was sent elsewhere (R18). */
function blameLeaks({ service, env }: ServiceSession, leaked: readonly Departure[], read: Exchange): void {
  if (leaked.length === 0) return;
  const findings = leaked.map(({ name, was, is }) => ({
    requirement: 'effect/isolation',
    pointer: `/${name}`,
    expected: describe(was),
    received: `${describe(is)}, which was sent elsewhere`,
  }));
  env.ledger.blame(findings, { order: 'restoring', probe: null, serviceId: service.id, exchanges: [read] });
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Backups of the states in which the services were found: what is restored is kept verbatim, the rest masked. */
export function backupsOf({ endpoint, suite, marks }: RunSession, surveyed: Survey): Backup[] {
  const mask = maskOf(endpoint);
  const kept = new Set([...suite.operation.stored, ...suite.operation.conditional].map(({ name }) => name));
  const masked = (state: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(state).map(([name, value]) =>
        kept.has(name) ? [name, value] : [mask.text(name), mask.json(value)],
      ),
    );
  return surveyed.found.flatMap(({ serviceId, state }) =>
    state === null
      ? []
      : [
          {
            schemaVersion: 1,
            url: endpoint.target.url,
            projectId: endpoint.target.projectId,
            serviceId,
            state: masked(state),
            namePrefix:
              surveyed.sessions.find(({ session }) => session.service.id === serviceId)?.session.service.prefix ?? null,
            marks: [...marks],
            readAt: new Date().toISOString(),
          } satisfies Backup,
        ],
  );
}

/**
 * Restores what a run kept in its report folder, and reads it to prove that. May be repeated.
 *
 * @throws UserError where the folder holds no backup, or a run is at work on a service
 */
export async function restoreFrom(reportDir: string, suite: Suite, config: Config): Promise<RestoreReport[]> {
  const backups = await readBackups(reportDir);
  const endpoint = await openEndpoint(config, suite.operation);
  const signal = new AbortController().signal;
  const ledger = new Ledger({ ids: new Set(suite.requirements.map(({ id }) => id)) });
  const watch = watchOf(suite, config, endpoint, ledger);
  const env = environment(
    {
      endpoint,
      traffic: new Traffic(),
      watch,
      ledger,
      config,
      rateLimiter: new RateLimiter(config.spending.perSecond),
    },
    signal,
    null,
    whenRestoring(retryPolicy),
  );
  const reports = new Map<string, RestoreReport>();
  let unlock: () => Promise<void> = () => Promise.resolve();
  try {
    unlock = await lockServices(endpoint.target, { command: 'restore', folder: reportDir });
    const kept: Kept[] = [];
    const own = new Set(backups.flatMap(({ marks = [] }) => marks));
    for (const { serviceId, state, namePrefix } of backups) {
      const service = new Service(serviceId, new SentValues(suite.operation));
      service.prefix = namePrefix;
      // A target that cannot be asked says so when the service is restored.
      const shown = await new ServiceSession(service, env)
        .look({ order: 'restoring', probe: null, serviceId })
        .catch(() => null);
      const session = new ServiceSession(service, { ...env, reads: shown === null ? 'PUT {}' : 'GET' });
      kept.push({ session, state, changeable: true });
    }
    for (const one of kept)
      reports.set(one.session.service.id, (await leftToAnother(one, own, true)) ?? (await putOneBack(one)));
    await proveAll(kept, reports);
  } catch (error) {
    throw error instanceof ServiceInUse ? new UserError(error.message) : error;
  } finally {
    await unlock();
    await endpoint.close();
  }
  const mask = maskOf(endpoint);
  const told = [...reports.values()].map((one) => ({ ...one, details: one.details.map((text) => mask.text(text)) }));
  if (told.every(({ outcome }) => outcome !== 'failed')) await settleBackups(reportDir);
  return told;
}
