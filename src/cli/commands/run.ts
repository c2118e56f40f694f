import { checkChoice } from '../../shared/check-choice.js';
import { type Config, type Flags, refuseNoTarget, resolveConfig } from '../../config/config.js';
import { StrayError } from '../../shared/errors.js';
import { fileSettings } from '../../config/file-settings.js';
import { KNOWN_FAILURES_FILE } from '../../known/known-failures.js';
import { findKnownFailures, readKnownFailures } from '../../known/read-known-failures.js';
import { refuseProduction } from '../../config/production.js';
import { createProgressLine, type ProgressLine } from '../../report/progress.js';
import type { Report } from '../../report/report.js';
import { loadRenderers } from '../../report/report-files.js';
import { shareOf } from '../../run/plan/share.js';
import { keepReport, markIncomplete } from '../../report/keep-report.js';
import { commandLine, pathWord } from '../../report/shell-words.js';
import { prepareReportDir, withFolder } from '../../report/write-report.js';
import { renderError, type Io, type Output } from '../io.js';
import { lastFailed } from '../last-failed.js';
import { loadEngine, type Engine } from '../load-engine.js';
import { presentReport } from '../present-report.js';
import { warnOfNetwork } from '../warn-of-network.js';
import type { ExitCode } from '../exit-code.js';
import { dryRunCommand } from './dry-run.js';
import { tellPending } from '../tell-pending.js';
import { onStopSignals, onStrayError } from '../signals.js';

/** Judges a target, or the embedded mock if none is given, and reports. */
export async function runCommand(flags: Flags, io: Io): Promise<ExitCode> {
  const file = await fileSettings(flags, io.env, io.cwd);
  const resolved = resolveConfig(flags, io.env, file?.source);
  const chosen = resolved.lastFailed ? await onlyLastFailed(resolved, flags, io) : resolved;
  const config = { ...chosen, knownFailures: chosen.knownFailures ?? (await findKnownFailures()) };
  if (file === null || file.target === null) refuseNoTarget(config);
  if (config.updateKnown) config.knownFailures ??= KNOWN_FAILURES_FILE;
  if (config.dryRun) return dryRunCommand(config, io);
  refuseProduction(config);
  shareOf(config);
  const engine = await loadEngine();
  // Checked before the report of an earlier run is removed.
  checkChoice(config, engine.ids());
  await readKnownFailures(config, engine.ids());
  return withFolder(config.reportDir, 'run', async () => {
    await prepareReportDir(config.reportDir, config.byFlags.way);
    await warnOfNetwork(config, io.stderr);
    if (config.target === null && config.mock === null && !config.quiet)
      await io.stderr.write('No target is given: judging the embedded mock.\n');
    return conductRun(engine, config, io);
  });
}

/** Returns the configuration for what failed in the last run, with its seed unless another is given. */
async function onlyLastFailed(config: Config, flags: Flags, io: Io): Promise<Config> {
  const { only, seed, says } = await lastFailed(config, (await loadEngine()).ids());
  if (!config.quiet) await io.stderr.write(`${says}\n`);
  const asked = flags.seed !== undefined || (io.env['VPCEP_SEED'] ?? '') !== '';
  return { ...config, only, seed: asked ? config.seed : seed };
}

/** Runs the engine with a configuration, shows progress, writes the report and prints the summary. */
export async function conductRun(engine: Pick<Engine, 'run'>, config: Config, io: Io): Promise<ExitCode> {
  const progress = progressOn(io.stderr, config.quiet);
  const say = async (text: string): Promise<void> => {
    progress.clear();
    await io.stderr.write(`${text}\n`);
  };
  const stop = new AbortController();
  const unlisten = onStopSignals({
    first: () => {
      void say('Stopping: the services are being put back. Stop again to leave at once.');
      stop.abort();
    },
    second: () => {
      const later = commandLine('restore', pathWord(config.reportDir), ...config.byFlags.way);
      void say(`Left while the services were being put back. To do so later: ${later}`).finally(() =>
        process.exit(130),
      );
    },
  });
  const stopListening = onStrayError((error) => {
    if (stop.signal.aborted) return;
    void say(renderError(error, io.stderr.colour).trimEnd());
    stop.abort(new StrayError(error));
  });
  try {
    return await judgeAndTell(engine, config, io, { stop: stop.signal, progress, say });
  } finally {
    unlisten();
    stopListening();
  }
}

/** How to stop a run, and how it reports meanwhile. */
interface Conduct {
  readonly stop: AbortSignal;
  readonly progress: ProgressLine;
  readonly say: (text: string) => Promise<void>;
}

async function judgeAndTell(
  engine: Pick<Engine, 'run'>,
  config: Config,
  io: Io,
  { stop, progress, say }: Conduct,
): Promise<ExitCode> {
  let loading: Promise<void> | null = null;
  let judged: Report;
  try {
    judged = await engine.run(config, {
      signal: stop,
      progress: (state) => {
        progress.update(state);
        // Soon after a run begins to judge, it waits for a second to pass: loading costs no time then.
        if (state.phase === 'judging') loading ??= loadRenderers();
      },
      record: true,
    });
  } catch (error) {
    await tellPending(config.reportDir, say, config.byFlags.way);
    throw error;
  } finally {
    progress.clear();
  }
  const updated = config.updateKnown ? await withKnownUpdated(config, judged, io, say) : judged;
  const { report, trouble } = await keepReport(config.reportDir, updated);
  if (trouble !== null) await say(renderError(trouble, io.stderr.colour).trimEnd());
  const { quiet, verbose, json } = config;
  const reportDir = trouble === null ? config.reportDir : null;
  await presentReport(report, { quiet, verbose, json, reportDir }, io);
  if (io.env['GITHUB_ACTIONS'] === 'true') {
    const { tellGithub } = await import('../github-actions.js');
    const output = config.json ? io.stderr : io.stdout;
    const told = { reportDir: config.reportDir, exitCode: report.exitCode, output, env: io.env };
    for (const problem of await tellGithub(report, told)) await say(`GitHub was not told everything: ${problem}`);
  }
  return report.exitCode;
}

/** Returns the report, with a note if the known failures file could not be updated. */
async function withKnownUpdated(config: Config, report: Report, io: Io, say: Conduct['say']): Promise<Report> {
  try {
    await updateKnown(config, report, say);
    return report;
  } catch (error) {
    await say(renderError(error, io.stderr.colour).trimEnd());
    return markIncomplete(report, error instanceof Error ? error.message : String(error));
  }
}

/** Updates the known failures file; not after an interrupted run, which has not seen them all. */
async function updateKnown(config: Config, report: Report, say: (text: string) => Promise<void>): Promise<void> {
  const file = config.knownFailures ?? KNOWN_FAILURES_FILE;
  if (report.verdict === 'interrupted') return say(`${file} is unchanged: the run was interrupted.`);
  const { writeKnownFailures } = await import('../../known/write-known-failures.js');
  const { added, removed } = await writeKnownFailures(file, report);
  const changes = [`${added.length} added`, `${removed.length} removed`].join(', ');
  await say(`${file}: ${changes}.${added.length > 0 ? ' Add a reason for each new one.' : ''}`);
}

/** Creates a progress line on a stream, in the style that suits it. */
export function progressOn(output: Output, quiet: boolean): ProgressLine {
  return createProgressLine({
    write: (text) => void output.write(text),
    style: quiet ? 'silent' : output.isLive ? 'live' : 'lines',
    columns: output.columns,
    now: () => performance.now(),
  });
}
