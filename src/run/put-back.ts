import type { Config } from '../config.js';
import { Bench } from '../judge/bench.js';
import { Ledger } from '../judge/ledger.js';
import { Pace } from '../judge/pace.js';
import { SentValues } from '../judge/sent-values.js';
import { Service } from '../judge/service.js';
import { Traffic } from '../judge/traffic.js';
import type { JsonObject } from '../json.js';
import { createMask } from '../mask.js';
import { storedMembers } from '../service-members.js';
import type { RestoreReport } from '../report/report.js';
import { readBackups, settleBackups, writeBackups, type Backup } from './backup.js';
import { openEndpoint } from './endpoint.js';
import type { Ground } from './prepare.js';
import { restore, restoringBody } from './restore.js';
import { environment, tell, type Session } from './session.js';
import type { Suite } from './suite.js';
import { watchOf } from './watch-of.js';

/** Puts every service back as it was found, also when the run was stopped. */
export async function putBack(session: Session, ground: Ground): Promise<RestoreReport[]> {
  const { config } = session;
  tell(session, 'restoring', 0, 0);
  await session.recorder?.phase('restoring');
  session.rehearsal?.playback.enter('restoring');
  const env = { ...environment(session, new AbortController().signal), reads: ground.reads };
  const reports: RestoreReport[] = [];
  for (const { bench, changeable } of ground.benches) {
    const found = ground.found.find(({ serviceId }) => serviceId === bench.service.id);
    if (found?.state === undefined || found.state === null || !changeable) {
      reports.push({ serviceId: bench.service.id, outcome: 'not-needed', details: [] });
      continue;
    }
    if (bench.service.stragglerUntil > performance.now())
      await env.settler.pause(bench.service.stragglerUntil - performance.now());
    const rebench = bench.within(env);
    try {
      reports.push(await restore(rebench, found.state));
    } catch (error) {
      const { body } = restoringBody(found.state, bench.service.id, bench.service.prefix);
      const details = [
        error instanceof Error ? error.message : String(error),
        `send this update once the target takes it, or run vpcep-contract restore on this report folder: ${JSON.stringify(body)}`,
      ];
      reports.push({ serviceId: bench.service.id, outcome: 'failed', details });
    }
  }
  if (!session.endpoint.outlives) return reports;
  if (reports.every(({ outcome }) => outcome !== 'failed')) await settleBackups(config.reportDir);
  // With what was learned of names; where there is no room, those of the beginning stay.
  else await writeBackups(config.reportDir, backupsOf(session, ground)).catch(() => undefined);
  return reports;
}

/** The states of the services as they were found, as they are kept: what is put back to the letter, the rest masked. */
export function backupsOf({ endpoint }: Session, ground: Ground): Backup[] {
  const mask = createMask(endpoint.secrets);
  const kept = new Set<string>([...storedMembers, 'vip_port_id']);
  const masked = (state: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(state).map(([name, value]) =>
        kept.has(name) ? [name, value] : [mask.text(name), mask.json(value)],
      ),
    );
  return ground.found.flatMap(({ serviceId, state }) =>
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
              ground.benches.find(({ bench }) => bench.service.id === serviceId)?.bench.service.prefix ?? null,
            readAt: new Date().toISOString(),
          } satisfies Backup,
        ],
  );
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
  const watch = watchOf(suite, config, endpoint, ledger);
  const env = environment(
    { endpoint, traffic: new Traffic(), watch, ledger, config, pace: new Pace(config.spending.perSecond) },
    signal,
  );
  const reports: RestoreReport[] = [];
  try {
    for (const { serviceId, state, namePrefix } of backups) {
      const service = new Service(serviceId, new SentValues());
      service.prefix = namePrefix;
      const served = (await new Bench(service, env, {}, {}).look({ order: 0, probe: null, serviceId })) !== null;
      const report = await restore(new Bench(service, { ...env, reads: served ? 'GET' : 'PUT {}' }, {}, {}), state);
      const mask = createMask(endpoint.secrets);
      reports.push({ ...report, details: report.details.map((text) => mask.text(text)) });
    }
  } finally {
    await endpoint.close();
  }
  if (reports.every(({ outcome }) => outcome !== 'failed')) await settleBackups(reportDir);
  return reports;
}
