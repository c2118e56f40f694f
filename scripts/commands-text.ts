import type { Command, Option } from 'commander';
import { DescribedOption } from '../src/cli/described-option.js';
import { processIo } from '../src/cli/io.js';
import { createProgram } from '../src/cli/program.js';
import { meaningOf, type Described } from '../src/config/option.js';
import { table, withParts } from './generated-parts.js';

/** The command with the options that others share. */
const SHARED = 'run';

/** What Markdown would change in plain text: flags, globs, files, and names with underscores. */
const CODE = /(?<![\w`])(?:(?:faults )?--[a-z][\w-]*|[\w-]+\.(?:yaml|json|\*)|[\w./-]*[*_][\w./*-]*)/g;

/** An argument or an option, as the page shows it. */
interface Row {
  readonly flags: string;
  readonly heading: string;
  readonly repeats: boolean;
  readonly says: string;
  readonly byDefault: string;
  readonly variable: string;
}

/** Returns the page on commands, with the arguments and options of every command as its `--help` lists them. */
export async function commandsText(page: string): Promise<string> {
  const commands = visibleCommands();
  const shared = optionsOf(commands.get(SHARED) as Command);
  const parts = [...commands].map(
    ([name, command]) => [name, [...usage(command), ...partOf(command, shared)]] as const,
  );
  return withParts(page, new Map([['commands', overview(commands)], ...parts]));
}

/** Returns the commands that help lists, by name. */
export function visibleCommands(): ReadonlyMap<string, Command> {
  const nothing = (): void => undefined;
  const program = createProgram(processIo(process), nothing, nothing);
  const visible = program.createHelp().visibleCommands(program);
  return new Map(visible.flatMap((command) => (command.name() === 'help' ? [] : [[command.name(), command]])));
}

function overview(commands: ReadonlyMap<string, Command>): readonly string[] {
  const rows = [...commands].map(([name, command]) => [`[\`${name}\`](#${name})`, asCode(command.description())]);
  return table(['Command', 'What it does'], rows);
}

function usage(command: Command): readonly string[] {
  return [`\`vpcep-contract ${command.name()} ${command.usage()}\``, ''];
}

/** Tables of what a command takes. What it shares with `run` is named only, with a link. */
function partOf(command: Command, shared: readonly Row[]): readonly string[] {
  const options = optionsOf(command);
  if (command.name() === SHARED)
    return headingsOf(shared).flatMap((heading) => [
      `### ${heading}`,
      '',
      ...tableOf(shared.filter((row) => row.heading === heading)),
      '',
    ]);
  const own = options.filter((row) => !shared.some((other) => isSame(row, other)));
  const taken = shared.filter((row) => options.some((other) => isSame(row, other)));
  return [...tableOf([...argumentsOf(command), ...own]), '', ...takenFrom(shared, taken)];
}

/** Names the options of `run` that a command takes as well: whole groups by their headings, others by their flags. */
function takenFrom(shared: readonly Row[], taken: readonly Row[]): readonly string[] {
  if (taken.length === 0) return [];
  if (taken.length === shared.length) return [`It also takes all options of [\`${SHARED}\`](#${SHARED}).`];
  const named = headingsOf(taken).map((heading) => {
    const group = shared.filter((row) => row.heading === heading);
    const [there, lacking] = [true, false].map((is) => namesOf(group.filter((row) => taken.includes(row) === is)));
    const link = `[${heading}](#${heading.toLowerCase()})`;
    if (lacking === '') return link;
    return group.filter((row) => taken.includes(row)).length * 2 > group.length
      ? `${link} without ${lacking ?? ''}`
      : `${there ?? ''} of ${link}`;
  });
  return [`It also takes these options of [\`${SHARED}\`](#${SHARED}): ${named.join('; ')}.`];
}

function namesOf(rows: readonly Row[]): string {
  return rows.map(({ flags }) => `\`${/--[\w-]+/.exec(flags)?.[0] ?? flags}\``).join(', ');
}

function headingsOf(rows: readonly Row[]): readonly string[] {
  return [...new Set(rows.map(({ heading }) => heading))];
}

function tableOf(rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return [];
  const columns = (
    [
      [
        rows[0]?.flags.startsWith('-') ? 'Option' : 'Argument or option',
        ({ flags, repeats }) => `\`${flags}\`${repeats ? ' +' : ''}`,
      ],
      ['Variable', ({ variable }) => variable],
      ['Default', ({ byDefault }) => byDefault],
      ['Meaning', ({ says }) => says],
    ] as readonly (readonly [title: string, cell: (row: Row) => string])[]
  ).filter(([, cell]) => rows.some((row) => cell(row) !== ''));
  return table(
    columns.map(([title]) => title),
    rows.map((row) => columns.map(([, cell]) => cell(row))),
  );
}

function argumentsOf({ registeredArguments }: Command): readonly Row[] {
  return registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return { ...NOTHING, flags: argument.required ? `<${name}>` : `[${name}]`, says: asCode(argument.description) };
  });
}

function optionsOf(command: Command): readonly Row[] {
  const visible: readonly Option[] = command.createHelp().visibleOptions(command);
  return visible
    .filter(({ long }) => long !== '--help')
    .map((option) => ({
      ...NOTHING,
      ...(option instanceof DescribedOption ? partsOf(option.parts) : { says: asCode(option.description) }),
      flags: option.flags,
      heading: (option.helpGroupHeading ?? '').replace(':', ''),
    }));
}

const NOTHING = { heading: '', repeats: false, byDefault: '', variable: '' };

function partsOf(parts: Described) {
  const { byDefault, takes, variable } = parts;
  const { enum: choices } = parts.schema;
  const says = meaningOf(parts);
  const named = variable === null ? '' : `\`${variable}\``;
  if (takes === 'secret') return { says: asCode(says), variable: named };
  return {
    repeats: takes === 'many',
    says: asCode(Array.isArray(choices) ? `${says}: ${choices.join(', ')}` : says),
    byDefault: asCode(byDefault ?? ''),
    variable: takes === 'many' && variable !== null ? `${named}, comma-separated` : named,
  };
}

function isSame(one: Row, other: Row): boolean {
  return one.flags === other.flags && one.says === other.says && one.byDefault === other.byDefault;
}

function asCode(text: string): string {
  return text.replaceAll('|', '\\|').replace(CODE, '`$&`');
}
