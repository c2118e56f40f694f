/**
 * First versions of the operation in two popular frameworks, with their own validation, routing and error handling, judged;
 * the causes that are told beside those that somebody finds who reads the sources (`naive/true-causes.ts`).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from '../scripts/run-script.js';
import { compileGlob } from '../src/shared/glob.js';
import { causesOf } from '../src/report/causes/causes-of.js';
import { mainFinding } from '../src/report/causes/symptom.js';
import type { Report, RequirementReport } from '../src/report/report.js';
import { root, table } from './helpers.js';
import { reach, startFastapi, startFastify, type Service } from './naive/services.js';
import { fastapi, fastify, type TrueCause } from './naive/true-causes.js';

/** Told causes divided by true ones, at most. */
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

/** The true cause of a requirement that failed, by its place in the list; null where nobody has found it. */
function causeOf(requirement: RequirementReport, causes: readonly TrueCause[]): string | null {
  const finding = mainFinding(requirement);
  const found = causes.find(
    ({ explains, received }) =>
      explains.some((glob) => compileGlob(glob)(requirement.id)) &&
      (received === undefined || finding?.received.startsWith(received) === true),
  );
  return found?.says ?? null;
}

/** What was told of a service beside what is true of it. */
function compare(name: string, report: Report, known: readonly TrueCause[]): readonly string[] {
  const told = causesOf(report);
  const byId = new Map(report.requirements.map((requirement) => [requirement.id, requirement]));
  const truth = told.map(({ requirements }) => [
    ...new Set(requirements.flatMap((id) => byId.get(id) ?? []).map((requirement) => causeOf(requirement, known))),
  ]);
  told.forEach(({ id, says }, n) => {
    const causes = truth[n] ?? [];
    if (causes.length > 1) console.log(`${name}: ${id} mixes ${causes.map(String).join(' | ')}`);
    if (causes.includes(null)) console.log(`${name}: nobody has found why: ${id}, ${says}`);
  });
  const all = new Set(truth.flat());
  const mixed = truth.filter(({ length }) => length > 1).length;
  const failed = told.reduce((sum, { requirements }) => sum + requirements.length, 0);
  return [name, failed, told.length, all.size, (told.length / all.size).toFixed(2), mixed].map(String);
}

await runScript(async () => {
  const rows = [
    compare('FastAPI', await judge(startFastapi), fastapi),
    compare('Fastify', await judge(startFastify), fastify),
  ];
  table([['service', 'requirements failed', 'causes told', 'true causes', 'ratio', 'mixing two'], ...rows]);
  return rows.every(([, , , , ratio, mixed]) => Number(ratio) <= MOST_TOLD && mixed === '0') ? 0 : 1;
});
