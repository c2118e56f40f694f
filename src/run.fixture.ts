/** Targets for tests of whole runs. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { resolveConfig, type Config, type Flags, type Target } from './config/config.js';
import { engine } from './engine.js';
import { createMock, type MockOptions, type MockServer } from './mock/index.js';
import { SECOND_MS } from './run/target/embedded.js';
import type { Report } from './report/report.js';

/** Registers something to close after the test. */
export function onClose(close: () => Promise<unknown>): void {
  onTestFinished(async () => {
    await close();
  });
}

/** A mock that is closed after the test. Its clock runs as fast as the embedded mock's. */
export async function mock(options: MockOptions = {}): Promise<MockServer> {
  const server = await createMock({ secondMs: SECOND_MS, ...options });
  onClose(() => server.close());
  return server;
}

/** An HTTP server that is closed after the test. Returns what precedes the path. */
export async function server(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const made = createServer(answer);
  onClose(
    () =>
      new Promise((resolve) => {
        made.close(resolve);
        made.closeAllConnections();
      }),
  );
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', () => resolve()));
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
}

/** A folder that is removed after the test. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'run-'));
  onClose(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A server in front of a mock that passes requests unchanged and alters replies to GET or PUT. */
export function altered(
  behind: MockServer,
  change: (method: string, representation: Record<string, unknown>) => Record<string, unknown>,
): Promise<string> {
  return server((incoming, response) => {
    const outgoing = httpRequest(
      behind.url,
      // The request target may be in absolute form.
      { path: incoming.url ?? '', method: incoming.method ?? 'GET', headers: incoming.headers },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const body =
            reply.statusCode === 200
              ? JSON.stringify(change(incoming.method ?? '', JSON.parse(text) as Record<string, unknown>))
              : text;
          const { 'content-length': _length, ...headers } = reply.headers;
          response.writeHead(reply.statusCode ?? 500, headers).end(body);
        });
      },
    );
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
}

/** A target with everything that a run can use. */
export function targetOf(made: MockServer): Target {
  const { url, projectId, serviceIds, siblingServiceId, token, foreignToken, keys, portIds, secondMs } = made;
  return { url, projectId, serviceIds, siblingServiceId, token, foreignToken, portIds, keys, secondMs };
}

/** The configuration of a run against a target: quick and seeded, unless flags say otherwise. */
export async function configOf(target: Target, flags: Flags = {}): Promise<Config> {
  const reportDir = flags.reportDir ?? (await folder());
  return { ...resolveConfig({ effort: 'quick', seed: '11', ...flags, reportDir }, {}), target };
}

/** Judges a target. */
export async function judge(
  target: Target,
  flags: Flags = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Report> {
  return engine.run(await configOf(target, flags), { signal, progress: () => undefined });
}

/**
 * What the services of a mock hold and show, without the time of the last change. Only a backend of type VIP shows a
 * vip_port_id; elsewhere nobody can read or clear it.
 */
export function held(made: MockServer): object[] {
  const ids = [...made.serviceIds, ...(made.siblingServiceId === null ? [] : [made.siblingServiceId])];
  return ids.map((id) => {
    const state = made.snapshot(id);
    return { ...state, updated_at: null, vip_port_id: state.server_type === 'VIP' ? state.vip_port_id : null };
  });
}

/** A request as a server in this process saw it. */
export interface Got {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: string;
  /** Status of the reply; 0 before there is one. */
  status(): number;
}

/** Collects every request that a server in this process receives from now on, until the test ends. */
export function listenTo({ url }: { readonly url: string }): Got[] {
  const got: Got[] = [];
  const port = Number(new URL(url).port);
  const listener = (message: unknown): void => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (request.socket.localPort !== port) return;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      got.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.rawHeaders,
        body: Buffer.concat(chunks).toString('latin1'),
        status: () => (response.writableEnded ? response.statusCode : 0),
      }),
    );
  };
  subscribe('http.server.request.start', listener);
  onClose(() => Promise.resolve(unsubscribe('http.server.request.start', listener)));
  return got;
}

/** The ids of the requirements that failed. */
export function failedOf(report: Report): string[] {
  return report.requirements.filter(({ verdict }) => verdict.kind === 'failed').map(({ id }) => id);
}
