/** Sends the commands that a report prints, like a person who pastes them into a shell. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { Config } from './config/config.js';
import type { Case } from './contract/case.js';
import { contract } from './engine.js';
import { isObject, member } from './shared/json.js';
import { ordinary } from './judge/classify.js';
import { Ledger } from './judge/ledger.js';
import { rule } from './judge/verdict.js';
import type { Report } from './report/report.js';
import type { FailureReport } from './report/requirement-report.js';
import type { Embedded } from './run/target/embedded.js';
import type { Endpoint } from './run/target/endpoint.js';
import { watchOf } from './run/watch-of.js';
import { ReplyParser } from './client/reply-parser.js';
import type { AttemptResponse, WireRequest } from './shared/model.js';

/** The variables that a printed command is run with. */
type Variables = Readonly<Record<string, string>>;

/** A request made by a command, as the bytes that a server sees. */
interface Call {
  readonly method: string;
  readonly bytes: Buffer;
  /** The same bytes in the pieces in which they are written; absent if they are written at once. */
  readonly pieces?: readonly Buffer[];
}

/** The reply to a request, and the credentials that the request carried; null if no reply came. */
export type ByHand = (AttemptResponse & { readonly credentials: WireRequest['headers'] }) | null;

/** Stands in for the programs that would send: prints their arguments, so that no process is started for each. */
const TOLD = `
bytes() { od -An -v -tx1 | tr -d ' \\n'; }
curl() { case "$*" in *'--data-binary @-'*) p=$(bytes);; *) p=;; esac; printf '%s\\0' curl "$#" "$@" "$p"; }
node() { p=$(bytes); printf '%s\\0' node "$p" "$2"; }
sleep() { printf '%s\\0' sleep "$1"; }
wait() { command wait; printf '%s\\0' wait; }
`;

/** Sends what a command sends, in its order, including its waits. */
export async function sendByHand(command: string, variables: Variables): Promise<readonly ByHand[]> {
  const replies: ByHand[] = [];
  for (const step of await stepsOf(command, variables)) {
    if (typeof step === 'number') await new Promise((resolve) => setTimeout(resolve, step * 1_000));
    else replies.push(...(await Promise.all(step.map((call) => exchange(call, portOf(command))))));
  }
  return replies;
}

function portOf(command: string): number {
  const [, plain, raw] = /127\.0\.0\.1:(\d+)|"port":(\d+)/.exec(command) ?? [];
  return Number(plain ?? raw);
}

