import type { Config } from '../../config/config.js';
import { ofRun } from '../../judge/purpose.js';
import { UNREACHABLE } from '../../judge/outage.js';
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
import { openEndpoint, type Endpoint } from '../target/endpoint.js';
import { lockServices, ServiceInUse } from '../claim/lock-services.js';
import { maskOf } from '../mask-of.js';
import { forwardedTrouble } from '../forwarded-trouble.js';
import { environment } from '../run-session.js';
import type { Suite } from '../suite/suite.js';
import { wrongAddressText } from '../target/wrong-address.js';
import { watchOf } from '../watch-of.js';
import { wayTrouble } from '../way-trouble.js';
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
  const told: RestoreReport[] = [];
  for (const one of reports.values()) {
    const details =
      one.outcome === 'failed' ? await markIncomplete(config, endpoint, one.details, traffic) : one.details;
    told.push({ ...one, details: details.map((text) => mask.text(text)) });
  }
  if (told.every(({ outcome }) => outcome !== 'failed')) await settleBackups(reportDir);
  return told;
}

/** Says what is wrong on the way to the target, if that kept a service from being put back. */
async function markIncomplete(
  config: Config,
  { way }: Endpoint,
  details: readonly string[],
  { replies, byProxy }: Traffic,
): Promise<string[]> {
  const [first = '', ...others] = details;
  const trouble =
    forwardedTrouble(config, way, byProxy ?? '') ??
    (first.startsWith(UNREACHABLE) ? await wayTrouble(config, first, { hasReplied: replies > 0, way }) : null);
  return [trouble === null ? first : wrongAddressText(trouble), ...others];
}
