import { clauseText } from '../../shared/clause-text.js';
import { UserError } from '../../shared/errors.js';
import { matchesAny } from '../../shared/glob.js';
import { didYouMean } from '../../shared/nearest.js';
import { createPaint, type Paint } from '../../report/paint.js';
import { commandLine } from '../../report/shell-words.js';
import { wrap } from '../../report/wrap.js';
import type { RequirementInfo } from '../../run/suite/describe.js';
import { type Io, readableWidth } from '../io.js';
import { loadRequirements } from '../load-engine.js';
import type { ExitCode } from '../exit-code.js';

const AT_MOST = 20;

/** Explains the requirement with an id, or those that a glob matches. Throws a UserError that names the nearest ids. */
export async function explainCommand(id: string, io: Io): Promise<ExitCode> {
  const found = findRequirements(await loadRequirements(), id);
  const paint = createPaint(io.stdout.colour);
  const shown = found.slice(0, AT_MOST).map((info) => explainRequirement(info, paint, readableWidth(io.stdout)));
  const left = found.length - shown.length;
  const more = left > 0 ? `\n… and ${left} more; narrow the glob, or see: vpcep-contract list\n` : '';
  await io.stdout.write(`${shown.join('\n')}${more}`);
  return 0;
}

/**
 * Returns the requirement with exactly this id, else those that match it as a glob. Throws a UserError if there are
 * none.
 */
export function findRequirements(requirements: readonly RequirementInfo[], id: string): readonly RequirementInfo[] {
  const exact = requirements.filter((info) => info.id === id);
  if (exact.length > 0) return exact;
  const matching = requirements.filter((info) => matchesAny([id], info.id));
  if (matching.length > 0) return matching;
  const ids = requirements.map((info) => info.id);
  throw new UserError(
    `there is no requirement ${JSON.stringify(id)}${didYouMean(id, ids)}`,
    'See them all with: vpcep-contract list',
  );
}

/** Formats all that is known of a requirement, for people. */
export function explainRequirement(info: RequirementInfo, paint: Paint, width: number): string {
  const row = (label: string, text: string) =>
    wrap(text, width - 12).map((line, index) => (index === 0 ? label.padEnd(12) : ' '.repeat(12)) + line);
  const lines = [
    paint.bold(info.id),
    ...row('says', info.says),
    ...row('level', `${info.level} (${LEVELS[info.level]})`),
    ...row('clause', clauseText(info.clause)),
    ...row('basis', BASES[info.basis]),
    ...row('reading', info.reading ?? 'none: the document says so itself'),
    ...row(
      'needs',
      [...info.needs, ...(info.asks === null ? [] : [info.asks])].join(', ') || 'nothing beyond a service',
    ),
    ...row('conforms', info.conforms),
    ...row('breaches', info.breaches),
    ...(info.example === null ? [] : [`${'example'.padEnd(12)}${info.example}`]),
    `${'judge it'.padEnd(12)}${commandLine('run', '--only', info.id)}`,
  ];
  return `${lines.join('\n')}\n`;
}

const LEVELS = {
  MUST: 'a breach makes a run non-conformant',
  SHOULD: 'a breach counts with --strict',
  MAY: 'a breach is only reported',
} as const;

const BASES = {
  documented: "the document's own words",
  schema: "the document's tables, as a schema",
  protocol: 'what requests rest on: an RFC of HTTP or JSON, or the rules for signing them',
  sanity: 'plain sanity: no document says so',
} as const;
