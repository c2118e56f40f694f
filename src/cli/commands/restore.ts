import { type Config, type Flags, resolveConfig } from '../../config/config.js';
import { resolveSettings } from '../../config/sources.js';
import { addressOptions } from '../../config/target-options.js';
import { parseUrl } from '../../config/values.js';
import { UserError } from '../../shared/errors.js';
import { refuseProduction } from '../../config/production.js';
import { createPaint, type Paint } from '../../report/paint.js';
import type { RestoreReport } from '../../report/report.js';
import { visible } from '../../report/safe-text.js';
import { withFolder } from '../../report/write-report.js';
import { wrap } from '../../report/wrap.js';
import { type Backup, readBackups } from '../../run/restore/backup.js';
import { type Io, readableWidth } from '../io.js';
import { loadEngine } from '../load-engine.js';
import { warnOfNetwork } from '../warn-of-network.js';
import type { ExitCode } from '../exit-code.js';
import {
  ownWords,
  type OwnWords,
  refuseUnnamed,
  type ReportTarget,
  settledEnvironment,
  type TrustFlags,
} from '../report-target.js';

/** Flags of `restore`. */
export type RestoreFlags = Flags & TrustFlags;

/** Puts back what a run has changed. Exits with 0 if every service is as it was found, else 2. */
export async function restoreCommand(reportDir: string, flags: RestoreFlags, io: Io): Promise<ExitCode> {
  const backups = await readBackups(reportDir);
  const target = targetOfBackups(reportDir, backups);
  const config = await restoreConfig(target, { ...flags, reportDir }, io);
  await warnOfNetwork(config, io.stderr);
  await io.stderr.write(
    `Putting back ${visible(target.serviceIds.join(', '))} at ${visible(config.target?.url ?? '')}\n`,
  );
  const engine = await loadEngine();
  // A run in progress puts its services back itself.
  const restored = await withFolder(reportDir, 'restore', () => engine.restore(reportDir, config));
  await io.stdout.write(renderRestore(restored, createPaint(io.stdout.colour), readableWidth(io.stdout)));
  return restored.some(({ outcome }) => outcome === 'failed') ? 2 : 0;
}

/**
 * Returns where the backed-up services are. Throws a UserError if they are not all in one place, or if there is no
 * backup.
 */
function targetOfBackups(reportDir: string, backups: readonly Backup[]): ReportTarget {
  const [first] = backups;
  if (first === undefined) throw new UserError(`${reportDir} holds no backup`, 'Name the report folder of a run.');
  const { url, projectId } = first;
  if (backups.some((backup) => backup.url !== url || backup.projectId !== projectId)) {
    throw new UserError(
      `${reportDir} holds backups of several targets, which no run keeps in one folder`,
      'Restore the services by hand from what the files show.',
    );
  }
  return { url, projectId, serviceIds: backups.map(({ serviceId }) => serviceId), siblingServiceId: null };
}

/**
 * Returns the configuration for restoring. Throws a UserError if only the folder names the target, or the user names
 * other services, unless the user trusts the folder.
 */
async function restoreConfig(kept: ReportTarget, flags: RestoreFlags, io: Io): Promise<Config> {
  // The same services may have another URL now.
  const url = flags.url === undefined ? kept.url : parseUrl({ text: flags.url.trim(), from: '--url' });
  const target = { ...kept, url };
  const own = await ownWords(target, flags, io);
  refuseUnnamed(target, own, flags);
  refuseOtherServices(target, own, flags);
  const { projectId, serviceIds } = target;
  const config = resolveConfig(
    { ...flags, url, projectId, serviceId: serviceIds },
    settledEnvironment(io.env),
    own.file?.source,
  );
  // If the run was allowed, restoring is too.
  if (url !== kept.url) refuseProduction(config);
  return config;
}

function refuseOtherServices(target: ReportTarget, { address }: OwnWords, { trustReport = false }: TrustFlags): void {
  const { projectId, serviceIds } = addressOptions;
  const said = resolveSettings({ projectId, serviceIds }, address).values;
  const moved = said.projectId !== null && said.projectId !== target.projectId;
  const strange = said.serviceIds.length === 0 ? [] : target.serviceIds.filter((id) => !said.serviceIds.includes(id));
  if (trustReport || (!moved && strange.length === 0)) return;
  const what = moved
    ? `of project ${target.projectId}, and you name ${said.projectId}`
    : `that you do not name: ${strange.join(', ')}`;
  throw new UserError(
    `the folder would change services ${what}`,
    'Name those to be put back, or add --trust-report if you trust whoever wrote the folder.',
  );
}

/** Formats how each service was left, for people. */
export function renderRestore(restored: readonly RestoreReport[], paint: Paint, width: number): string {
  const lines = restored.flatMap(({ serviceId, outcome, details }) => {
    const name = outcome === 'failed' ? paint.red(OUTCOMES[outcome]) : paint.green(OUTCOMES[outcome]);
    const below = details.flatMap((detail) => wrap(visible(detail), width - 4).map((line) => `    ${line}`));
    return [`${name}  service ${visible(serviceId)}`, ...below];
  });
  return `${lines.join('\n')}\n`;
}

const OUTCOMES = {
  unchanged: 'AS IT WAS',
  restored: 'PUT BACK',
  'not-needed': 'NEVER CHANGED',
  failed: 'NOT PUT BACK',
} as const;
