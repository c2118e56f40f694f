import { jsonText } from '../../report/json-text.js';
import { parseInteger, parseWord } from '../../config/values.js';
import { UserError } from '../../shared/errors.js';
import { checkChoice } from '../../shared/check-choice.js';
import { matchesAny } from '../../shared/glob.js';
import { faults, variants } from '../../mock/index.js';
import { createPaint, type Paint } from '../../report/paint.js';
import type { Io } from '../io.js';
import { loadEngine } from '../load-engine.js';
import { startWorkers } from '../matrix/workers.js';
import { killMatrix } from '../matrix/kill-matrix.js';
import { matrixJson } from '../matrix/matrix-json.js';
import { renderMatrix, renderRow } from '../matrix/matrix-text.js';
import { matrixTotals } from '../matrix/matrix-totals.js';
import { subjects, type Subject } from '../matrix/subject.js';
import type { ExitCode } from '../exit-code.js';
import { onStopSignals } from '../signals.js';

/** Options of `faults`. */
export interface FaultsFlags {
  readonly list?: boolean;
  readonly matrix?: boolean;
  readonly match?: readonly string[];
  readonly only?: readonly string[];
  readonly effort?: string;
  readonly seed?: string;
  readonly seeds?: string;
  readonly json?: boolean;
}

/** Options that do not apply to a list. */
const ofMatrix = ['effort', 'seed', 'seeds', 'match', 'only'] as const;

/** Lists the faults and variants of the mock, or judges each. */
export async function faultsCommand(flags: FaultsFlags, io: Io): Promise<ExitCode> {
  if (flags.matrix === true) {
    if (flags.list === true) throw new UserError('--list and --matrix exclude each other', 'Leave one of them out.');
    return matrix(flags, io);
  }
  const given = ofMatrix.find((name) => flags[name] !== undefined);
  if (given !== undefined) throw new UserError(`--${given} belongs to --matrix`, 'Add --matrix.');
  const text =
    flags.json === true
      ? jsonText({ faults: faults.map(plain), variants: variants.map(plain) }, 1)
      : renderFaults(createPaint(io.stdout.colour));
  await io.stdout.write(text);
  return 0;
}

/**
 * Exits with 0 if every fault is caught where it must be, no variant is accused, and every requirement catches a fault.
 */
async function matrix(flags: FaultsFlags, io: Io): Promise<ExitCode> {
  const effort = parseWord({ text: flags.effort ?? 'standard', from: '--effort' }, ['quick', 'standard', 'thorough']);
  const first = parseInteger({ text: flags.seed ?? '1', from: '--seed' }, 0, 2 ** 31);
  const count = parseInteger({ text: flags.seeds ?? '3', from: '--seeds' }, 1, 1_000);
  const seeds = Array.from({ length: count }, (_, n) => first + n);
  const chosen = choose(flags.match ?? []);
  const engine = await loadEngine();
  const requirements = engine.requirements().map(({ id }) => id);
  const only = flags.only ?? [];
  checkChoice({ only, skip: [] }, requirements);
  const workers = startWorkers();
  const stop = new AbortController();
  const unlisten = onStopSignals({
    first: () => {
      stop.abort();
      workers.stop();
    },
    second: () => process.exit(130),
  });
  try {
    const rows = await killMatrix(chosen, {
      effort,
      seeds,
      only,
      judge: (task) => workers.judge(task),
      width: workers.width,
      signal: stop.signal,
      onRow: (row, done) =>
        void io.stderr.write(`${done}/${chosen.length} ${renderRow(row, createPaint(io.stderr.colour))}\n`),
    });
    const totals = matrixTotals(rows, requirements);
    const whole = flags.match === undefined && only.length === 0 && !stop.signal.aborted;
    const text =
      flags.json === true
        ? jsonText(matrixJson(rows, requirements, totals, { effort, seeds }), 1)
        : renderMatrix(rows, totals, whole, createPaint(io.stdout.colour));
    await io.stdout.write(text);
    if (stop.signal.aborted) return 130;
    return rows.every(({ right }) => right) && (!whole || totals.unproven.length === 0) ? 0 : 1;
  } finally {
    unlisten();
    await workers.close();
  }
}

function choose(globs: readonly string[]): readonly Subject[] {
  const all = subjects();
  const chosen = globs.length === 0 ? all : all.filter(({ id }) => matchesAny(globs, id));
  if (chosen.length === 0)
    throw new UserError(`no fault or variant matches ${globs.join(', ')}`, 'See faults --list for their ids.');
  return chosen;
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
