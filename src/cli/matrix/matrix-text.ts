import type { Paint } from '../../report/paint.js';
import { plural } from '../../report/plural.js';
import type { MatrixRow } from './kill-matrix.js';
import { isAccused, type MatrixTotals } from './matrix-totals.js';

/** Formats one row of the matrix. */
export function renderRow({ kind, id, right, failed, runs }: MatrixRow, paint: Paint): string {
  const wrong = kind === 'fault' ? 'MISSED' : isAccused({ runs }) ? 'ACCUSED' : 'UNJUDGED';
  const outcome = right ? paint.green(kind === 'fault' ? 'caught' : 'clean') : paint.red(wrong);
  const verdicts = [...new Set(runs.map(({ verdict }) => verdict))].join(', ');
  const by =
    failed.length === 0
      ? ''
      : `: ${failed.slice(0, 3).join(', ')}${failed.length > 3 ? ` and ${failed.length - 3} more` : ''}`;
  return `${outcome} ${kind} ${id} (${verdicts}${by})`;
}

/** Formats a wrong row, with what is needed to investigate it. */
function renderWrong({ kind, id, says, caughtBy, failed, runs }: MatrixRow): string[] {
  return [
    `  ${kind} ${id}: ${says}`,
    ...(kind === 'fault'
      ? [`    must fail ${caughtBy.join(' and ')}; failed ${failed.join(', ') || 'nothing'}`]
      : runs
          .filter(({ verdict }) => verdict !== 'conformant')
          .flatMap(({ seed, verdict, failed: own, notJudged, because, evidence }) => [
            `    seed ${seed}: ${verdict}: ${[...own, ...notJudged].join(', ') || because.join('; ')}`,
            ...evidence.map(
              ({ case: id, expected, received }) =>
                `      ${id}\n        expected ${expected}\n        received ${received}`,
            ),
          ])),
  ];
}

/** Formats the matrix as text: what catches what, what went wrong, which requirements are unproven, then the totals. */
export function renderMatrix(rows: readonly MatrixRow[], totals: MatrixTotals, whole: boolean, paint: Paint): string {
  const wrong = rows.filter(({ right }) => !right);
  const lines = [
    ...rows.map((row) => renderRow(row, paint)),
    '',
    ...(wrong.length === 0 ? [] : [paint.red('Wrong:'), ...wrong.flatMap(renderWrong), '']),
    ...(whole ? proofLines(totals, paint) : []),
    `${totals.faultsCaught} of ${totals.faults} faults caught where they must be; of ${totals.variants} variants ${totals.variantsAccused} accused, ${totals.variantsUnjudged} not judged in full.`,
    ...(totals.caughtWithin.length === 0
      ? []
      : [
          `Caught by the first requests of a run: ${totals.caughtWithin.map(({ requests, faults }) => `${faults} by ${requests}`).join(', ')}.`,
        ]),
    `${plural(totals.runs, 'run')}, ${plural(totals.requests, 'request')}.`,
  ];
  return `${lines.join('\n')}\n`;
}

function proofLines({ unproven, notExercised }: MatrixTotals, paint: Paint): string[] {
  return [
    ...(notExercised.length === 0
      ? []
      : ['Not exercised:', ...notExercised.map(({ id, reason }) => `  ${id}: ${reason}`), '']),
    ...(unproven.length === 0
      ? ['Every other requirement catches a fault.'.replace(notExercised.length === 0 ? 'other ' : '', '')]
      : [
          paint.red(`No fault is caught by ${plural(unproven.length, 'requirement')}:`),
          ...unproven.map((id) => `  ${id}`),
        ]),
    '',
  ];
}
