import { jsonText } from '../../report/json-text.js';
import { clauseText } from '../../shared/clause-text.js';
import { renderCoverage } from '../../report/coverage-text.js';
import { createPaint, type Paint } from '../../report/paint.js';
import type { RequirementInfo } from '../../run/suite/describe.js';
import type { Io } from '../io.js';
import { loadEngine, loadRequirements } from '../load-engine.js';
import type { ExitCode } from '../exit-code.js';

/** Lists the requirements in the order of the contract. */
export async function listCommand(
  flags: { violations?: boolean; coverage?: boolean; json?: boolean },
  io: Io,
): Promise<ExitCode> {
  if (flags.coverage === true) {
    const rows = (await loadEngine()).coverage();
    await io.stdout.write(flags.json === true ? jsonText(rows, 1) : renderCoverage(rows));
    return rows.some(({ requirements, reason }) => requirements.length === 0 && reason === null) ? 1 : 0;
  }
  const all = await loadRequirements();
  const listed = flags.violations === true ? all.filter(({ violation }) => violation) : all;
  if (flags.json === true) await io.stdout.write(jsonText(listed, 1));
  else await io.stdout.write(renderList(listed, createPaint(io.stdout.colour)));
  return 0;
}

/** Formats requirements as a table: level, basis, id, clause, reading and needs, with their sentence below the id. */
export function renderList(requirements: readonly RequirementInfo[], paint: Paint): string {
  const rows = requirements.map((info) => {
    const tags = [
      clauseText(info.clause),
      info.reading,
      info.needs.length === 0 ? null : `needs ${info.needs.join(', ')}`,
    ];
    const details = tags.filter((tag) => tag !== null).join('; ');
    return `${info.level.padEnd(6)} ${info.basis.padEnd(10)} ${paint.bold(info.id)}  ${paint.dim(`(${details})`)}\n${' '.repeat(18)}${info.says}`;
  });
  const level = (wanted: string) => requirements.filter((info) => info.level === wanted).length;
  const violations = requirements.filter(({ violation }) => violation).length;
  const counts = `${requirements.length} requirements: ${level('MUST')} MUST, ${level('SHOULD')} SHOULD, ${level('MAY')} MAY; ${violations} of them violations of a schema`;
  return `${[...rows, '', counts].join('\n')}\n`;
}
