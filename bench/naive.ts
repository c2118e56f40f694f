/**
 * Judges first versions of the operation in popular frameworks of two languages, with their own validation, routing and
 * error handling, and compares the reported causes with those that a reader of the sources finds
 * (`naive/true-causes.ts`).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from '../scripts/run-script.js';
import type { Report } from '../src/report/report.js';
import { root, table } from './helpers.js';
import { compare } from './naive/compare.js';
import { reach, startNode, startPython, type Service } from './naive/services.js';
import { express, fastapi, fastify, flask, koa } from './naive/true-causes.js';

/** Maximum number of reported causes per true one. */
const MOST_TOLD = 1.5;

/** Has the built program judge a service, as its author would. */
async function judge(start: () => Promise<Service>): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'naive-'));
  const service = await start();
  try {
    const args = [join(root, 'dist', 'cli.js'), 'run', '--no-config', '--quiet', '--seed', '1', '--report-dir', folder];
    const env = { ...process.env, ...reach, VPCEP_TARGET: service.url };
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'], env });
    await once(child, 'exit');
    return JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as Report;
  } finally {
    await service.stop();
    await rm(folder, { recursive: true });
  }
}

await runScript(async () => {
  const rows = [
    compare('FastAPI', await judge(() => startPython('fastapi')), fastapi),
    compare('Fastify', await judge(() => startNode('fastify')), fastify),
    compare('Express', await judge(() => startNode('express')), express),
    compare('Koa', await judge(() => startNode('koa')), koa),
    compare('Flask', await judge(() => startPython('flask')), flask),
  ];
  table([['service', 'requirements failed', 'causes reported', 'true causes', 'ratio', 'mixing two'], ...rows]);
  return rows.every(([, , , , ratio, mixed]) => Number(ratio) <= MOST_TOLD && mixed === '0') ? 0 : 1;
});
