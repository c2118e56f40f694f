import { Command, CommanderError } from 'commander';
import type { Flags } from '../config.js';
import { packageVersion } from '../version.js';
import { errorText, type Io } from './io.js';
import { EXAMPLES, VARIABLES_HELP } from './help.js';

/** How the program ends: conformant, non-conformant, could not judge (also bad usage and our errors), interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

/**
 * Runs one command line and returns its exit code; nothing is thrown. Modules of a command are loaded only when it is
 * chosen, so that help is there at once.
 */
export async function runProgram(args: readonly string[], io: Io): Promise<ExitCode> {
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
      return error.exitCode === 0 ? 0 : 2;
    }
    await io.stderr.write(errorText(error, io.stderr.colour));
    return 2;
  }
}

function createProgram(io: Io, end: (code: ExitCode) => void, print: (written: Promise<void>) => void): Command {
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
    .addHelpText('after', EXAMPLES);

  addRunOptions(addTargetOptions(program.command('run')))
    .description('judge a target; without --url, the embedded mock')
    .addHelpText('after', VARIABLES_HELP)
    .action(async (flags: Flags) => {
      const { runCommand } = await import('./commands/run.js');
      end(await runCommand(flags, io));
    });

  program
    .command('list')
    .description('list the requirements of the contract')
    .option('--violations', 'only those that break a schema')
    .option('--coverage', 'each row of the document and each reading, with the requirements that judge it')
    .option('--json', 'as JSON')
    .action(async (flags: { violations?: boolean; coverage?: boolean; json?: boolean }) => {
      const { listCommand } = await import('./commands/list.js');
      end(await listCommand(flags, io));
    });

  program
    .command('explain')
    .description('explain a requirement: clause, reading, an example, what conforms and what does not')
    .argument('<id>', 'id of a requirement, or a glob')
    .action(async (id: string) => {
      const { explainCommand } = await import('./commands/explain.js');
      end(await explainCommand(id, io));
    });

  addTargetOptions(program.command('replay'))
    .description('send a recorded case again and judge it')
    .argument('<report>', 'report.json of a run, or its folder')
    .argument('<case>', 'case as the report names it, such as effect/atomic#3')
    .option('--json', 'the result as JSON on stdout')
    .addHelpText('after', '\nWithout --url the target of the report is used, with the token of the environment.\n')
    .action(async (report: string, caseId: string, flags: Flags) => {
      const { replayCommand } = await import('./commands/replay.js');
      end(await replayCommand(report, caseId, flags, io));
    });

  addTargetOptions(program.command('restore'))
    .description('put back the services that a run has changed, and read them to prove it')
    .argument('<report-dir>', 'report folder of that run')
    .addHelpText('after', '\nThe target is the one that the folder names, with the token of the environment.\n')
    .action(async (reportDir: string, flags: Flags) => {
      const { restoreCommand } = await import('./commands/restore.js');
      end(await restoreCommand(reportDir, flags, io));
    });

  program
    .command('mock')
    .description('serve the embedded mock alone, until it is stopped')
    .option('--port <port>', 'port to listen on; 0 takes a free one', '0')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--services <n>', 'number of services that may be changed')
    .option('--latency <ms>', 'milliseconds that each reply takes')
    .option('--seed <n>', 'seed of what is random in it')
    .option('--fault <id>', 'misbehave (repeatable; see faults --list)', collect)
    .option('--variant <id>', 'behave in another conforming way (repeatable; see faults --list)', collect)
    .option('--json', 'print how to reach it as one line of JSON')
    .action(async (flags: MockFlags) => {
      const { mockCommand } = await import('./commands/mock.js');
      end(await mockCommand(flags, io));
    });

  program
    .command('faults')
    .description('list what the embedded mock can do wrong, or prove that each fault is caught')
    .option('--list', 'list faults and conforming variants (the default)')
    .option('--matrix', 'judge every fault and every variant, and show which requirements catch what')
    .option('--effort <effort>', 'quick, standard or thorough, for --matrix')
    .option('--seed <n>', 'seed, for --matrix')
    .option('--json', 'as JSON')
    .action(async (flags: FaultsFlags) => {
      const { faultsCommand } = await import('./commands/faults.js');
      end(await faultsCommand(flags, io));
    });
  return program;
}

/** Options of `mock`. */
export interface MockFlags {
  readonly port: string;
  readonly host: string;
  readonly services?: string;
  readonly latency?: string;
  readonly seed?: string;
  readonly fault?: readonly string[];
  readonly variant?: readonly string[];
  readonly json?: boolean;
}

/** Options of `faults`. */
export interface FaultsFlags {
  readonly list?: boolean;
  readonly matrix?: boolean;
  readonly effort?: string;
  readonly seed?: string;
  readonly json?: boolean;
}

function addTargetOptions(command: Command): Command {
  return command
    .option('--url <url>', 'target: what stands before /v1; a base path is kept')
    .option('--project-id <id>', 'project of the services')
    .option('--service-id <id>', 'service that may be changed (repeatable)', collect)
    .option('--sibling-service-id <id>', "service that shares the first one's port_id; only read")
    .option('--token-env <name>', 'variable that holds the token (default: VPCEP_TOKEN)')
    .option(
      '--foreign-token-env <name>',
      'variable that holds a token of another project (default: VPCEP_FOREIGN_TOKEN)',
    )
    .option('--port-id <id>', 'id that a service may take as its port_id (repeatable)', collect)
    .option('-H, --header <header>', "header to send with every request, 'Name: value' (repeatable)", collect)
    .option('--ca <file>', 'certificates to trust instead of the usual ones, in PEM')
    .option('--cert <file>', 'certificate of the client, in PEM')
    .option('--key <file>', "key of the client's certificate, in PEM")
    .option('--insecure', 'take any certificate of the target: whoever is in between can read the token')
    .option('--proxy <url>', 'http or https proxy (default: HTTPS_PROXY, HTTP_PROXY and NO_PROXY)')
    .option('--timeout <seconds>', 'time that one request may take (default: 5)')
    .option('--readings <profile>', 'document, or production for a region behind a gateway (default: document)');
}

function addRunOptions(command: Command): Command {
  return command
    .option('--effort <effort>', 'quick, standard or thorough (default: standard)')
    .option('--cases <n>', "randomly drawn cases per requirement (default: the effort's)")
    .option('--seed <n>', 'seed of everything random (default: drawn, and printed)')
    .option(
      '--only <glob>',
      'only requirements that match, such as effect or request-body/ports/* (repeatable)',
      collect,
    )
    .option('--skip <glob>', 'no requirements that match (repeatable)', collect)
    .option('--require <glob>', 'end with 2 if one that matches could not be exercised (repeatable)', collect)
    .option('--concurrency <n>', 'requests in flight at most; 1 is strictly sequential (default: 16)')
    .option('--strict', 'a failed SHOULD counts like a failed MUST')
    .option('--report-dir <folder>', 'where the report is written (default: reports/latest)')
    .option('--quiet', 'no progress, only the verdict and its reasons')
    .option('--verbose', 'every failure in full, every requirement by name')
    .option('--json', 'the report on stdout, everything else on stderr');
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
