import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { runCaptured } from '../cli/captured.fixture.js';
import { engine } from '../engine.js';
import type { MockServer } from '../mock/index.js';
import { readReport } from '../report/read-report.js';
import { failedOf, folder, held, mock, onClose } from '../run.fixture.js';
import { endlessly, frontOf, whole } from './sick-targets.fixture.js';

const MEBIBYTE = Buffer.alloc(2 ** 20, 'x');
const JSON_TYPE = 'Content-Type: application/json\r\n';
const HEAD = `HTTP/1.1 422 Unprocessable\r\n${JSON_TYPE}`;

/** Answers on a connection in place of a reply with this body; `sent` is the body of the request. */
type Hostile = (socket: Socket, body: string, sent: string) => void;
/** Whether a reply is replaced, by its status and the method of the request. */
type When = (status: number, method: string) => boolean;

/** A server in front of a mock that answers in place of each reply that `when` picks. */
async function before(target: MockServer, when: When, hostile: Hostile): Promise<string> {
  const front = await frontOf(target.url, async (socket, { method, body }, pass) => {
    const reply = await pass();
    if (when(reply.status, method)) hostile(socket, reply.body, body.toString());
    else socket.write(reply.text);
  });
  onClose(() => front.close());
  return front.url;
}

/** A run of some requirements on one service, through the command line. */
async function judged(only: readonly string[], hostile: Hostile, when: When = (status) => status === 400) {
  const target = await mock();
  const state = held(target);
  const reportDir = await folder();
  const env = {
    VPCEP_TARGET: await before(target, when, hostile),
    VPCEP_PROJECT_ID: target.projectId,
    VPCEP_SERVICE_ID: target.serviceIds[0] ?? '',
    VPCEP_TOKEN: target.token,
  };
  const args = ['run', ...only.flatMap((id) => ['--only', id]), '--seed', '1', '--effort', 'quick', '--verbose'];
  const told = await runCaptured([...args, '--timeout', '0.3', '--report-dir', reportDir], env);
  expect(held(target)).toEqual(state);
  return { ...told, report: await readReport(reportDir) };
}

const escapes = '\u001b]0;owned\u0007\u001b[2J<script>alert(1)</script>\u202e';
const envelope = JSON.stringify({ error: { message: escapes, code: 'EndPoint.0002' } });

const replies: readonly (readonly [what: string, hostile: Hostile])[] = [
  ['a body that never ends', (socket) => socket.write(`${HEAD}Content-Length: 10\r\n\r\n{`)],
  [
    'a body that never ends and comes fast',
    (socket) => {
      socket.write(`${HEAD}Connection: close\r\n\r\n`);
      endlessly(socket, MEBIBYTE);
    },
  ],
  [
    '100 MB',
    (socket) => {
      socket.write(`${HEAD}Content-Length: ${100 * 2 ** 20}\r\n\r\n`);
      endlessly(socket, MEBIBYTE);
    },
  ],
  ['a gzip bomb', whole(`${HEAD}Content-Encoding: gzip\r\n`, gzipSync(Buffer.alloc(2 ** 24)))],
  ['chunks that lie', (socket) => socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`)],
  ['two lengths', (socket) => socket.write(`${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}`)],
  ['no HTTP', (socket) => socket.write('\u0000\u0001\u0002 hello\r\n\r\n')],
  ['5,000 headers', whole(HEAD + 'X-Padding: 0123456789abcdef\r\n'.repeat(5_000), '{}')],
  ['JSON 100,000 levels deep', whole(HEAD, `{"error":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)],
  ['status 999', whole(`HTTP/1.1 999 What\r\n${JSON_TYPE}`, '{"error":{"message":"m","code":"c"}}')],
  ['endless 100 Continue', (socket) => endlessly(socket, 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(40))],
  ['another protocol', (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n')],
  ['scripts and escape sequences', whole(HEAD, envelope)],
  ['an escape sequence in the status line', whole(`HTTP/1.1 422 \u001b[31mred\r\n${JSON_TYPE}`, envelope)],
];

describe('a hostile reply', () => {
  it('is a finding, whatever it is; nothing in it is acted upon, and the service is put back', async () => {
    const ids = engine
      .ids()
      .filter((id) => id.startsWith('request-body/service_name/pattern/'))
      .slice(0, replies.length);
    /** Gives each body the same reply every time. */
    const given = new Map<string, number>();
    const hostile: Hostile = (socket, body, sent) => {
      const nth = given.get(sent) ?? given.size;
      given.set(sent, nth);
      replies[nth % replies.length]?.[1](socket, body, sent);
    };
    const { code, out, report } = await judged(ids, hostile);
    expect(given.size).toBeGreaterThanOrEqual(replies.length);
    expect({ code, failed: failedOf(report) }).toEqual({ code: 1, failed: ids });
    expect(report.totals.MUST).toMatchObject({ 'not-judged': 0 });
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
    expect(JSON.stringify(report)).toContain('<script>alert(1)</script>');
  });

  it('may hold an unknown member 100,000 levels deep if that is accepted', async () => {
    const deep = `"unknown":${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const hostile: Hostile = (socket, body) =>
      whole(`HTTP/1.1 200 OK\r\n${JSON_TYPE}`, `{${deep},${body.slice(1)}`)(socket);
    const only = ['request-body/service_name/maxLength/one-over', 'effect/idempotent'];
    const { code, report } = await judged(only, hostile, (status, method) => status === 200 && method === 'PUT');
    expect({ code, failed: failedOf(report) }).toEqual({ code: 0, failed: [] });
  });
});
