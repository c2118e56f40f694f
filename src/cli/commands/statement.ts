import { statementOf } from '../../compare/statement.js';
import { statementMarkdown, statementText } from '../../compare/statement-text.js';
import { parseReport, readReportText } from '../../report/read-report.js';
import { visible } from '../../report/safe-text.js';
import type { Io } from '../io.js';
import type { ExitCode } from '../program.js';
import { refuseBoth } from './compare.js';

/** Options of `statement`. */
export interface StatementFlags {
  readonly productVersion?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** Prints the conformance statement that a report allows. */
export async function statementCommand(path: string, flags: StatementFlags, io: Io): Promise<ExitCode> {
  refuseBoth(flags);
  const { file, text } = await readReportText(path);
  const version = (flags.productVersion ?? '').trim();
  const statement = statementOf(parseReport(text, file), text, version === '' ? null : version);
  if (flags.json === true) await io.stdout.write(`${JSON.stringify(statement, null, 1)}\n`);
  else if (flags.markdown === true) await io.stdout.write(statementMarkdown(statement));
  else await io.stdout.write(statementText(statement, visible));
  return 0;
}
