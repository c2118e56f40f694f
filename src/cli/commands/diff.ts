import { dirname, join } from 'node:path';
import { resolveConfig, type Config, type Flags } from '../../config/config.js';
import { targetOptions } from '../../config/options.js';
import { addressOptions } from '../../config/target-options.js';
import { flagAttribute } from '../../config/option.js';
import { UserError } from '../../shared/errors.js';
import { refuseProduction } from '../../config/production.js';
import { diffMarkdown, renderDiff } from '../../report/diff-text.js';
import { createPaint } from '../../report/paint.js';
import { prepareReportDir, withFolder } from '../../report/write-report.js';
import { printInForm, refuseBoth, type FormFlags } from '../form.js';
import { readableWidth, type Io } from '../io.js';
import { loadEngine } from '../load-engine.js';
import { refuseLink } from '../../shared/safe-files.js';
import { splitPair, type PairFlags } from '../pair-flags.js';
import type { ExitCode } from '../exit-code.js';
import { onStopSignals } from '../signals.js';
import { tellPending } from '../tell-pending.js';
import { withoutTarget } from '../target-environment.js';
import { warnOfNetwork } from '../warn-of-network.js';
import { progressOn } from './run.js';

const CODES = { same: 0, different: 1, 'could-not-compare': 2, interrupted: 130 } as const;

/** Options of `diff` that are not options of a run. */
export type DiffFlags = FormFlags;

/**
 * Sends the same cases to two targets and reports where their answers differ. Exits with 0 if they agree, 1 if they
 * differ, 2 if they could not be compared.
 */
export async function diffCommand(flags: PairFlags & DiffFlags, io: Io): Promise<ExitCode> {
  refuseBoth(flags);
  const [a, b] = configsOf(flags, io);
  for (const config of [a, b]) refuseProduction(config);
  await refuseLink(dirname(a.reportDir));
  return withFolder(a.reportDir, 'diff', () => withFolder(b.reportDir, 'diff', () => compareTargets(a, b, flags, io)));
}

async function compareTargets(a: Config, b: Config, flags: DiffFlags, io: Io): Promise<ExitCode> {
  for (const config of [a, b]) await prepareReportDir(config.reportDir, config.byFlags.way);
  for (const config of [a, b]) await warnOfNetwork(config, io.stderr);
  const engine = await loadEngine();
  const progress = progressOn(io.stderr, a.quiet);
  const stop = new AbortController();
  const unlisten = onStopSignals({ first: () => stop.abort(), second: () => process.exit(130) });
  try {
    const result = await engine.diff(a, b, { signal: stop.signal, progress: (state) => progress.update(state) });
    progress.clear();
    await printInForm(io.stdout, flags, {
      data: result,
      markdown: () => diffMarkdown(result),
      text: () => renderDiff(result, createPaint(io.stdout.colour), readableWidth(io.stdout)),
    });
    return CODES[result.outcome];
  } finally {
    progress.clear();
    unlisten();
    for (const config of [a, b])
      await tellPending(config.reportDir, (line) => io.stderr.write(`${line}\n`), config.byFlags.way);
  }
}

/**
 * Returns the configurations of both runs, with the same seed and separate folders. Without a second URL, B is the
 * embedded mock.
 */
function configsOf(flags: PairFlags & DiffFlags, io: Io): readonly [Config, Config] {
  const { markdown: _markdown, json: _json, ...rest } = flags;
  const [first, second] = splitPair(rest, targetOptions);
  const a = resolveConfig(first, io.env);
  if (a.target === null) throw new UserError('nothing to compare: no URL is given', 'Add --url, once or twice.');
  const once = !Array.isArray(rest['url']) || rest['url'].length < 2;
  const b = once ? resolveConfig(withoutAddress(second), withoutTarget(io.env, 'all')) : resolveConfig(second, io.env);
  if (
    b.target !== null &&
    b.target.url === a.target.url &&
    a.target.serviceIds.some((id) => b.target?.serviceIds.includes(id))
  ) {
    throw new UserError(
      'A and B are the same services of one target',
      'Give --url twice, or each a --service-id of its own.',
    );
  }
  return [
    { ...a, reportDir: join(a.reportDir, 'a') },
    { ...b, seed: a.seed, reportDir: join(a.reportDir, 'b') },
  ];
}

function withoutAddress(flags: Flags): Flags {
  const named = Object.values(addressOptions).map((option) => flagAttribute(option));
  return Object.fromEntries(Object.entries(flags).filter(([name]) => !named.includes(name)));
}
