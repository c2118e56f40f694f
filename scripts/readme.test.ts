import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCaptured } from '../src/cli/captured.fixture.js';
import { root, serve, type Served, shell, type ShellResult } from './built-program.js';
import { visibleCommands } from './commands-text.js';
import { type Block, fencedBlocks, missingFrom, section, withCountsOf } from './readme-blocks.js';

const read = (name: string): string => readFileSync(join(root, name), 'utf8').replaceAll('\r\n', '\n');
/** The pages in the order in which a reader follows them: each builds on the exports of those before it. */
const pages = [
  'README.md',
  ...['target', 'configuration', 'verdicts', 'commands', 'ci', 'library', 'extending'].map((page) => `docs/${page}.md`),
];
type Shown = Block & { readonly page: string };
const blocks = pages.flatMap((page): Shown[] => fencedBlocks(read(page)).map((block) => ({ ...block, page })));
const readme = read('README.md');
const manual = read('docs/commands.md');
const commands = blocks.filter(({ language }) => language === 'sh');
const quotedAfter = (block: Shown): string | null => {
  const next = blocks[blocks.indexOf(block) + 1];
  return next?.language === 'text' && next.marks.includes('output') ? next.text : null;
};

/** What `mock --json` prints. */
interface MockDescription {
  readonly url: string;
  readonly projectId: string;
  readonly serviceIds: readonly [string, string];
  readonly siblingServiceId: string;
  readonly token: string;
  readonly foreignToken: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly portIds: readonly [string, string];
}

const folder = mkdtempSync(join(tmpdir(), 'readme-'));
cpSync(join(root, 'reports', 'example'), join(folder, 'reports', 'example'), { recursive: true });
const served: Served[] = [];
/** The target that stands for the reader's own. */
let target: MockDescription;

