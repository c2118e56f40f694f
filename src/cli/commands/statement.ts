import { statementOf } from '../../compare/statement.js';
import { statementMarkdown, statementText } from '../../compare/statement-text.js';
import { parseReport, readReportText } from '../../report/read-report.js';
import { visible } from '../../report/safe-text.js';
import { printInForm, refuseBoth, type FormFlags } from '../form.js';
import type { Io } from '../io.js';
import type { ExitCode } from '../exit-code.js';

/** Options of `statement`. */
export interface StatementFlags extends FormFlags {
  readonly productVersion?: string;
}

/** Prints the conformance statement that a report allows. */
export async function statementCommand(path: string, flags: StatementFlags, io: Io): Promise<ExitCode> {
  refuseBoth(flags);
  const { file, text } = await readReportText(path);
  const version = (flags.productVersion ?? '').trim();
  const statement = statementOf(parseReport(text, file), text, version === '' ? null : version);
  await printInForm(io.stdout, flags, {
    data: statement,
    markdown: () => statementMarkdown(statement),
    text: () => statementText(statement, visible),
  });
  return 0;
}
