/** A mock shared by several teams, and a hostile client. */
import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, askRaw, pathOf } from './ask.fixture.js';
import { createMock, type MockServer } from './index.js';

/** Limit of the bytes that the mock retains after all that; several times as much was sent. */
const MOST_KEPT = 67_108_864;
const MIB = 1_048_576;

let mock: MockServer;
const open = new Set<Socket>();
beforeAll(async () => {
  mock = await createMock();
});
afterAll(async () => {
  for (const socket of open) socket.destroy();
  await mock.close();
});

/** Opens a connection and sends this text, and no more; resolves once it is sent. */
function halfSent(text: string): Promise<Socket> {
  const { hostname, port } = new URL(mock.url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(text, () => resolve(socket)));
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
  });
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that are retained. */
function kept(): number {
  collect();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

const filled = (before: string, with_: string, after: string, bytes = MIB - 64): string =>
  before + with_.repeat(Math.floor((bytes - before.length - after.length) / with_.length)) + after;
const mappings = (member: string, length: number): string =>
  JSON.stringify({
    ports: Array.from({ length: 200 }, (_, n) => ({
      client_port: n + 1,
      server_port: n + 1,
      [member]: 'x'.repeat(length),
    })),
  });

/** Bodies near the limit that are expensive to check, and the status of each. */
const dear: Readonly<Record<string, readonly [body: string, status: number]>> = {
  '200 mappings with long strings beside the ports': [mappings('note', 5_000), 200],
  '200 mappings with long protocols': [mappings('protocol', 5_000), 400],
  'lists in lists, to the limit': ['['.repeat(MIB / 2) + ']'.repeat(MIB / 2), 400],
  'objects in objects, in an unknown member': [`{"x":${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}}`, 200],
  'lists in lists as a mapping': [`{"ports":[${'['.repeat(500_000)}${']'.repeat(500_000)}]}`, 400],
  '64 KiB of opening brackets': ['['.repeat(65_536), 400],
  'one member a hundred thousand times': [filled('{', '"service_name":"a",', '"service_name":"b"}'), 200],
  'always different members': [`{${Array.from({ length: 80_000 }, (_, n) => `"m${n}":1`).join(',')}}`, 200],
  'half a million mappings': [filled('{"ports":[', '{},', '{}]}'), 400],
  'a name of a mebibyte': [filled('{"service_name":"', 'a', '"}'), 400],
  'a vip_port_id of surrogate pairs': [filled('{"vip_port_id":"', '\\ud83d\\ude00', '"}'), 400],
  'a port of a million digits': [filled('{"ports":[{"client_port":', '9', ',"server_port":1}]}'), 400],
  'an exponent of a million digits': [filled('{"ports":[{"client_port":1e', '9', ',"server_port":1}]}'), 400],
  'nothing but blanks': [' '.repeat(MIB), 400],
  'more than the limit': ['x'.repeat(4 * MIB), 400],
};

const line = (path: string): string => `PUT ${path} HTTP/1.1\r\nHost: x\r\n`;

it('answers a good request, and keeps little, after bodies that are expensive to check', async () => {
  expect((await ask(mock, { body: {} })).status).toBe(200);
  const before = kept();
  for (const [which, [body, status]] of Object.entries(dear))
    expect((await ask(mock, { body })).status, which).toBe(status);
  await Promise.all(Array.from({ length: 30 }, () => ask(mock, { body: dear['always different members']?.[0] ?? '' })));
  expect((await ask(mock, { body: {} })).status).toBe(200);
  // Buffers are released some turns after their owners.
  await expect.poll(() => kept() - before, { timeout: 300_000 }).toBeLessThan(MOST_KEPT);
});

/** Sends the last byte of a good update when the reply has come, and returns everything received. */
function sentTooLate(head: string): Promise<string> {
  const { hostname, port } = new URL(mock.url);
  const update = '{"description":"Too late"}';
  return new Promise((resolve) => {
    let received = '';
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true }, () =>
      socket.write(`${head}Content-Length: ${update.length}\r\n\r\n${update.slice(0, -1)}`),
    );
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('end', () => socket.end('}'));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
  });
}

it('answers a good request while connections idle or have sent half of something, and thousands send what is not HTTP', async () => {
  const path = pathOf(mock);
  const halves = [
    '',
    'P',
    `PUT ${path}`,
    line(path),
    `${line(path)}X-Auth-Token: `,
    `${line(path)}X-Auth-Token: ${mock.token}\r\nContent-Length: 1048576\r\n\r\n${'{'.repeat(65_536)}`,
    `${line(path)}X-Auth-Token: ${mock.token}\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n{"a":`,
    `${line(path)}Expect: 100-continue\r\nContent-Length: 9\r\n\r\n`,
  ];
  const before = kept();
  await Promise.all(Array.from({ length: 104 }, (_, n) => halfSent(halves[n % halves.length] ?? '')));
  expect((await ask(mock, { body: {} })).status).toBe(200);
  const late = askRaw(mock, line(path));
  const tooLate = sentTooLate(`${line(path)}X-Auth-Token: ${mock.token}\r\nContent-Type: application/json\r\n`);
  const bad = [
    '\0'.repeat(64),
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'GET\r\n\r\n',
    `PUT ${path} HTTP/9.9\r\n\r\n`,
    `PUT ${'/'.repeat(20_000)} HTTP/1.1\r\n\r\n`,
    `${line(path)}${'X-A: b\r\n'.repeat(9_000)}Connection: close\r\n\r\n`,
    `${line(path)}Content-Length: -1\r\n\r\n`,
    `${line(path)}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`,
    `${line(path)}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n`,
    `${line(path)}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n`,
    `${line(path)}: empty\r\n\r\n`,
    `PUT http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    `PUT ${path}?%ff%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    `PUT /v1/%/vpc-endpoint-services/%e0%80 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  ];
  let answered = 0;
  let next = 0;
  const attack = async (): Promise<void> => {
    while (next < 3_000) {
      const text = bad[next++ % bad.length] ?? '';
      const reply = await askRaw(mock, text).catch((error: unknown) => String((error as NodeJS.ErrnoException).code));
      expect(reply).toMatch(/^(?:HTTP\/1\.1 4\d\d |ECONNRESET|EPIPE)/);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: 20 }, attack));
  expect(answered).toBe(3_000);
  expect((await ask(mock, { body: {} })).status).toBe(200);
  // A client that sends half a request is answered in time, and disconnected.
  expect(await late).toMatch(/^HTTP\/1\.1 408 /);
  expect(await tooLate).toMatch(/^HTTP\/1\.1 408 /);
  const { status, text } = await ask(mock, { body: {} });
  expect(status).toBe(200);
  expect(text).not.toContain('Too late');
  // Buffers are released some turns after their owners.
  await expect.poll(() => kept() - before, { timeout: 300_000 }).toBeLessThan(MOST_KEPT);
});
