import { type Flags, resolveConfig } from '../../config.js';
import { fileSettingsAt } from '../../config/file-settings.js';
import { UserError } from '../../errors.js';
import { refuseProduction } from '../../production.js';
import { createPaint, type Paint } from '../../report/paint.js';
import type { RestoreReport } from '../../report/report.js';
import { visible } from '../../report/safe-text.js';
import { wrap } from '../../report/wrap.js';
import { readBackups } from '../../run/backup.js';
import { type Io, readableWidth } from '../io.js';
import { loadEngine } from '../load-engine.js';
import { warnOfNetwork } from '../warn-of-network.js';
import type { ExitCode } from '../program.js';
import { withoutTarget } from '../target-environment.js';

/** Puts back what a run has changed: 0 where every service is as it was found, 2 where one is not. */
export async function restoreCommand(reportDir: string, flags: Flags, io: Io): Promise<ExitCode> {
  const backups = await readBackups(reportDir);
  const [first] = backups;
  if (first === undefined) throw new UserError(`${reportDir} holds no backup`, 'Name the report folder of a run.');
  const given: Flags = {
    ...flags,
    url: flags.url ?? first.url,
    projectId: flags.projectId ?? first.projectId,
    serviceId: flags.serviceId ?? backups.map(({ serviceId }) => serviceId),
    reportDir,
  };
  const file = await fileSettingsAt(given.url ?? first.url, flags, io.env, io.cwd);
  const config = resolveConfig(given, withoutTarget(io.env, 'address'), file?.source);
  // Where the run was allowed, putting back is.
  if (config.target?.url !== first.url) refuseProduction(config);
  await warnOfNetwork(config, io.stderr);
  await io.stderr.write(
    `Putting back ${visible(backups.map(({ serviceId }) => serviceId).join(', '))} at ${visible(config.target?.url ?? '')}\n`,
  );
  const engine = await loadEngine();
  const restored = await engine.restore(reportDir, config);
  await io.stdout.write(renderRestore(restored, createPaint(io.stdout.colour), readableWidth(io.stdout)));
  return restored.some(({ outcome }) => outcome === 'failed') ? 2 : 0;
}

/** How each service was left, for people. */
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
