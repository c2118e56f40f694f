import type { Config } from '../../config/config.js';
import { ofRun } from '../../judge/purpose.js';
import { ServiceSession } from '../../judge/service-session.js';
import { Ledger } from '../../judge/ledger.js';
import { retryPolicy, type RetryPolicy, whenRestoring } from '../../judge/retry-policy.js';
import { RateLimiter } from '../../judge/rate-limiter.js';
import { SentValues } from '../../judge/sent-values.js';
import { Service } from '../../judge/service.js';
import { Traffic } from '../../judge/traffic.js';
import { UserError } from '../../shared/errors.js';
import type { RestoreReport } from '../../report/report.js';
import { readBackups, settleBackups } from './backup.js';
import { explaining } from './explain.js';
import { openEndpoint } from '../target/endpoint.js';
import { lockServices, ServiceInUse } from '../claim/lock-services.js';
import { maskOf } from '../mask-of.js';
import { environment } from '../run-session.js';
import type { Suite } from '../suite/suite.js';
import { watchOf } from '../watch-of.js';
import { proveAll, putOneBack } from './put-back.js';
import { type Kept, leftToAnother } from './left-alone.js';

/**
 * Restores what a run kept in its report folder, and reads it back as proof. May be repeated.
 *
 * @throws UserError if the folder holds no backup, or a run is at work on a service
 */
export async function restoreFrom(
  reportDir: string,
  suite: Suite,
  config: Config,
  policy: RetryPolicy = retryPolicy,
): Promise<RestoreReport[]> {
  const backups = await readBackups(reportDir);
  const endpoint = await openEndpoint(config, suite.operation);
  const signal = new AbortController().signal;
  const ledger = new Ledger({ ids: new Set(suite.requirements.map(({ id }) => id)) });
  const watch = watchOf(suite, config, endpoint, ledger);
  const traffic = new Traffic();
  const env = environment(
    {
      endpoint,
      traffic,
      watch,
      ledger,
      config,
      rateLimiter: new RateLimiter(config.spending.perSecond),
    },
    signal,
    null,
    whenRestoring(policy),
  );
  const explain = explaining(config, endpoint, traffic);
  const reports = new Map<string, RestoreReport>();
  let unlock: () => Promise<void> = () => Promise.resolve();
  try {
    unlock = await lockServices(endpoint.target, { command: 'restore', folder: reportDir });
    const kept: Kept[] = [];
    const own = new Set(backups.flatMap(({ marks = [] }) => marks));
    for (const { serviceId, state, namePrefix } of backups) {
      const service = new Service(serviceId, new SentValues(suite.operation), env.settlingMs);
      service.prefix = namePrefix;
      // A target that does not answer is reported when the service is restored.
      const shown = await new ServiceSession(service, env).look(ofRun('restoring', serviceId)).catch(() => null);
      const session = new ServiceSession(service, { ...env, reads: shown === null ? 'PUT {}' : 'GET' });
      kept.push({ session, state, changeable: true });
    }
    for (const one of kept) {
      const other = await leftToAnother(one, own, true);
      reports.set(one.session.service.id, other ?? (await putOneBack(one, explain)));
    }
    await proveAll(kept, reports, explain);
  } catch (error) {
    throw error instanceof ServiceInUse ? new UserError(error.message) : error;
  } finally {
    await unlock();
    await endpoint.close();
  }
  const mask = maskOf(endpoint);
  const all = [...reports.values()].map((one) => ({ ...one, details: one.details.map((text) => mask.text(text)) }));
  if (all.every(({ outcome }) => outcome !== 'failed')) await settleBackups(reportDir);
  return all;
}
