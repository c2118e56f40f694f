import { Command, CommanderError } from 'commander';
import { type MockFlags, mockOptions } from '../config/mock-options.js';
import {
  allOptions,
  comparingOptions,
  fileOptions,
  type Flags,
  rejudgingOptions,
  runOptions,
  targetOptions,
} from '../config/options.js';
import { packageVersion } from '../shared/version.js';
import { addConfigured, addEnvFile, addOptions, addOwnOptions } from './add-options.js';
import { described, repeatable } from './described-option.js';
import type { ConfigFlags } from './commands/config.js';
import type { CompareFlags } from './commands/compare.js';
import type { ReplayFlags } from './commands/replay.js';
import type { RestoreFlags } from './commands/restore.js';
import type { StatementFlags } from './commands/statement.js';
import type { MergeFlags } from './commands/merge.js';
import type { DiffFlags } from './commands/diff.js';
import type { PairFlags } from './pair-flags.js';
import type { ExitCode } from './exit-code.js';
import type { FaultsFlags } from './commands/faults.js';
import type { ReportFlags } from './commands/report.js';
import type { Io } from './io.js';
import { guarded } from './guarded.js';
import { EXAMPLES, PAIR_NOTES, RUN_NOTES } from './help.js';
import { tellError, tellFailure } from './tell-error.js';

const TRUST = 'take the target from the report even if nothing else names it: it gets your credentials';
const NAMED = `A report may come from anyone, so credentials are sent only to a URL that --url,
VPCEP_TARGET or the configuration file names, unless --trust-report is given.`;
const AS_JSON = ['--json', 'print JSON'] as const;
const AS_MARKDOWN = ['--markdown', 'print Markdown'] as const;

/**
 * Runs one command line and returns its exit code; never rejects. The modules of a command are loaded only when it is
 * chosen, so that help is fast.
 */
export async function runProgram(args: readonly string[], streams: Io): Promise<ExitCode> {
  const io = guarded(streams);
  let code: ExitCode = 0;
  const printed: Promise<void>[] = [];
  const ended = (result: ExitCode): void => {
    code = result;
  };
  const program = createProgram(io, ended, (written) => printed.push(written));
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      await Promise.all(printed);
      if (error.exitCode === 0) return 0;
      await tellFailure(error.message, args, io);
      return 2;
    }
    await tellError(error, args, io);
    return 2;
  }
}

