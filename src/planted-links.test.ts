/** Report folders in which somebody planted links to other people's files. */
import { closeSync } from 'node:fs';
import { link, lstat, mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Recorder } from './record/recorder.js';
import { lockFolder } from './report/lock-folder.js';
import { RECORD_FILE } from './report/record-file.js';
import { reportFiles } from './report/report-files.js';
import { failed, report } from './report/report.fixture.js';
import { prepareReplay, prepareReportDir, replayFolder, writeReport } from './report/write-report.js';
import { folder } from './run.fixture.js';
import { keepBackups, readBackups, settleBackups, type Backup } from './run/restore/backup.js';
import { openToWrite } from './shared/safe-files.js';

const backup: Backup = {
  schemaVersion: 1,
  url: 'http://127.0.0.1:9',
  projectId: 'project',
  serviceId: 'service',
  state: { service_name: 'mine' },
  namePrefix: null,
  readAt: '2024-02-29T12:00:00.000Z',
};
const kept = `${backup.serviceId}.json`;
/** Looks like our own report, record and backup, so that nothing is left alone for being foreign. */
const precious = JSON.stringify({ ...backup, tool: { name: 'vpcep-contract' } });
const temporary = '.report.json.0b5f0f30-0000-4000-8000-000000000000.tmp';

const below = ['backup', 'backup/PENDING', `backup/${kept}`, `backup/${temporary}`];
/** Every name that is written, removed or renamed in a report folder. */
const names = [
  ...Object.values(reportFiles).map(({ name }) => name),
  RECORD_FILE,
  temporary,
  '.lock',
  '.lock.turn',
  '.writable',
  ...below,
  'replay',
  'replay/.writable',
  ...below.map((name) => `replay/${name}`),
];

type Plant = (place: string, outside: string) => Promise<void>;
const plants: Readonly<Record<string, Plant>> = {
  'a symbolic link to a file': (place, outside) => symlink(join(outside, 'precious'), place),
  'a symbolic link to a folder': (place, outside) => symlink(join(outside, 'full'), place),
  'a symbolic link to nothing': (place, outside) => symlink(join(outside, 'nothing'), place),
  'a hard link': (place, outside) => link(join(outside, 'precious'), place),
};

const settled = new Date('2024-01-01T00:00:00Z');

/** Somebody else's files, named so that code that follows a link there finds everything it looks for. */
async function elsewhere(): Promise<string> {
  const outside = await folder();
  const files = [kept, 'PENDING', '.writable', '.lock', temporary, 'report.json', RECORD_FILE];
  for (const dir of [join(outside, 'full'), join(outside, 'full', 'backup')]) {
    await mkdir(dir);
    for (const name of files.filter((file) => dir.endsWith('full') || file !== 'PENDING'))
      await writeFile(join(dir, name), precious);
  }
  await writeFile(join(outside, 'precious'), precious);
  for (const name of await readdir(outside, { recursive: true })) await utimes(join(outside, name), settled, settled);
  return outside;
}

async function stateOf(outside: string): Promise<readonly unknown[]> {
  const found = (await readdir(outside, { recursive: true })).sort();
  return Promise.all(
    found.map(async (name) => {
      const { mode, mtimeMs } = await lstat(join(outside, name));
      const text = await readFile(join(outside, name), 'utf8').catch(() => null);
      return { name, mode, mtimeMs, text };
    }),
  );
}

const rendered = new RegExp(
  `^(?:${Object.values(reportFiles)
    .map(({ name }) => name.replace('.', '\\.'))
    .join('|')})$`,
);
const told = report([failed('effect/atomic')]);

/** Every action on a report folder, with the names that it touches. */
const steps: readonly (readonly [RegExp, (dir: string, name: string) => unknown])[] = [
  [/./, (dir) => prepareReportDir(dir)],
  [/./, (dir, name) => closeSync(openToWrite(join(dir, name)))],
  [/^\.lock/, async (dir) => (await lockFolder(dir, 'run'))()],
  [/^backup/, (dir) => readBackups(dir)],
  [/^backup/, (dir) => settleBackups(dir)],
  [/^backup/, (dir) => keepBackups(dir, [backup])],
  [/^replay|PENDING|writable/, (dir) => prepareReplay(dir)],
  [/^replay/, (dir) => settleBackups(replayFolder(dir))],
  [/^replay/, (dir) => keepBackups(replayFolder(dir), [backup])],
  [/ndjson$/, (dir, name) => new Recorder(join(dir, name)).end({} as never)],
  [rendered, (dir) => writeReport(dir, told)],
];

describe.runIf(process.platform !== 'win32')('a link in a report folder', () => {
  it.for(Object.keys(plants))('never leads out of it, whatever its name: %s', async (kind) => {
    const done = new Set<string>();
    const outside = await elsewhere();
    const before = await stateOf(outside);
    for (const name of names) {
      for (const [at, step] of steps.filter(([pattern]) => pattern.test(name))) {
        const dir = await folder();
        await mkdir(dirname(join(dir, name)), { recursive: true });
        await plants[kind]?.(join(dir, name), outside);
        await Promise.resolve()
          .then(() => step(dir, name))
          .catch(() => undefined);
        expect(await stateOf(outside), `${name} ${String(at)}`).toEqual(before);
        done.add(name);
      }
    }
    expect([...done]).toEqual(names);
  });
});
