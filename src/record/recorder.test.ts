import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMask } from '../secrets/mask.js';
import type { Attempt } from '../shared/model.js';
import { RecordedBodies, BodyTable } from './body-table.js';
import { Playback } from './playback.js';
import type { RunRecord } from './read-record.js';
import type { ExchangeLine } from './record.js';
import { Recorder } from './recorder.js';

const discretion = { mask: createMask([{ kind: 'token', value: 'a-long-enough-token' }]), shownCredential: () => null };
const request = { method: 'PUT', path: '/p', headers: [['X-Auth-Token', 'a-long-enough-token']] as const, body: null };
const end = {
  finishedAt: '',
  durationMs: 1,
  stopped: null,
  cut: null,
  errored: null,
  interrupted: false,
  restore: [],
  traffic: {} as never,
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'record-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function reply(n: number): Attempt {
  const body = new TextEncoder().encode(`${n} `.repeat(20_000));
  return { kind: 'response', status: 400, headers: [], body, sentAt: 0, endedAt: 1 };
}

it('waits while the disk is behind, and then writes all of it, without a warning', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error): unknown => warnings.push(warning);
  process.on('warning', note);
  const file = join(folder, 'r');
  const recorder = new Recorder(file);
  let waited = 0;
  for (let n = 0; n < 200; n += 1) {
    const written = recorder.exchange(request, null, reply(n), discretion);
    if (written === null) continue;
    waited += 1;
    await written;
  }
  await recorder.end(end);
  process.off('warning', note);
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(201);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'end', exchanges: 200 });
  expect(lines[0]).toContain('"<token>"');
  expect(waited).toBeGreaterThan(12);
  expect(warnings).toEqual([]);
  expect(recorder.trouble).toBeNull();
});

it('never stops a run if it cannot write, and says why', async () => {
  const recorder = new Recorder(join(folder, 'nowhere', 'r'));
  for (let n = 0; n < 20; n += 1) await recorder.exchange(request, null, reply(n), discretion);
  await recorder.end(end);
  expect(recorder.trouble).toContain('ENOENT');
});

it('plays a failure again with its code, without what only a remedy needs', async () => {
  const file = join(folder, 'r');
  const recorder = new Recorder(file);
  const failure = { kind: 'failure', failure: 'reset', detail: 'read ECONNRESET', code: 'ECONNRESET' } as const;
  const attempt = { ...failure, sentAt: 1, endedAt: 2 };
  await recorder.exchange(request, null, { ...attempt, trouble: { kind: 'proxy', fault: 'closes' } }, discretion);
  await recorder.end(end);
  const line = JSON.parse((await readFile(file, 'utf8')).split('\n')[0] ?? '') as ExchangeLine;
  const exchanges = { judging: [{ line, body: null }], minimising: [], restoring: [] };
  const playback = new Playback({ exchanges, renewals: [] } as unknown as RunRecord, true);
  expect(await playback.send(request, null)).toEqual(attempt);
});

it('writes a long body once, and reads bytes as they were', () => {
  const [table, reader] = [new BodyTable(), new RecordedBodies()];
  const bodies = ['', 'short', 'x'.repeat(500), 'x'.repeat(500), '\ufeff{"é":"中"}'].map((text) => Buffer.from(text));
  const odd = Buffer.concat([Buffer.from([0xff, 0xfe, 0x80]), Buffer.alloc(300, 0xc3)]);
  const written = [...bodies, odd, odd].map((bytes) => table.write(bytes));
  expect(written[3]).toEqual({ n: 1 });
  expect(written[6]).toEqual({ n: 2 });
  const read = written.map((body) => Buffer.from(reader.read(body) ?? []).toString('hex'));
  expect(read).toEqual([...bodies, odd, odd].map((bytes) => bytes.toString('hex')));
  expect(() => reader.read({ n: 9 })).toThrow('missing');
});

it('looks once for secrets in what comes again, unless it must be changed each time', () => {
  const table = new BodyTable();
  const bytes = new TextEncoder().encode(`{"description":"${'a'.repeat(400)}"}`);
  const looked: string[] = [];
  const text = (given: string): string => {
    looked.push(given);
    return given.replaceAll('aa', 'b');
  };
  expect(table.write(bytes)).toHaveProperty('n', 1);
  expect(table.write(bytes, { text })).toEqual({ n: 1 });
  expect(looked).toEqual([]);
  expect(table.write(bytes, { text, always: true })).toHaveProperty('n', 2);
  expect(looked).toHaveLength(1);
});

it('cuts long replies if the record holds too many of them, does not write known ones again, and counts', () => {
  const table = new BodyTable(70_000);
  const body = (fill: number) => new Uint8Array(40_000).fill(fill);
  const plain = { text: (text: string): string => text };
  const [first, again, next] = [65, 65, 66].map((fill) => table.writeReply(body(fill), plain));
  expect(first).toHaveProperty('text');
  expect(again).toEqual({ n: 1 });
  expect(next).toEqual({ cut: 'B'.repeat(32_768) });
  expect(table.writeReply(body(67).slice(0, 1_000), plain)).toHaveProperty('text');
  expect(table.cut).toBe(1);
  expect(new RecordedBodies().read(next ?? null)).toHaveLength(32_768);
});
