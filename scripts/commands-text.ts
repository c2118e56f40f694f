import { format } from 'prettier';
import { processIo } from '../src/cli/io.js';
import { createProgram } from '../src/cli/program.js';
import { allOptions, fileOptions } from '../src/config/options.js';

const described = Object.values({ ...fileOptions, ...allOptions });

/** A table of options in the page, between comments of which the first names its command. */
const TABLE = /(<!-- The options of (\S+), written by `npm run coverage` -->)[^]*?(<!-- end -->)/g;

/** What Markdown would change in plain text: flags, globs, and names with underscores. */
const CODE = /(?<![\w`])(?:(?:faults )?--[a-z][\w-]*|[\w./-]*[*_][\w./*-]*)/g;

/**
 * Returns the page on commands, with each of its tables of options as `--help` of the command lists them.
 *
 * @throws Error for a table of a command that does not exist
 */
export async function commandsText(page: string): Promise<string> {
  const nothing = (): void => undefined;
  const { commands } = createProgram(processIo(process), nothing, nothing);
  const text = page.replace(TABLE, (_, begin: string, name: string, end: string) => {
    const command = commands.find((one) => one.name() === name);
    if (command === undefined) throw new Error(`docs/commands.md has a table of ${name}, which is no command`);
    const rows = command.options.filter(({ hidden }) => !hidden).map((one) => cellsOf(one, name === 'run'));
    // The variables of `run` serve all commands with a target; the page names them once.
    const columns = name === 'run' ? [0, 1, 2] : [0, 2];
    return [
      begin,
      '',
      ...[['Option', 'Variable', 'Meaning'], ['---', '---', '---'], ...rows].map(
        (cells) => `| ${columns.map((column) => cells[column]).join(' | ')} |`,
      ),
      '',
      end,
    ].join('\n');
  });
  return format(text, { parser: 'markdown', printWidth: 120 });
}

/** The option, its variable or nothing, and its meaning. */
function cellsOf(
  { flags, description }: { readonly flags: string; readonly description: string },
  named: boolean,
): string[] {
  const variable = (named ? described.find(({ flag }) => flag === flags)?.variable : null) ?? null;
  const repeats = description.endsWith(' (repeatable)');
  const meaning = description
    .replace(/ \(repeatable\)$/, repeats && variable !== null ? '; in the variable, separated by commas' : '')
    .replace(variable === null ? '' : ` (default: ${variable})`, '')
    .replace(/ \(default: ([^)]*)\)$/, '; default $1')
    .replaceAll('|', '\\|')
    .replace(CODE, '`$&`');
  return [`\`${flags}\`${repeats ? ' +' : ''}`, variable === null ? '' : `\`${variable}\``, meaning];
}