beforeAll(async () => {
  const mock = await serve(['mock', '--json', '--seed', '2'], /^\{/);
  served.push(mock);
  target = JSON.parse(mock.out) as MockDescription;
});

afterAll(async () => {
  for (const mock of served) await mock.stop();
  rmSync(folder, { recursive: true });
});

/** Replaces the made-up addresses of the README by those of a running mock. */
function filledIn(text: string): string {
  const values: readonly (readonly [madeUp: string, real: string])[] = [
    ['https://vpcep.staging.example.com', target.url],
    ['6e9dfd51d1124e8d8498dce894923a0d', target.projectId],
    ['4189d3c2-8882-4871-a3c2-d380272eed88', target.serviceIds[0]],
    ['5fd0bc4e-8b44-4a67-bd2c-4d7ba4b1d8a4', target.serviceIds[1]],
    ['b0e22f6e-26f4-461c-b140-d873464d4fa0', target.siblingServiceId],
    ['f56c2c3f-7fb1-4f79-a31d-bd56a9f7c1a0', target.portIds[0]],
    ['9e7a4f6d-3f3a-4b1c-8a52-6a0c7f1a2b4d', target.portIds[1]],
    ['a-token-of-another-project', target.foreignToken],
    ['the-token', target.token],
    ['the-access-key', target.accessKey],
    ['the-secret-key', target.secretKey],
  ];
  return values.reduce((filled, [madeUp, real]) => filled.replaceAll(madeUp, real), text);
}

describe('the README and the pages that it leads to', () => {
  /** What a reader has exported so far, and for the mock of the README. */
  let exported = '';
  let exportedForFaulty = '';

  it.for(commands.map((block) => [block.page, block.line, block.text.split('\n')[0] ?? '', block] as const))(
    '%s, line %i: %s',
    async ([, , , block]) => {
      const [mark = ''] = block.marks;
      const quoted = quotedAfter(block);
      if (mark === 'serve') {
        const args = block.text.replace('--port 8080', '--port 0').split(' ').slice(2);
        const mock = await serve(args, /^ {2}npx vpcep-contract run$/);
        served.push(mock);
        exported = exportedForFaulty = exportsIn(mock.out);
        expectQuoted(block.page, quoted ?? '', mock.out);
        return;
      }
      if (mark === '') return expect(ranElsewhere).toHaveProperty([block.text]);
      const lines = filledIn(block.text);
      // A reader who selects a target from a file has no variables of another one.
      if (/^export \w*_(?:TOKEN|AK)=|--env-file/m.test(lines)) exported = '';
      const named = Object.entries(filesOf).filter(([option]) => lines.includes(option));
      for (const [, name] of named) writeFileSync(join(folder, name), filledIn(fileNamed(name)));
      const before = block.marks.includes('faulty') ? exportedForFaulty : exported;
      const { code, out, err } = ranOnce(`${before}${lines}`, block.marks.includes('narrow'));
      for (const [, name] of named) rmSync(join(folder, name));
      // A command whose target is named by flags exports nothing for the others.
      if (!lines.includes('--url')) exported += exportsIn(lines);
      expect({ mark: `exit=${code}`, err: code === 2 ? err : '' }).toEqual({ mark, err: '' });
      expectQuoted(block.page, quoted ?? '', out);
    },
  );

  const ran = new Map<string, ShellResult>();
  /** Runs lines; those that an earlier page shows just so, in the same state, have their result already. */
  function ranOnce(lines: string, narrow: boolean): ShellResult {
    const key = `${narrow} ${lines}`;
    const result = ran.get(key) ?? shell(lines, { cwd: folder, narrow });
    ran.set(key, result);
    return result;
  }

  /** Files that pages show, by the options with which the commands of these pages use them. */
  const filesOf = {
    '--target': 'vpcep.config.yaml',
    '--env-file': 'staging.env',
    '--known-failures': 'known-failures.yaml',
  };
  const fileNamed = (name: string): string => blocks.find(({ marks }) => marks[0] === name)?.text ?? '';

  /** Blocks that this file cannot run, each with the file of the project that runs it, and what that says. */
  const ranElsewhere: Readonly<Record<string, readonly [file: string, text: RegExp]>> = {
    'npm ci && npm test': ['.ci/run', /^check npm ci$[^]*^npm test /m],
    'npm install --save-dev git+https://git.example.com/you/vpcep-contract.git': [
      'scripts/test-install.ts',
      /npm install --save-dev \$\{repository\(/,
    ],
    [blocks.find(({ text }) => text.includes('docker run'))?.text ?? '']: ['scripts/test-image.ts', /docker run/],
  };

  it.for(Object.entries(ranElsewhere))('%s is run by the project itself', ([shown, [file, text]]) => {
    expect(commands.map((block) => block.text)).toContain(shown);
    expect(read(file)).toMatch(text);
  });

  it('has no block that nothing runs, compares or compiles', () => {
    const others: Readonly<Record<string, (block: Shown) => boolean>> = {
      sh: () => true,
      text: ({ marks }) => marks.length === 0 || marks[0] === 'output',
      yaml: ({ marks: [name = ''] }) => name === 'action' || Object.values(filesOf).includes(name),
      env: ({ marks: [name = ''] }) => Object.values(filesOf).includes(name),
      // scripts/package.test.ts compiles and runs those of the library; those of the sources are compared below.
      ts: ({ page, marks: [name] }) =>
        page === 'docs/extending.md' || (page === 'docs/library.md' && name !== undefined),
    };
    expect(blocks.filter((block) => others[block.language]?.(block) !== true)).toEqual([]);
  });

  it('leads to a job for GitLab that works as it stands', () => {
    const { script, variables } = jobIn(parse(read('examples/gitlab-ci.yml')));
    const env = Object.fromEntries(variables.map((name) => [name, realValue(name)]));
    // What the package starts in its own checkout is what npx starts elsewhere.
    const lines = script.join(' && ').replace('exec node dist/cli.js', 'npx vpcep-contract');
    const { code, out, err } = shell(lines, { cwd: folder, env, narrow: true });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^CONFORMANT /);
  });

  it.for([...visibleCommands()])('names no option that %s lacks', async ([command]) => {
    const options = optionsIn((await runCaptured([command, '--help'])).out);
    const byHand = withoutBlocks(section(manual, `## ${command}`)).replaceAll(/^<!-- \w+, [^]*?^<!-- end/gm, '');
    expect(optionsIn(byHand).filter((option) => !options.includes(option))).toEqual([]);
  });

  it('names every command, every variable and every exit code', async () => {
    const help = (await runCaptured(['--help'])).out;
    expect([...manual.matchAll(/^## (\w+)$/gm)].map(([, name]) => name)).toEqual([...visibleCommands().keys()]);
    const variables = (await runCaptured(['run', '--help'])).out.match(/VPCEP_\w+/g) ?? [];
    expect(variables.length).toBeGreaterThan(10);
    for (const variable of variables) expect(section(manual, '## run')).toContain(`\`${variable}\``);
    const codes = /^Exit codes: (.*)$/m.exec(help)?.[1]?.match(/\d+/g) ?? [];
    expect(codes).toHaveLength(4);
    for (const code of codes) {
      expect(section(readme, '## Exit codes')).toMatch(new RegExp(`^\\|[^|]+\\| ${code} +\\|`, 'm'));
    }
  });
});

/**
 * Compares an output that a page quotes with the real one, its counts too. With the variable `UPDATE_COUNTS`, writes the
 * real counts into the page.
 */
function expectQuoted(page: string, quoted: string, output: string): void {
  expect(missingFrom(output, quoted)).toBeNull();
  const counted = withCountsOf(output, quoted);
  if (process.env['UPDATE_COUNTS'] === undefined) return expect(quoted).toBe(counted);
  writeFileSync(
    join(root, page),
    read(page).replace(quoted, () => counted),
  );
}

function exportsIn(text: string): string {
  return [...text.matchAll(/^ *export .*$/gm)].map(([line]) => `${line}\n`).join('');
}

function optionsIn(text: string): string[] {
  return (text.match(/(?<![\w-])--[a-z][a-z-]+/g) ?? []).filter((option) => !['--help', '--version'].includes(option));
}

function withoutBlocks(markdown: string): string {
  return fencedBlocks(markdown).reduce((rest, { text }) => rest.replace(text, ''), markdown);
}

/** Returns the commands of a GitLab job, and the variables of this program that it sets. */
function jobIn(yaml: unknown): { readonly script: readonly string[]; readonly variables: readonly string[] } {
  type Job = { readonly script: readonly string[]; readonly variables: Readonly<Record<string, string>> };
  const { contract } = yaml as { readonly contract: Job };
  // GitLab passes masked variables to every job without naming them.
  return { script: contract.script, variables: [...Object.keys(contract.variables), 'VPCEP_TOKEN'] };
}

function realValue(variable: string): string {
  const values: Readonly<Record<string, string>> = {
    VPCEP_TARGET: target.url,
    VPCEP_PROJECT_ID: target.projectId,
    VPCEP_SERVICE_ID: target.serviceIds[0],
    VPCEP_TOKEN: target.token,
  };
  const value = values[variable];
  if (value === undefined) throw new Error(`${variable} has no value here`);
  return value;
}
