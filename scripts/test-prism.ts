/**
 * Judges Prism, serving the OpenAPI document of this project, against its known failures
 * (`examples/prism/known-failures.yaml`). Exits with 0 if nothing else fails and everything listed still does. Takes
 * further options of `run`, such as `--update-known`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../src/report/report.js';
import { buildWhereStale, main, root } from './built-program.js';

const known = join(root, 'examples', 'prism', 'known-failures.yaml');
const reportDir = mkdtempSync(join(tmpdir(), 'prism-'));

/** Starts Prism and waits until it answers. */
async function servePrism(port: number): Promise<() => Promise<void>> {
  const prism = createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js');
  const openapi = join(root, 'openapi', 'update-endpoint-service.yaml');
  const args = [prism, 'mock', openapi, '--port', String(port), '--host', '127.0.0.1', '--verboseLevel', 'silent'];
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: { ...process.env, NODE_ENV: 'production' } });
  for (let n = 0; n < 300; n += 1) {
    if (await answers(port)) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return async () => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  };
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A project and the service of its example; Prism accepts any token. */
const target = {
  VPCEP_PROJECT_ID: '6e9dfd51d1124e8d8498dce894923a0d',
  VPCEP_SERVICE_ID: '4189d3c2-8882-4871-a3c2-d380272eed83',
  VPCEP_TOKEN: 'any-token-will-do-for-prism',
};

buildWhereStale();
const port = await freePort();
const stop = await servePrism(port);
try {
  // A malformed Accept, or a path that does not encode UTF-8, ends the process of Prism, and with it the run.
  const skipped = ['headers/accept-malformed', 'headers/accept-near', 'path/service-no-uuid'].flatMap((id) => [
    '--skip',
    id,
  ]);
  const options = [
    '--seed',
    '1',
    '--effort',
    'quick',
    '--known-failures',
    known,
    '--report-dir',
    reportDir,
    ...skipped,
  ];
  const child = spawn(
    process.execPath,
    [main, 'run', '--url', `http://127.0.0.1:${port}`, ...options, ...process.argv.slice(2)],
    { stdio: 'inherit', env: { ...process.env, ...target } },
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  const report = JSON.parse(readFileSync(join(reportDir, 'report.json'), 'utf8')) as Report;
  const count = (kind: string): number => report.requirements.filter(({ verdict }) => verdict.kind === kind).length;
  const asKnown = report.requirements.filter(({ known: entry }) => entry !== undefined).length;
  console.log(
    `Prism: ${count('passed')} requirements passed, ${asKnown} failed as known, ` +
      `${count('failed') - asKnown} failed without deciding, ${count('not-exercised')} not exercised, ${count('not-judged')} not judged`,
  );
  process.exitCode = code ?? 2;
} finally {
  await stop();
  rmSync(reportDir, { recursive: true });
}
