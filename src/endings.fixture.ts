/** Every way in which a run ends, as reported by the command line and by the Vitest binding. */
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Target } from './config/config.js';
import type { MockServer } from './mock/index.js';
import type { RunVerdict } from './shared/model.js';
import type { Report } from './report/report.js';
import { mock, server, targetOf } from './run.fixture.js';

/** The mocks that are judged. */
export interface Mocks {
  readonly sound: MockServer;
  /** Accepts null for approval_enabled, and does not name PUT in Allow. */
  readonly faulty: MockServer;
  /** Answers slowly. */
  readonly slow: MockServer;
}

/** One ending. */
export interface Ending {
  readonly name: string;
  /** What is judged, created for each run; null names no target. */
  readonly target: ((mocks: Mocks) => Target | Promise<Target>) | null;
  /** Options by their names in the library; each becomes a flag of the command line. */
  readonly options: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Content of the file of known failures. */
  readonly known?: string;
  /** Whether the run is interrupted while it judges. */
  readonly interrupted?: true;
  /** Null if the run ends without a report. */
  readonly verdict: RunVerdict | null;
  readonly exitCode: Report['exitCode'];
}

const NULL = 'request-body/approval_enabled/type/null';
const sound = ({ sound: made }: Mocks): Target => targetOf(made);
const faulty = ({ faulty: made }: Mocks): Target => targetOf(made);

/** The table: the expected outcome of each kind of ending. */
export const endings: readonly Ending[] = [
  { name: 'conformant', target: sound, options: { only: [NULL] }, verdict: 'conformant', exitCode: 0 },
  { name: 'failed', target: faulty, options: { only: [NULL, 'methods'] }, verdict: 'non-conformant', exitCode: 1 },
  { name: 'only a SHOULD failed', target: faulty, options: { only: ['methods'] }, verdict: 'conformant', exitCode: 0 },
  {
    name: 'only a SHOULD failed, strict',
    target: faulty,
    options: { only: ['methods'], strict: true },
    verdict: 'non-conformant',
    exitCode: 1,
  },
  {
    name: 'could not judge',
    target: ({ sound: made }) => ({ ...targetOf(made), token: 'not-a-good-token' }),
    options: { only: [NULL] },
    verdict: 'could-not-judge',
    exitCode: 2,
  },
  {
    name: 'not put back',
    target: async () => stubborn(await mock()),
    options: { only: ['effect/cleared'] },
    verdict: 'could-not-judge',
    exitCode: 2,
  },
  {
    name: 'budget spent',
    target: sound,
    options: { only: ['request-body/ports'], maxRequests: 60 },
    verdict: 'partial',
    exitCode: 2,
  },
  {
    name: 'failed, and the budget spent',
    target: faulty,
    options: { only: [NULL, 'request-body/ports'], maxFailures: 1 },
    verdict: 'non-conformant',
    exitCode: 1,
  },
  {
    name: 'required but not exercised',
    target: ({ sound: made }) => ({ ...targetOf(made), siblingServiceId: null }),
    options: { only: ['effect/conflict', 'methods'], require: ['effect/conflict'] },
    verdict: 'could-not-judge',
    exitCode: 2,
  },
  {
    name: 'known failure',
    target: faulty,
    options: { only: [NULL] },
    known: `- {requirement: ${NULL}, reason: slow}\n`,
    verdict: 'known-failures',
    exitCode: 0,
  },
  {
    name: 'stale known failure',
    target: sound,
    options: { only: [NULL] },
    known: `- {requirement: ${NULL}, reason: slow}\n`,
    verdict: 'outdated-known-failures',
    exitCode: 1,
  },
  {
    name: 'expired known failure',
    target: faulty,
    options: { only: [NULL] },
    known: `- {requirement: ${NULL}, reason: slow, expires: 2000-01-01}\n`,
    verdict: 'non-conformant',
    exitCode: 1,
  },
  {
    name: 'target down',
    target: async ({ sound: made }) => ({ ...targetOf(made), url: `http://127.0.0.1:${await closedPort()}` }),
    options: { only: [NULL] },
    verdict: 'could-not-judge',
    exitCode: 2,
  },
  {
    name: 'interrupted',
    target: ({ slow }) => targetOf(slow),
    options: { only: ['request-body/ports'] },
    interrupted: true,
    verdict: 'interrupted',
    exitCode: 130,
  },
  { name: 'usage error', target: sound, options: { effort: 'hasty', only: [NULL] }, verdict: null, exitCode: 2 },
  { name: 'nothing selected', target: sound, options: { only: ['effect/atomik'] }, verdict: null, exitCode: 2 },
  { name: 'no target named', target: null, options: { mock: false, only: [NULL] }, verdict: null, exitCode: 2 },
];

/** A local port on which nothing listens. */
async function closedPort(): Promise<number> {
  const made = createServer();
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const { port } = made.address() as AddressInfo;
  await new Promise((resolve) => made.close(resolve));
  return port;
}

/** A server in front of a mock: from the update on that restores the first service, nothing more is stored. */
async function stubborn(behind: MockServer): Promise<Target> {
  let locked = false;
  const url = await server((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      locked ||= body.includes('"service-1"') && body.includes('Service number 1');
      const headers = Object.fromEntries(
        Object.entries(request.headers).flatMap(([name, value]) =>
          typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name) ? [[name, value]] : [],
        ),
      );
      const { method = 'GET' } = request;
      const refused = locked && method !== 'GET';
      void fetch(`${behind.url}${request.url ?? ''}`, {
        method,
        headers,
        ...(method === 'GET' ? {} : { body: refused ? '{"description":"<"}' : body }),
      }).then(async (reply) => {
        response.writeHead(reply.status, { 'Content-Type': 'application/json' }).end(await reply.text());
      });
    });
  });
  return { ...targetOf(behind), url };
}

/** The options of a run for an ending, as for the library. */
export async function optionsOf(
  ending: Ending,
  mocks: Mocks,
  folder: string,
): Promise<{ readonly target: Target | null; readonly options: Readonly<Record<string, unknown>> }> {
  const target = ending.target === null ? null : await ending.target(mocks);
  const file = join(folder, 'known.yaml');
  if (ending.known !== undefined) await writeFile(file, ending.known);
  return {
    target,
    options: {
      effort: 'quick',
      seed: 5,
      ...ending.options,
      ...(ending.known === undefined ? {} : { knownFailures: file }),
      reportDir: join(folder, 'report'),
    },
  };
}