/** Returns the program with all its commands. `end` gets an exit code, `print` what is being written. */
export function createProgram(io: Io, end: (code: ExitCode) => void, print: (written: Promise<void>) => void): Command {
  const program = new Command('vpcep-contract')
    .description('Judges whether a running endpoint keeps the contract of UpdateEndpointService.')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => print(io.stdout.write(text)),
      writeErr: (text) => print(io.stderr.write(text)),
      getOutHelpWidth: () => Math.min(io.stdout.columns, 110),
      getErrHelpWidth: () => Math.min(io.stderr.columns, 110),
    })
    .addHelpText('after', EXAMPLES)
    .hook('preAction', async (_, command) => {
      const { envFile } = command.opts<{ envFile?: readonly string[] }>();
      if (envFile === undefined) return;
      const { readEnvFiles } = await import('./env-file.js');
      await readEnvFiles(envFile, io);
    });

  addConfigured(program.command('run'), { ...fileOptions, ...allOptions })
    .description('judge a target; without --url, the embedded mock')
    .addHelpText('after', RUN_NOTES)
    .action(async (flags: Flags) => {
      const { runCommand } = await import('./commands/run.js');
      end(await runCommand(flags, io));
    });

  const doctor = program
    .command('doctor')
    .description('check a target before it is judged: network, credentials, services; changes nothing')
    .option(...AS_JSON);
  addConfigured(doctor, { ...fileOptions, ...targetOptions })
    .addHelpText('after', '\nIf the target does not serve GET, its state is read with an empty update, as in a run.\n')
    .action(async (flags: Flags) => {
      const { doctorCommand } = await import('./commands/doctor.js');
      end(await doctorCommand(flags, io));
    });

  program
    .command('list')
    .description('list the requirements of the contract')
    .option('--violations', 'list only those whose requests break a schema')
    .option('--coverage', 'list the rows of the document and the readings, with the requirements that judge each')
    .option(...AS_JSON)
    .action(async (flags: { violations?: boolean; coverage?: boolean; json?: boolean }) => {
      const { listCommand } = await import('./commands/list.js');
      end(await listCommand(flags, io));
    });

  program
    .command('explain')
    .description('explain a requirement: clause, reading, an example, what conforms and what does not')
    .argument('<id>', 'id of a requirement, a chapter, or a glob')
    .action(async (id: string) => {
      const { explainCommand } = await import('./commands/explain.js');
      end(await explainCommand(id, io));
    });

  const replay = program
    .command('replay')
    .description('resend a recorded case, those of a cause, or all that failed, and judge them')
    .argument('<report>', 'report.json of a run, or its folder')
    .argument('[case]', 'case as the report names it, such as effect/atomic#3')
    .option('--cause <n>', 'resend the cases of a cause, by its number or id; only some of many similar ones')
    .option('--failed', 'resend all cases that failed')
    .option('--trust-report', TRUST)
    .option(...AS_JSON);
  addConfigured(replay, { ...fileOptions, ...targetOptions })
    .addHelpText(
      'after',
      `\nIf you name the URL of the report, you need not repeat its project and services.\n${NAMED}\n`,
    )
    .action(async (report: string, caseId: string | undefined, flags: ReplayFlags) => {
      const { replayCommand } = await import('./commands/replay.js');
      end(await replayCommand(report, caseId, flags, io));
    });

  program
    .command('compare')
    .description('list the changes between two reports')
    .argument('<old>', 'report.json of the earlier run, or its folder')
    .argument('<new>', 'report.json of the later run, or its folder')
    .option('--gate', 'exit with 1 if the later report is a regression')
    .option(...AS_MARKDOWN)
    .option(...AS_JSON)
    .action(async (older: string, newer: string, flags: CompareFlags) => {
      const { compareCommand } = await import('./commands/compare.js');
      end(await compareCommand(older, newer, flags, io));
    });

  program
    .command('statement')
    .description('print the conformance statement that a report allows')
    .argument('<report>', 'report.json of a run, or its folder')
    .option('--product-version <version>', 'version of the product that was judged')
    .option(...AS_MARKDOWN)
    .option(...AS_JSON)
    .action(async (report: string, flags: StatementFlags) => {
      const { statementCommand } = await import('./commands/statement.js');
      end(await statementCommand(report, flags, io));
    });

  addOptions(program.command('rejudge'), rejudgingOptions)
    .description('judge a recorded run again without sending requests: under other readings, or with a newer version')
    .argument('<report-dir>', 'report folder of that run')
    .action(async (reportDir: string, flags: Flags) => {
      const { rejudgeCommand } = await import('./commands/rejudge.js');
      end(await rejudgeCommand(reportDir, flags, io));
    });

  const restore = program
    .command('restore')
    .description('put back the services that a run has changed, and read them to confirm it')
    .argument('<report-dir>', 'report folder of that run')
    .option('--trust-report', TRUST);
  addConfigured(restore, { ...fileOptions, ...targetOptions })
    .addHelpText(
      'after',
      `\nIf you name the URL of that run, you need not repeat its project and services.\n${NAMED}\n`,
    )
    .action(async (reportDir: string, flags: RestoreFlags) => {
      const { restoreCommand } = await import('./commands/restore.js');
      end(await restoreCommand(reportDir, flags, io));
    });

  program
    .command('report')
    .description('render a report again, by default in every format into its folder')
    .argument('<report>', 'report.json of a run, or its folder')
    .option('--html <file>', 'write one HTML page')
    .option('--markdown <file>', 'write Markdown, for the summary of a job or a comment on a pull request')
    .option('--junit <file>', 'write JUnit XML')
    .option('--ctrf <file>', 'write the Common Test Report Format')
    .option('--har <file>', 'write the exchanges of failures as an HTTP Archive')
    .addHelpText('after', '\nThe file - is stdout.\n')
    .action(async (report: string, flags: ReportFlags) => {
      const { reportCommand } = await import('./commands/report.js');
      end(await reportCommand(report, flags, io));
    });

  const diff = program
    .command('diff')
    .description('send the same cases to two targets, and report where their answers differ')
    .option(...AS_MARKDOWN)
    .option(...AS_JSON);
  addEnvFile(addOptions(diff, comparingOptions, targetOptions))
    .addHelpText('after', PAIR_NOTES)
    .action(async (flags: PairFlags & DiffFlags) => {
      const { diffCommand } = await import('./commands/diff.js');
      end(await diffCommand(flags, io));
    });

  program
    .command('merge')
    .description('merge the reports of the shards of a run; exits as that run would have')
    .argument('<report-dir...>', 'report folder of each shard')
    .addOption(described('--report-dir <folder>', 'where the merged report is written', 'reports/merged'))
    .option('--quiet', 'print only the verdict and its reasons')
    .option('--verbose', runOptions.verbose.says)
    .option('--json', runOptions.json.says)
    .action(async (reportDirs: readonly string[], flags: MergeFlags) => {
      const { mergeCommand } = await import('./commands/merge.js');
      end(await mergeCommand(reportDirs, flags, io));
    });

  const config = program
    .command('config')
    .description('show the effective options and where each comes from; takes the options of run')
    .option('--show', 'show the effective options; what the command does by itself')
    .option('--schema', 'print the JSON Schema of the configuration file');
  addConfigured(config, { ...fileOptions, ...allOptions })
    .addHelpText('after', '\nSecrets are masked. --json gives the same as data.\n')
    .action(async (flags: ConfigFlags) => {
      const { configCommand } = await import('./commands/config.js');
      end(await configCommand(flags, io));
    });

  addConfigured(addOwnOptions(program.command('mock'), mockOptions), { config: fileOptions.config })
    .description('serve the embedded mock by itself until it is stopped')
    .action(async (flags: MockFlags) => {
      const { mockCommand } = await import('./commands/mock.js');
      end(await mockCommand(flags, io));
    });

  program
    .command('faults')
    .description('list what the embedded mock can do wrong, or prove that each fault is caught')
    .option('--list', 'list faults and conforming variants; what the command does by itself')
    .option('--matrix', 'judge every fault and every variant, and show which requirements catch what')
    .addOption(
      repeatable(
        '--match <glob>',
        'with --matrix: judge only faults and variants whose id matches; requirements need not catch one then',
      ),
    )
    .addOption(repeatable('--only <glob>', 'with --matrix: judge by matching requirements alone'))
    .addOption(described('--effort <effort>', 'with --matrix: quick, standard or thorough', 'standard'))
    .addOption(described('--seed <n>', 'with --matrix: seed of the runs', '1'))
    .addOption(described('--seeds <n>', 'with --matrix: number of seeds for each variant, from --seed on', '3'))
    .option(...AS_JSON)
    .action(async (flags: FaultsFlags) => {
      const { faultsCommand } = await import('./commands/faults.js');
      end(await faultsCommand(flags, io));
    });

  program.command('matrix-worker', { hidden: true }).action(async () => {
    const { matrixWorkerCommand } = await import('./commands/matrix-worker.js');
    await matrixWorkerCommand();
  });
  return program;
}
