import { resolveConfig } from '../../config.js';
import { UserError } from '../../errors.js';
import { faults, variants } from '../../mock/index.js';
import { createPaint, type Paint } from '../../report/paint.js';
import type { Io } from '../io.js';
import { killMatrix } from '../kill-matrix.js';
import { loadEngine } from '../load-engine.js';
import { matrixJson, renderMatrix, renderRow } from '../matrix-text.js';
import type { ExitCode, FaultsFlags } from '../program.js';
import { onStopSignals } from '../signals.js';
import { startSpecimen, subjects } from '../specimen.js';

/** A run waits longer than it works, so that several share a processor well. */
const PARALLEL = 4;
/** On the loopback a second is an age; hangs are among the faults. */
const TIMEOUT_SECONDS = '1';

/** Lists the faults and variants of the mock, or judges each: 0 where every fault is caught and no variant accused. */
export async function faultsCommand(flags: FaultsFlags, io: Io): Promise<ExitCode> {
  if (flags.matrix !== true) {
    const given = (['effort', 'seed'] as const).find((name) => flags[name] !== undefined);
    if (given !== undefined) throw new UserError(`--${given} belongs to --matrix`, 'Add --matrix.');
    const text =
      flags.json === true
        ? `${JSON.stringify({ faults: faults.map(plain), variants: variants.map(plain) }, null, 1)}\n`
        : renderFaults(createPaint(io.stdout.colour));
    await io.stdout.write(text);
    return 0;
  }
  if (flags.list === true) throw new UserError('--list and --matrix exclude each other', 'Leave one of them out.');
  const config = resolveConfig({ effort: flags.effort, seed: flags.seed, timeout: TIMEOUT_SECONDS }, {});
  const engine = await loadEngine();
  const stop = new AbortController();
  const unlisten = onStopSignals({ first: () => stop.abort(), second: () => process.exit(130) });
  const all = subjects();
  const paint = createPaint(io.stdout.colour);
  const rows = await killMatrix(engine, all, {
    config,
    start: startSpecimen,
    signal: stop.signal,
    parallel: PARALLEL,
    onRow: (row, done) =>
      void io.stderr.write(`${done}/${all.length} ${renderRow(row, createPaint(io.stderr.colour))}\n`),
  });
  unlisten();
  const requirements = engine.requirements().map(({ id }) => id);
  const text =
    flags.json === true
      ? `${JSON.stringify(matrixJson(rows, requirements, config.seed), null, 1)}\n`
      : renderMatrix(rows, requirements, paint);
  await io.stdout.write(text);
  if (stop.signal.aborted) return 130;
  return rows.every(({ right }) => right) ? 0 : 1;
}

function plain(entry: {
  readonly id: string;
  readonly says: string;
  readonly chapter: string;
  readonly caughtBy?: string | readonly string[];
}): unknown {
  const { id, says, chapter, caughtBy } = entry;
  return { id, chapter, says, ...(caughtBy === undefined ? {} : { caughtBy }) };
}

function renderFaults(paint: Paint): string {
  const section = (
    title: string,
    entries: readonly { readonly id: string; readonly says: string; readonly chapter: string }[],
  ) => [
    paint.bold(title),
    ...entries.map(({ id, says, chapter }) => `  ${id}  ${paint.dim(`(${chapter})`)}\n      ${says}`),
  ];
  return `${[
    ...section(`${faults.length} faults (mock --fault ID)`, faults),
    '',
    ...section(`${variants.length} conforming variants (mock --variant ID)`, variants),
  ].join('\n')}\n`;
}
