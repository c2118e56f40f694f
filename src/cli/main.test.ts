import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readReport } from '../report/read-report.js';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bin-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Starts the program as a process of its own. */
function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('VPCEP_'));
  return spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Everything that a process still prints, and how it ends. */
async function ended(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  const printed = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => (printed.out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (printed.err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...printed };
}

/** A server that takes connections and never answers. */
async function silentServer(): Promise<{ server: Server; url: string; reached: Promise<unknown> }> {
  const server = createServer((socket) => socket.on('error', () => undefined));
  const reached = once(server, 'connection');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { server, url: `http://127.0.0.1:${port}`, reached };
}

describe('the program', () => {
  it('ends with the code of its command', async () => {
    const { code, out, err } = await ended(start(['run', '--effort', 'thorogh']));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      'error: --effort cannot be "thorogh", did you mean thorough?\n  It is one of quick, standard, thorough.\n',
    );
  });

  it('survives a reader that goes away', async () => {
    const child = start(['list', '--json']);
    child.stdout?.destroy();
    const { code, err } = await ended(child);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it.skipIf(process.platform === 'win32')('stops in order at SIGINT, and reports what it saw', async () => {
    const { server, url, reached } = await silentServer();
    const child = start(['run', '--report-dir', folder], {
      VPCEP_TARGET: url,
      VPCEP_PROJECT_ID: '6e9dfd51d1124e8d8498dce894923a0d',
      VPCEP_SERVICE_ID: '4189d3c2-8882-4871-a3c2-d380272eed83',
      VPCEP_TOKEN: 'secret-token',
    });
    const result = ended(child);
    await reached;
    child.kill('SIGINT');
    const { code, out, err } = await result;
    server.close();
    expect(code).toBe(130);
    expect(err).toContain('Stopping: the services are being put back.');
    expect(out.split(' ')[0]).toBe('INTERRUPTED');
    expect(await readReport(folder)).toMatchObject({ verdict: 'interrupted', exitCode: 130 });
    expect(out + err + (await readFile(join(folder, 'report.json'), 'utf8'))).not.toContain('secret-token');
  });
});