/** The steps of a command: requests made at once, or seconds to wait. */
async function stepsOf(command: string, variables: Variables): Promise<readonly (readonly Call[] | number)[]> {
  const words = (await saidBy(command, variables)).split('\0');
  const steps: (Call[] | number)[] = [];
  for (let at = 0; at < words.length - 1;) {
    const what = words[at];
    if (what === 'curl') {
      const count = Number(words[at + 1]);
      steps.push([callOf(words.slice(at + 2, at + 2 + count), words[at + 2 + count] ?? '')]);
      at += count + 3;
    } else if (what === 'node') {
      steps.push([rawCall(Buffer.from(words[at + 1] ?? '', 'hex'), words[at + 2] ?? '')]);
      at += 3;
    } else if (what === 'sleep') {
      steps.push(Number(words[at + 1]));
      at += 2;
    } else {
      const together = command.split(/ & (?=curl|printf|\{)/).length;
      steps.push(steps.splice(-together).flatMap((step) => (typeof step === 'number' ? [] : step)));
      at += 1;
    }
  }
  return steps;
}

/** One shell for all commands: starting one for each takes longer than running it. */
let shell: ChildProcessWithoutNullStreams | null = null;
/** Chains the commands, so that they run in order. */
let said: Promise<unknown> = Promise.resolve();
const END = 'end of the command';

/** The output of a shell for a command, as a text of one character per byte. */
function saidBy(command: string, variables: Variables): Promise<string> {
  const answer = said.then(() => ask(command, variables));
  said = answer.catch(() => undefined);
  return answer;
}

async function ask(command: string, variables: Variables): Promise<string> {
  shell ??= startShell();
  const { stdin, stdout, stderr } = shell;
  const answers = Promise.all([stdout, stderr].map(untilEnd));
  const set = Object.entries(variables).map(([name, value]) => `${name}='${value}'`);
  stdin.write(`(${set.join('; ')}\n${command}\n)\nprintf '%s' '${END}'\nprintf '%s' '${END}' >&2\n`);
  const [words = '', complaint = ''] = await answers;
  if (complaint !== '') throw new Error(`a shell says of ${command}: ${complaint}`);
  return words;
}

/** The output of a shell until it reports the end of the command, or ends. */
async function untilEnd(stream: Readable): Promise<string> {
  let text = '';
  const listen = (piece: Buffer): void => {
    text += piece.toString('latin1');
    if (text.endsWith(END)) stream.emit(END);
  };
  stream.on('data', listen);
  await new Promise<void>((resolve) => {
    const end = (): void => {
      stream.off('data', listen).off(END, end).off('close', end);
      resolve();
    };
    stream.on(END, end).on('close', end);
  });
  return text.endsWith(END) ? text.slice(0, -END.length) : `${text}: the shell has ended`;
}

function startShell(): ChildProcessWithoutNullStreams {
  const started = spawn('sh', [], { env: { PATH: process.env['PATH'] } });
  started.stdin.write(TOLD);
  started.once('close', () => (shell = null));
  // Must not keep the process alive.
  started.unref();
  for (const stream of [started.stdin, started.stdout, started.stderr]) (stream as Socket).unref();
  return started;
}

/** The request that curl makes from these arguments. */
function callOf(words: readonly string[], piped: string): Call {
  const after = (flag: string): string | undefined => {
    const at = words.indexOf(flag);
    return at === -1 ? undefined : words[at + 1];
  };
  const url = /^http:\/\/([^/]+)(.*)$/.exec(words.at(-1) ?? '');
  const method = after('-X') ?? 'GET';
  const data = after('--data-binary');
  const body = data === '@-' ? Buffer.from(piped, 'hex') : data === undefined ? null : Buffer.from(data, 'latin1');
  const given = words.flatMap((word, n) => (n > 0 && words[n - 1] === '-H' ? [word] : []));
  const head = [
    `${method} ${after('--request-target') ?? url?.[2] ?? ''} HTTP/1.1`,
    ...(given.some((header) => /^host:/i.test(header)) ? [] : [`Host: ${url?.[1] ?? ''}`]),
    ...given.flatMap((header) =>
      /^[^:]*;$/.test(header) ? [`${header.slice(0, -1)}:`] : header.endsWith(':') ? [] : [header],
    ),
    ...(body === null ? [] : [`Content-Length: ${body.length}`]),
    '',
    '',
  ].join('\r\n');
  return { method, bytes: Buffer.concat([Buffer.from(head, 'latin1'), body ?? Buffer.alloc(0)]) };
}

/** The request that a line for Node.js sends, in pieces if it says so. */
function rawCall(bytes: Buffer, source: string): Call {
  const method = /^\S*/.exec(bytes.toString('latin1'))?.[0] ?? '';
  if (!source.includes('setInterval')) return { method, bytes };
  const head = bytes.indexOf('\r\n\r\n') + 4;
  const third = Math.ceil((bytes.length - head) / 3) || 1;
  const rest = [0, 1, 2].map((n) => bytes.subarray(head + n * third, head + (n + 1) * third));
  return { method, bytes, pieces: [bytes.subarray(0, head), ...rest] };
}

/**
 * Turns of the event loop, a tenth of a second apart, after which no answer is expected: a busy process has fewer
 * turns.
 */
const TURNS_TO_WAIT = 15;

function exchange({ method, bytes, pieces = [bytes] }: Call, port: number): Promise<ByHand> {
  const sentAt = performance.now();
  const parser = new ReplyParser({ method, maxBodyBytes: 10_000_000 });
  const credentials = [...bytes.toString('latin1').matchAll(/^(x-auth-token|authorization): *([^\r]*)/gim)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  const socket: Socket = connect({ host: '127.0.0.1', port });
  let waiting: NodeJS.Timeout | undefined;
  return new Promise<ByHand>((resolve) => {
    const take = (read: () => ReturnType<ReplyParser['push']>): void => {
      try {
        const reply = read();
        if (reply !== null) resolve({ kind: 'response', ...reply, credentials, sentAt, endedAt: performance.now() });
      } catch {
        resolve(null);
      }
    };
    let turns = 0;
    waiting = setInterval(() => ++turns > TURNS_TO_WAIT && resolve(null), 100);
    socket.on('data', (piece: Buffer) => take(() => parser.push(piece)));
    socket.on('error', () => resolve(null));
    socket.on('close', () => {
      take(() => parser.end());
      resolve(null);
    });
    for (const [n, piece] of pieces.entries()) setTimeout(() => socket.writable && socket.write(piece), n * 50);
  }).finally(() => {
    clearInterval(waiting);
    socket.destroy();
  });
}

/** The answers of a subject's own fresh mock to the command of a failure that a run against another mock found. */
export async function answersByHand(report: Report, failure: FailureReport, start: () => Promise<Embedded>) {
  const mock = await start();
  const { target } = mock;
  try {
    const [judged, fresh] = [report.target.url, target.url].map((url) => new URL(url).port) as [string, string];
    const command = failure.curl.replaceAll(`127.0.0.1:${judged}`, `127.0.0.1:${fresh}`);
    return await sendByHand(command.replaceAll(`"port":${judged}`, `"port":${fresh}`), {
      VPCEP_TOKEN: target.token ?? '',
      VPCEP_FOREIGN_TOKEN: target.foreignToken ?? '',
      VPCEP_AK: target.keys?.accessKey ?? '',
      VPCEP_SK: target.keys?.secretKey ?? '',
    });
  } finally {
    await mock.close();
  }
}

/**
 * Whether the answers to a command show the breach, by the check that found it: a status by what the case allows, a
 * reply by the watch over replies, and the effect of an update by what a conforming mock shows instead.
 */
export async function showsBreach(
  { target }: Report,
  { findings, recorded, exchanges }: FailureReport,
  answers: readonly ByHand[],
  conforming: () => Promise<readonly ByHand[]>,
): Promise<boolean> {
  const testCase = isObject(recorded) ? (member(recorded, 'probe') as unknown as Case) : null;
  const ledger = new Ledger({ ids: new Set(contract().requirements.map(({ id }) => id)) });
  const watch = watchOf(
    contract(),
    { readings: 'document' } as Config,
    { target, way: null } as unknown as Endpoint,
    ledger,
  );
  const { statuses = [200], belowApi = false } = testCase?.expect ?? {};
  const purpose = {
    order: 0,
    testCase,
    serviceId: target.serviceIds.find((id) => exchanges.some(({ path }) => path.includes(id))) ?? '',
  };
  const asked = ordinary(purpose, { statuses, belowApi });
  for (const [n, answer] of answers.entries()) {
    const { method = 'PUT', path = '' } = exchanges.at(n - answers.length) ?? {};
    const request = { method, path, headers: answer?.credentials ?? [], body: null };
    if (answer !== null) watch.observe(request, answer, { ...asked, sends: method === 'GET' ? 'read' : 'update' });
  }
  const isPlain = findings.some(
    ({ requirement, pointer, received }) =>
      ledger.of(requirement).failed > 0 ||
      (pointer === undefined && testCase?.requirement === requirement && rulesAgainst(testCase, answers, received)),
  );
  if (isPlain) return true;
  const right = await conforming();
  return findings.some(({ pointer }) => {
    const [shown, should] = [answers, right].map((all) => all.map((one) => valueAt(one, pointer)));
    return JSON.stringify(pattern(shown ?? [])) !== JSON.stringify(pattern(should ?? []));
  });
}

function rulesAgainst(testCase: Case, answers: readonly ByHand[], received: string): boolean {
  return answers.some((response) => {
    if (response === null || response.status >= 500) return /every time|^5/.test(received);
    const ruling = rule(testCase, { kind: 'answered', response, attempts: [response], controlled: false }, 'document');
    return ruling.kind === 'violates' && ruling.finding.received === received;
  });
}

/** The value that an answer shows at a pointer, or its status. */
function valueAt(answer: ByHand, pointer: string | undefined): string {
  if (answer === null || pointer === undefined) return String(answer?.status);
  try {
    const value: unknown = JSON.parse(Buffer.from(answer.body).toString('utf8'));
    const shown = (value as Record<string, unknown>)[pointer.split('/')[1] ?? ''];
    return shown === undefined ? 'nothing' : JSON.stringify(shown);
  } catch {
    return 'no JSON';
  }
}

/** Values as text, with current times reduced to which of them are equal. */
function pattern(values: readonly string[]): readonly string[] {
  const today = new Date().toISOString().slice(0, 10);
  const times = [...new Set(values.filter((value) => value.startsWith(`"${today}`)))];
  return values.map((value) => (times.includes(value) ? `time ${times.indexOf(value)} ${value.length}` : value));
}
