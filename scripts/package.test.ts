import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './built-program.js';
import { libraryExamples } from './readme-blocks.js';

/** An empty project outside the checkout, with only the package installed. */
const project = mkdtempSync(join(tmpdir(), 'package-'));
afterAll(() => rmSync(project, { recursive: true }));

const examples = libraryExamples();

/** Paths of the files in the package. */
let packedFiles: readonly string[] = [];

interface Ran {
  readonly code: number | null;
  readonly out: string;
}

function ran(command: string, ...args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: project,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VPCEP_|VITEST)/.test(name))),
  });
  return { code: status, out: `${stdout}${stderr}` };
}

beforeAll(() => {
  const packed = spawnSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', project], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const [pack] = JSON.parse(packed.stdout) as [
    { filename: string; unpackedSize: number; files: readonly { path: string }[] },
  ];
  const { filename, unpackedSize } = pack;
  packedFiles = pack.files.map(({ path }) => path);
  expect(unpackedSize).toBeLessThan(1_500_000);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }));
  const installed = ran('npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', `./${filename}`);
  expect(installed.code, installed.out).toBe(0);
  // What a user of the Vitest binding has installed, and what runs and checks the examples.
  for (const tool of ['vitest', 'tsx', 'typescript', '@types'])
    symlinkSync(join(root, 'node_modules', tool), join(project, 'node_modules', tool), 'junction');
  const compilerOptions = {
    module: 'NodeNext',
    target: 'ES2022',
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  for (const { name, text } of examples) writeFileSync(join(project, name), text);
});

describe('the package in a project of its own', () => {
  it('has examples in the documents', () => {
    expect(examples.map(({ name }) => name)).toEqual(['contract.test.ts', 'judge.ts', 'vpcep.config.ts']);
  });

  it('holds what its exports, its bin and its licence name, and no test', () => {
    expect(packedFiles).toEqual(
      expect.arrayContaining([
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'dist/cli.js',
        'dist/index.js',
        'dist/index.d.ts',
        'dist/vitest.js',
        'dist/vitest.d.ts',
        'openapi/update-endpoint-service.yaml',
        'dist/report.schema.json',
      ]),
    );
    expect(packedFiles.filter((path) => path.includes('.test.'))).toEqual([]);
  });

  it('runs from the command line', () => {
    const { code, out } = ran('npx', 'vpcep-contract', 'run', '--only', 'methods', '--effort', 'quick', '--seed', '1');
    expect(out).toContain('CONFORMANT');
    expect(code).toBe(0);
  });

  it('takes a configuration in TypeScript, and exports its documents', () => {
    const { code, out } = ran('npx', 'vpcep-contract', 'config', '--show', '--config', 'vpcep.config.ts');
    expect(out).toMatch(/^File: vpcep\.config\.ts, target local/);
    expect(code).toBe(0);
    const documents = ['update-endpoint-service.yaml', 'readings.yaml', 'error-codes.yaml'];
    const resolved = documents.map((name) => `import.meta.resolve('vpcep-contract/openapi/${name}')`);
    const found = ran('node', '--input-type=module', '-e', `console.log(${resolved.join(', ')})`);
    for (const name of documents) expect(found.out).toContain(`/openapi/${name}`);
  });

  it('has types that hold for the examples, its own included', () => {
    const { code, out } = ran('node', 'node_modules/typescript/bin/tsc');
    expect(out).toBe('');
    expect(code).toBe(0);
  });

  it('judges a faulty mock and gives bodies, as the example shows', () => {
    const { code, out } = ran('node', '--import', 'tsx', 'judge.ts');
    expect(out).toContain('non-conformant [');
    expect(out).toContain("'request-body/service_name/accepts/maxLength/most'");
    expect(out).toContain('service_name of 17 characters');
    expect(code).toBe(0);
  });

  it('makes a test of each requirement in Vitest', () => {
    const { code, out } = ran(
      'node',
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=json',
      '--outputFile=tests.json',
    );
    expect(code, out).toBe(0);
    const { numPassedTests, testResults } = JSON.parse(readFileSync(join(project, 'tests.json'), 'utf8')) as {
      numPassedTests: number;
      testResults: readonly { assertionResults: readonly { title: string }[] }[];
    };
    expect(numPassedTests).toBeGreaterThan(50);
    // The page says that `-t methods/post` selects one.
    const titles = testResults.flatMap(({ assertionResults }) => assertionResults.map(({ title }) => title));
    expect(titles.filter((title) => title.includes('methods/post'))).toHaveLength(1);
  });
});
