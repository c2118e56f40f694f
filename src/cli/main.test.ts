import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMock } from '../mock/index.js';
import { readReport } from '../report/read-report.js';
import { pendingFolder } from '../report/write-report.js';
import { runCaptured } from './captured.fixture.js';
import { ended, printed, start } from './started.fixture.js';

let folders: string;
beforeAll(async () => {
  folders = await mkdtemp(join(tmpdir(), 'bin-'));
});
afterAll(async () => {
  await rm(folders, { recursive: true, force: true });
});
/** A folder of one test. */
const ownFolder = (): Promise<string> => mkdtemp(join(folders, 'own-'));

/**
 * A state without its time, and without what a service that is not a VIP does not show, which cannot be put back (R24).
 */
function restorable(state: object): object {
  return { ...state, updated_at: null, vip_port_id: null };
}

/** Starts a server that accepts connections and never answers. */
async function silentServer(): Promise<{ server: Server; url: string; reached: Promise<unknown> }> {
  const server = createServer((socket) => socket.on('error', () => undefined));
  const reached = once(server, 'connection');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { server, url: `http://127.0.0.1:${port}`, reached };
}

// They wait most of the time.
describe.concurrent('the program', () => {
  it('ends with the code of its command', async () => {
    const { code, out, err } = await ended(start(['run', '--effort', 'thorogh']));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      'error: --effort cannot be "thorogh"; did you mean thorough?\n  It is one of quick, standard, thorough.\n',
    );
  });

  it('survives a reader that goes away', async () => {
    const child = start(['list', '--json']);
    child.stdout.destroy();
    const { code, err } = await ended(child);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it.skipIf(process.platform === 'win32')('stops cleanly at SIGINT, and reports what it saw', async () => {
    const folder = await ownFolder();
    const { server, url, reached } = await silentServer();
    const child = start(['run', '--report-dir', folder, '--only', 'methods'], {
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

  it.skipIf(process.platform === 'win32')(
    'takes two signals of one key press, and the end of a terminal, for one request to stop',
    async () => {
      const folder = await ownFolder();
      const mock = await createMock({ latencyMs: 20 });
      const before = mock.serviceIds.map((id) => restorable(mock.snapshot(id)));
      const child = start(['run', '--report-dir', folder, '--only', 'request-body/ports', '--effort', 'quick'], {
        VPCEP_TARGET: mock.url,
        VPCEP_PROJECT_ID: mock.projectId,
        VPCEP_SERVICE_ID: mock.serviceIds.join(','),
        VPCEP_TOKEN: mock.token,
      });
      const result = ended(child);
      await printed(child, 'judging: ', 'stderr');
      child.kill('SIGHUP');
      child.kill('SIGHUP');
      child.kill('SIGINT');
      const { code, out } = await result;
      expect(code).toBe(130);
      expect(out).toContain('INTERRUPTED');
      expect(mock.serviceIds.map((id) => restorable(mock.snapshot(id)))).toEqual(before);
      expect(await pendingFolder(folder)).toBeNull();
      await mock.close();
    },
  );

  it.skipIf(process.platform === 'win32')('leaves at a second SIGINT, and restore makes good for it', async () => {
    const folder = await ownFolder();
    const mock = await createMock({ latencyMs: 400 });
    const before = mock.serviceIds.map((id) => restorable(mock.snapshot(id)));
    const child = start(['run', '--report-dir', folder, '--only', 'request-body/ports', '--effort', 'quick'], {
      VPCEP_TARGET: mock.url,
      VPCEP_PROJECT_ID: mock.projectId,
      VPCEP_SERVICE_ID: mock.serviceIds.join(','),
      VPCEP_TOKEN: mock.token,
    });
    const result = ended(child);
    await printed(child, 'judging: ', 'stderr');
    child.kill('SIGINT');
    await printed(child, 'Stopping: ', 'stderr');
    // Sooner, it would be the same key press.
    await sleep(1_050);
    child.kill('SIGINT');
    const { code, out, err } = await result;
    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(err).toMatch(/To do so later: node \S*cli\.js restore /);
    expect(err).toContain(` restore ${folder}`);
    expect(await pendingFolder(folder)).toBe(folder);
    const restored = await runCaptured(['restore', folder, '--url', mock.url], { VPCEP_TOKEN: mock.token });
    expect(restored.code).toBe(0);
    expect(await pendingFolder(folder)).toBeNull();
    expect(mock.serviceIds.map((id) => restorable(mock.snapshot(id)))).toEqual(before);
    await mock.close();
  });

  it.skipIf(process.platform === 'win32')('serves the mock until SIGTERM', async () => {
    const child = start(['mock', '--json', '--fault', 'approval-null-accepted']);
    const line = await printed(child, '\n', 'stdout');
    const { url, projectId, serviceIds, token } = JSON.parse(line) as Record<string, string> & { serviceIds: string[] };
    const reply = await fetch(`${url}/v1/${projectId}/vpc-endpoint-services/${serviceIds[0]}`, {
      method: 'PUT',
      headers: { 'X-Auth-Token': token ?? '', 'Content-Type': 'application/json' },
      body: '{"approval_enabled":null}',
    });
    expect(reply.status).toBe(200);
    const result = ended(child);
    child.kill('SIGTERM');
    expect(await result).toMatchObject({ code: 0, err: '' });
  });
});
