/** Files made to exhaust whoever reads them. */
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runCaptured } from './cli/captured.fixture.js';
import { report } from './report/report.fixture.js';

const home = await mkdtemp(join(tmpdir(), 'bombs-'));
afterAll(() => rm(home, { recursive: true, force: true }));

const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const objects = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const laughs = (name: string): string =>
  [
    'a0: &a0 [x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}]`),
    `${name}: *a12`,
  ].join('\n');
const told = JSON.stringify(report([]));
const withMember = (text: string): string => told.replace('{', `{"__proto__":{"polluted":true},"further":${text},`);
const first = JSON.stringify({
  type: 'run',
  schemaVersion: 1,
  tool: { name: 'vpcep-contract', version: '1' },
  target: { url: 'http://127.0.0.1:9', serviceIds: [], portIds: [] },
  options: {},
  startedAt: '2024-05-06T07:08:09.000Z',
  timeOrigin: 1_714_979_289_000,
});
const backup =
  '{"schemaVersion":1,"url":"http://127.0.0.1:9","projectId":"p","serviceId":"s","namePrefix":null,"state":';

/** A text, or the size in bytes that a sparse file claims. */
type Bomb = string | number;
const files: Readonly<Record<string, readonly [name: string, bomb: Bomb, says: RegExp]>> = {
  'a report of a terabyte': ['report.json', 2 ** 40, /larger than 256 MiB/],
  'a report of lists in lists': ['report.json', withMember(deep(500_000)), /nested too deep for a report/],
  'a report of objects in objects': ['report.json', withMember(objects(200_000)), /nested too deep for a report/],
  'a report that only opens': ['report.json', '['.repeat(1_000_000), /nested too deep for a report/],
  'a report of quotation marks': ['report.json', `{"a":"${'\\"'.repeat(500_000)}`, /cut off: its JSON does not end/],
  'a record of a terabyte': ['exchanges.ndjson', 2 ** 40, /larger than 384 MiB/],
  'a record whose first line is deep': ['exchanges.ndjson', deep(500_000), /is not a record of vpcep-contract/],
  'a record whose case is deep': [
    'exchanges.ndjson',
    `${first}\n{"type":"case","probe":${objects(200_000)}}\n\n`,
    /line 2: this is not a line of a record/,
  ],
  'a record with a line of null': ['exchanges.ndjson', `${first}\nnull\n\n`, /line 2: this is not a line of a record/],
  'a record with a phase of every object': [
    'exchanges.ndjson',
    `${first}\n{"type":"phase","phase":"__proto__"}\n\n`,
    /line 2: this is not a line of a record/,
  ],
  'a record of bodies that are not there': [
    'exchanges.ndjson',
    `${first}\n{"type":"exchange","request":{"body":{"n":9}}}\n\n`,
    /line 2: this is not a line of a record/,
  ],
  'a record with a line of 65 MiB': [
    'exchanges.ndjson',
    `${first}\n${' '.repeat(68_157_440)}\n\n`,
    /line 2: this is not a line of a record/,
  ],
  'a backup of a terabyte': ['backup/s.json', 2 ** 40, /not a backup that this version can read/],
  'a backup of objects in objects': [
    'backup/s.json',
    `${backup}${objects(200_000)}}`,
    /not a backup that this version can read/,
  ],
  'known failures of a terabyte': ['known-failures.yaml', 2 ** 40, /larger than 1 MiB/],
  'known failures that laugh': [
    'known-failures.yaml',
    `- ${laughs('requirement').replaceAll('\n', '\n  ')}`,
    /line 1: /,
  ],
  'known failures that are the same': [
    'known-failures.yaml',
    '- &a {requirement: *a, reason: *a, recorded: *a}',
    /line 1: /,
  ],
  'known failures of lists in lists': ['known-failures.yaml', '['.repeat(20_000), /line 1: it is nested too deep/],
  'known failures of objects in objects': [
    'known-failures.yaml',
    '{a: '.repeat(20_000),
    /line 1: it is nested too deep/,
  ],
  'known failures of blocks in blocks': ['known-failures.yaml', '- '.repeat(20_000), /line 1: it is nested too deep/],
  'a configuration of a terabyte': ['vpcep.config.yaml', 2 ** 40, /larger than 1 MiB/],
  'a configuration that laughs': ['vpcep.config.yaml', laughs('only'), /vpcep\.config\.yaml/],
  'a configuration of lists in lists': ['vpcep.config.yaml', '['.repeat(20_000), /vpcep\.config\.yaml/],
  'a configuration of blocks in blocks': ['vpcep.config.yaml', `only: ${'- '.repeat(20_000)}`, /vpcep\.config\.yaml/],
  'a configuration of closed lists': ['vpcep.config.yaml', `only: ${deep(20_000)}`, /nested too deep/],
};

function commandsFor(name: string, dir: string): readonly (readonly string[])[] {
  if (name === 'report.json')
    return [
      ['report', dir],
      ['replay', dir, '--failed'],
      ['compare', dir, dir],
      ['merge', dir, dir],
    ];
  if (name === 'exchanges.ndjson') return [['rejudge', dir]];
  if (name === 'backup/s.json') return [['restore', dir]];
  if (name === 'known-failures.yaml')
    return [['run', '--known-failures', join(dir, name), '--report-dir', join(dir, 'r')]];
  return [['run', '--config', join(dir, name), '--report-dir', join(dir, 'r')]];
}

it.for(Object.keys(files))('%s ends in one clear message', async (which) => {
  const [name, bomb, says] = files[which] ?? ['', '', /^$/];
  const dir = await mkdtemp(join(home, 'f-'));
  const file = join(dir, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, typeof bomb === 'string' ? bomb : '');
  if (typeof bomb === 'number') await truncate(file, bomb);
  for (const args of commandsFor(name, dir)) {
    const { code, out, err } = await runCaptured(args, {}, dir);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^error: /);
    expect(err).toMatch(says);
    expect(err.length).toBeLessThan(800);
    expect(err).not.toMatch(/\bat .*:\d+:\d+|Maximum call stack/);
  }
  expect({}).not.toHaveProperty('polluted');
});
