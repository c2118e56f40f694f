import { jsonText } from '../../report/json-text.js';
import { type Config, type Flags, resolveConfig } from '../../config/config.js';
import { namedByFlags } from '../../config/named-by-flags.js';
import { askedTarget, withoutTargetIn } from '../../config/file-settings.js';
import { UserError } from '../../shared/errors.js';
import { refuseProduction } from '../../config/production.js';
import { ofCause } from '../../report/causes/of-cause.js';
import { createPaint, type Paint } from '../../report/paint.js';
import { folderOf, readReport } from '../../report/read-report.js';
import { prepareReplay, withFolder } from '../../report/write-report.js';
import type { Report } from '../../report/report.js';
import { shorten, visible } from '../../report/safe-text.js';
import { labelled } from '../../report/wrap.js';
import type { Replayed, ReplayResult } from '../../run/again/replay-result.js';
import { type Io, readableWidth } from '../io.js';
import { loadEngine } from '../load-engine.js';
import { warnOfNetwork } from '../warn-of-network.js';
import type { ExitCode } from '../exit-code.js';
import { addressFlags, ownWords, refuseUnnamed, settledEnvironment, type TrustFlags } from '../report-target.js';
import { onStopSignals } from '../signals.js';
import { tellPending } from '../tell-pending.js';
import { withoutTarget } from '../target-environment.js';
import { progressOn } from './run.js';

const NAMES = {
  fixed: 'FIXED',
  'still-failing': 'STILL FAILING',
  flaky: 'FLAKY',
  'could-not-judge': 'COULD NOT JUDGE',
} as const;
const BODY_LIMIT = 600;

/** Options of `replay`. */
export type ReplayFlags = Flags & TrustFlags & { readonly failed?: boolean; readonly cause?: string };

/**
 * Resends a case of a report, those of a cause, or all that failed. Exits with 0 if all are fixed, 1 if one still
 * fails, always or sometimes, 2 if one could not be judged.
 */
export async function replayCommand(
  path: string,
  caseId: string | undefined,
  { failed = false, cause, ...flags }: ReplayFlags,
  io: Io,
): Promise<ExitCode> {
  if ([caseId !== undefined, failed, cause !== undefined].filter((named) => named).length !== 1) {
    throw new UserError('replay takes a case, --cause or --failed', 'Give exactly one of them.');
  }
  const whole = await readReport(path);
  const report = cause === undefined ? whole : ofCause(whole, cause);
  const reportDir = await folderOf(path);
  const config = { ...(await replayConfig(report, flags, io)), reportDir };
  // The configuration's flags contain what the report says about the target.
  const again = namedByFlags(flags).way;
  await warnOfNetwork(config, io.stderr);
  refuseProduction(config);
  const engine = await loadEngine();
  const progress = progressOn(io.stderr, flags.json === true);
  const stop = new AbortController();
  const unlisten = onStopSignals({ first: () => stop.abort(), second: () => process.exit(130) });
  let replayed: Replayed;
  try {
    replayed = await withFolder(reportDir, 'replay', async () => {
      await prepareReplay(reportDir, again);
      return engine.replay(report, caseId ?? null, config, {
        signal: stop.signal,
        progress: (state) => progress.update(state),
      });
    });
  } finally {
    progress.clear();
    unlisten();
    await tellPending(reportDir, (line) => io.stderr.write(`${line}\n`), again);
  }
  const { results, restore } = replayed;
  const paint = createPaint(io.stdout.colour);
  if (flags.json === true) await io.stdout.write(jsonText(caseId === undefined ? replayed : results[0], 1));
  else {
    const shown = cause === undefined ? results : plainest(results);
    const texts = shown.map((result) => renderReplay(result, paint, readableWidth(io.stdout)));
    await io.stdout.write(texts.join('') + (caseId === undefined ? countsOf(results) : ''));
  }
  return stop.signal.aborted
    ? 130
    : codeOf(
        results,
        restore.some(({ outcome }) => outcome === 'failed'),
      );
}

/** The cases of one cause are alike: returns one that is not fixed, or the first if all are. */
function plainest(results: readonly ReplayResult[]): readonly ReplayResult[] {
  return [results.find(({ outcome }) => outcome !== 'fixed') ?? results[0]].filter((one) => one !== undefined);
}

function codeOf(results: readonly ReplayResult[], lost: boolean): ExitCode {
  if (results.some(({ outcome }) => outcome === 'still-failing' || outcome === 'flaky')) return 1;
  return lost || results.some(({ outcome }) => outcome === 'could-not-judge') ? 2 : 0;
}

function countsOf(results: readonly ReplayResult[]): string {
  if (results.length === 0) return 'Nothing failed in that run.\n';
  const counts = Object.entries(NAMES).map(
    ([outcome, name]) => [results.filter((result) => result.outcome === outcome).length, name.toLowerCase()] as const,
  );
  return `${counts.flatMap(([count, name]) => (count === 0 ? [] : [`${count} ${name}`])).join(', ')}\n`;
}

/**
 * Returns the configuration of a replay. The user names the target; the report adds what it says about the same target,
 * and its readings, seed and effort unless a flag overrides them. Throws a UserError if only the report names the
 * target and the user does not trust it.
 */
export async function replayConfig(
  report: Report,
  flags: Flags & TrustFlags,
  io: Pick<Io, 'env' | 'cwd'>,
): Promise<Config> {
  const { target, options } = report;
  const { env } = io;
  const judging: Flags = {
    ...flags,
    readings: flags.readings ?? options.readings,
    seed: flags.seed ?? String(options.seed),
    effort: flags.effort ?? options.effort,
  };
  const own = await ownWords(target, flags, io);
  if (own.url !== null && !own.names) return resolveConfig(judging, env, own.file?.source);
  if (target.embedded && own.url === null && askedTarget(flags, env) === null) {
    const source = own.file?.source ?? null;
    return resolveConfig(judging, withoutTarget(env, 'all'), source === null ? null : withoutTargetIn(source));
  }
  refuseUnnamed(target, own, flags);
  return resolveConfig({ ...judging, ...addressFlags(target, own) }, settledEnvironment(env), own.file?.source);
}

/** Formats the outcome of a replayed case for people. */
export function renderReplay(result: ReplayResult, paint: Paint, width: number): string {
  const { green, red, yellow } = paint;
  const colour = { fixed: green, 'still-failing': red, flaky: red, 'could-not-judge': yellow }[result.outcome];
  const lines = [`${colour(paint.bold(NAMES[result.outcome]))}  ${visible(result.case)}`];
  if (result.reason !== null) lines.push(labelled('because', visible(result.reason), width));
  for (const { requirement, pointer, expected, received } of result.findings) {
    lines.push(`  ${visible(requirement)}${(pointer ?? '') === '' ? '' : ` at ${visible(pointer ?? '')}`}`);
    lines.push(labelled('expected', visible(expected), width), labelled('received', visible(received), width));
  }
  for (const { role, method, path, status, failure, responseBody } of result.exchanges) {
    lines.push(`  ${role}: ${visible(`${method} ${shorten(path, 160)} -> ${status ?? failure ?? 'no answer'}`)}`);
    if (responseBody !== null && responseBody !== '') lines.push(`    ${shorten(visible(responseBody), BODY_LIMIT)}`);
  }
  return `${lines.join('\n')}\n`;
}
