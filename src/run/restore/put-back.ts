import { ServiceSession } from '../../judge/service-session.js';
import { retryPolicy, whenRestoring } from '../../judge/retry-policy.js';
import type { JsonObject } from '../../shared/json.js';
import type { AnotherWriter } from '../../shared/errors.js';
import type { RestoreReport } from '../../report/report.js';
import { settleBackups, writeBackups, type Backup } from './backup.js';
import type { Survey } from '../survey/prepare.js';
import { departureText } from './departures.js';
import { explaining, type Explain } from './explain.js';
import { departuresNow, restore } from './restore.js';
import { restoringBody } from './restoring-body.js';
import { maskOf } from '../mask-of.js';
import { environment, tell, type RunSession } from '../run-session.js';
import { type Kept, leftAlone } from './left-alone.js';
import { changedOnlookers } from './changed-onlookers.js';

/**
 * Restores every service to its initial state, even after a stopped run, and proves it once the last one is restored.
 */
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
  // A record tells no more than what the run said.
  const explain: Explain =
    runSession.mode.kind === 'rejudge'
      ? () => Promise.resolve(null)
      : explaining(config, runSession.endpoint, runSession.traffic);
  const kept: Kept[] = surveyed.sessions.map(({ session, changeable }) => ({
    session: session.apart(env),
    state: surveyed.found.find(({ serviceId }) => serviceId === session.service.id)?.state ?? null,
    changeable,
  }));
  const reports = new Map<string, RestoreReport>();
  for (const one of kept) {
    const other = disturbed === null ? null : await leftAlone(one, runSession, disturbed);
    reports.set(one.session.service.id, other ?? (await putOneBack(one, explain)));
  }
  await proveAll(kept, reports, explain);
  const all = [...reports.values(), ...(await changedOnlookers(surveyed, env))];
  if (!runSession.endpoint.outlives) return all;
  if (all.every(({ outcome }) => outcome !== 'failed')) await settleBackups(config.reportDir);
  // With what was learned about names; if there is no room, the first backups stay.
  else await writeBackups(config.reportDir, backupsOf(runSession, surveyed)).catch(() => undefined);
  return all;
}

/** Restores one service. What `explain` says of a failure comes first. */
export async function putOneBack({ session, state, changeable }: Kept, explain: Explain): Promise<RestoreReport> {
  const { service, env } = session;
  const { id: serviceId } = service;
  try {
    if (service.stragglerUntil > performance.now()) await env.settler.pause(service.stragglerUntil - performance.now());
    if (state !== null && changeable) {
      const report = await restore(session, state);
      const why = report.outcome === 'failed' ? await explain() : null;
      return why === null ? report : { ...report, details: [why, ...report.details] };
    }
    // Bodies that must be rejected were sent nonetheless.
    const seen = state === null ? null : await departuresNow(session, state);
    const left = seen?.left.map(departureText) ?? [];
    return left.length === 0
      ? { serviceId, outcome: 'not-needed', details: [] }
      : { serviceId, outcome: 'failed', details: [...left, 'no update can put it back: set it by hand'] };
  } catch (error) {
    const details = [(await explain()) ?? (error instanceof Error ? error.message : String(error))];
    if (state !== null) {
      const { body } = restoringBody(service.operation, state, serviceId, service.prefix);
      details.push(
        `send this update once the target accepts it, or run the restore command on this report folder: ${JSON.stringify(body)}`,
      );
    }
    return { serviceId, outcome: 'failed', details };
  }
}

const UNREAD = 'it was put back, but could not be read once more to prove it';

/** How often a service is restored again after restoring another one changed it. */
const ROUNDS = 2;

/** Reads the services once more after the last of them was restored: restoring one may change another. */
export async function proveAll(
  kept: readonly Kept[],
  reports: Map<string, RestoreReport>,
  explain: Explain,
): Promise<void> {
  if (kept.length < 2) return;
  const proven = kept.filter(({ session }) => isPutBack(reports.get(session.service.id)));
  for (let round = 1; ; round += 1) {
    const unproven: { readonly one: Kept; readonly details: readonly string[] }[] = [];
    for (const one of proven) {
      const details = one.state === null ? [] : await unprovenBy(one.session, one.state);
      if (details.length > 0) unproven.push({ one, details });
    }
    if (unproven.length === 0) return;
    for (const { one, details } of unproven) {
      const { id: serviceId } = one.session.service;
      const report: RestoreReport =
        round > ROUNDS ? { serviceId, outcome: 'failed', details } : await putOneBack(one, explain);
      reports.set(serviceId, report);
    }
    if (round > ROUNDS) return;
  }
}

function isPutBack(report: RestoreReport | undefined): boolean {
  return report?.outcome === 'restored' || report?.outcome === 'unchanged';
}

/** Why a last read does not prove that a service was put back. Empty if it does, or if the record does not tell. */
async function unprovenBy(session: ServiceSession, state: JsonObject): Promise<readonly string[]> {
  try {
    const seen = await departuresNow(session, state);
    if (seen === null) return session.env.lapsed === undefined ? [UNREAD] : [];
    if (seen.left.length === 0) return [];
    return [...seen.left.map(departureText), 'it was put back, and changed when another service was put back'];
  } catch (error) {
    return [`${UNREAD}: ${error instanceof Error ? error.message : String(error)}`];
  }
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
