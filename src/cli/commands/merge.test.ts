import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMock, type MockServer } from '../../mock/index.js';
import type { Report } from '../../report/report.js';
import { runCaptured } from '../captured.fixture.js';

let folder: string;
let mock: MockServer;
let env: Record<string, string>;
const codes: number[] = [];
const at = (name: string): string => join(folder, name);
const read = (name: string): Report => JSON.parse(readFileSync(join(at(name), 'report.json'), 'utf8')) as Report;
const ONLY = [
  '--only',
  'path',
  '--only',
  'reply/id',
  '--only',
  'request-body/approval_enabled',
  '--only',
  'effect/isolation*',
];

/** Both shards of a faulty mock at once, and the same run on one machine. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'merge-'));
  mock = await createMock({ faults: ['approval-null-accepted'], services: 3 });
  env = {
    VPCEP_TARGET: mock.url,
    VPCEP_PROJECT_ID: mock.projectId,
    VPCEP_SERVICE_ID: mock.serviceIds.join(','),
    VPCEP_SIBLING_SERVICE_ID: mock.siblingServiceId ?? '',
    VPCEP_TOKEN: mock.token,
    VPCEP_FOREIGN_TOKEN: mock.foreignToken,
    VPCEP_PORT_ID: mock.portIds.join(','),
  };
  const run = async (name: string, ...flags: string[]): Promise<void> => {
    const args = ['run', '--effort', 'quick', '--seed', '5', ...ONLY, '--report-dir', at(name), '--quiet', ...flags];
    const { code, err } = await runCaptured(args, env, folder);
    if (err !== '') throw new Error(err);
    codes.push(code);
  };
  await Promise.all([run('one', '--shard', '1/2'), run('two', '--shard', '2/2')]);
  await run('whole');
});
afterAll(async () => {
  await mock.close();
  rmSync(folder, { recursive: true, force: true });
});

const merge = (...args: readonly string[]) => runCaptured(['merge', ...args, '--report-dir', at('merged')], {}, folder);

/** Returns a changed copy of a shard's report. */
function altered(name: string, from: string, change: (report: Record<string, unknown>) => object): string {
  cpSync(at(from), at(name), { recursive: true });
  const report = JSON.parse(readFileSync(join(at(from), 'report.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(join(at(name), 'report.json'), JSON.stringify({ ...report, ...change(report) }));
  return at(name);
}

describe('the shards of a run', () => {
  it('share services, ids and requirements, so that each belongs to one', () => {
    const [one, two, whole] = [read('one'), read('two'), read('whole')];
    expect(one.target.serviceIds).toEqual([mock.serviceIds[0], mock.serviceIds[2]]);
    expect(two.target.serviceIds).toEqual([mock.serviceIds[1]]);
    expect([one.target.siblingServiceId, two.target.siblingServiceId]).toEqual([mock.siblingServiceId, null]);
    for (const [n, { id, verdict }] of whole.requirements.entries()) {
      const kinds = [one, two].map(({ requirements }) => requirements[n]?.verdict);
      const elsewhere = kinds.filter((kind) => kind?.kind === 'deselected' && kind.reason.startsWith('shard '));
      const watched = /^(reply|errors)\//.test(id) || verdict.kind === 'deselected';
      if (!watched && verdict.kind !== 'not-exercised')
        expect({ id, elsewhere: elsewhere.length }).toEqual({ id, elsewhere: 1 });
      if (verdict.kind === 'deselected') expect(elsewhere).toEqual([]);
    }
  });

  it('put every service back, and say what their verdict is worth', () => {
    const [failing, kept] = [read('one'), read('two')].sort((a, b) => b.exitCode - a.exitCode);
    expect(failing?.verdict).toBe('non-conformant');
    expect({ verdict: kept?.verdict, code: kept?.exitCode }).toEqual({ verdict: 'conformant', code: 0 });
    expect(kept?.because[0]).toMatch(/^shard \d\/2 judged its share, \d+ of \d+ requirements: merge gives the verdict/);
    for (const { restore } of [read('one'), read('two')]) {
      expect(restore.map(({ outcome }) => outcome).filter((outcome) => outcome === 'failed')).toEqual([]);
    }
  });

  it('come to the same as the whole run when they are merged', async () => {
    const { code, out, err } = await merge(at('two'), at('one'));
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const [merged, whole] = [read('merged'), read('whole')];
    expect(merged).toMatchObject({
      verdict: whole.verdict,
      exitCode: whole.exitCode,
      options: { shard: null, seed: 5 },
    });
    const verdicts = ({ requirements }: Report) => requirements.map(({ id, verdict }) => `${id} ${verdict.kind}`);
    expect(verdicts(merged)).toEqual(verdicts(whole));
    expect(merged.totals).toEqual(whole.totals);
    expect(new Set(merged.target.serviceIds)).toEqual(new Set(mock.serviceIds));
    expect(merged.traffic.attempts).toBe(read('one').traffic.attempts + read('two').traffic.attempts);
    const counted = merged.traffic.latency.histogram.reduce((sum, { count }) => sum + count, 0);
    expect(counted).toBe(Object.values(merged.traffic.statuses).reduce((sum, count) => sum + count, 0));
    const placed = merged.traffic.timeline.buckets.reduce(
      (sum, b) => sum + b.accepted + b.refused + b.other + b.unanswered,
      0,
    );
    expect(placed).toBe(merged.traffic.attempts);
    expect(out).toContain(`vpcep-contract replay ${at('merged')}`);
    const schema = JSON.parse(
      readFileSync(new URL('../../../generated/report.schema.json', import.meta.url), 'utf8'),
    ) as object;
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(merged), JSON.stringify(validate.errors)).toBe(true);
  });

  it('can have a failure of the merged report replayed', async () => {
    await merge(at('one'), at('two'));
    const id = read('merged').requirements.flatMap(({ failures }) => failures)[0]?.case ?? '';
    const { code, out } = await runCaptured(
      ['replay', at('merged'), id],
      { VPCEP_TARGET: mock.url, VPCEP_TOKEN: mock.token },
      folder,
    );
    expect({ code, still: out.startsWith('STILL FAILING') }).toEqual({ code: 1, still: true });
  });

  it('stay parts of the run when their record is judged again', async () => {
    const { code } = await runCaptured(
      ['rejudge', at('two'), ...ONLY, '--report-dir', at('again'), '--quiet'],
      {},
      folder,
    );
    expect(code).toBe(read('two').exitCode);
    const verdicts = ({ requirements }: Report) => requirements.map(({ id, verdict }) => ({ id, verdict }));
    expect(verdicts(read('again'))).toEqual(verdicts(read('two')));
    expect(await merge(at('one'), at('again'))).toMatchObject({ code: 1, err: '' });
  });

  it('are partial if one is missing, even if it left an empty folder', async () => {
    const [kept = '', other = ''] = ['one', 'two'].sort((a, b) => read(a).exitCode - read(b).exitCode);
    mkdirSync(at('empty'), { recursive: true });
    const { code, out, err } = await merge(at(kept), at('empty'));
    expect({ code, err }).toEqual({ code: 2, err: `${at('empty')} holds no report: its shard is missing.\n` });
    expect(out).toMatch(/^PARTIAL /);
    const index = read(other).options.shard?.index ?? 0;
    expect(read('merged').because).toEqual([
      `shard ${index}/2 is missing`,
      expect.stringMatching(/^\d+ requirements of \d+ left out(?:, \d+ of them in part)?$/),
    ]);
    // A failure counts, whatever is missing.
    expect(await merge(at(other))).toMatchObject({ code: 1 });
  });

  it('never change two services that share a port_id', async () => {
    const shared = await createMock({ seed: 3 });
    const [first = '', second = ''] = shared.serviceIds;
    const { port_id } = shared.snapshot(first);
    const joined = await fetch(`${shared.url}/v1/${shared.projectId}/vpc-endpoint-services/${second}`, {
      method: 'PUT',
      headers: { 'X-Auth-Token': shared.token, 'Content-Type': 'application/json' },
      body: JSON.stringify({ port_id, ports: [] }),
    });
    expect(joined.status).toBe(200);
    const { updated_at: before } = shared.snapshot(second);
    const here = {
      VPCEP_TARGET: shared.url,
      VPCEP_PROJECT_ID: shared.projectId,
      VPCEP_SERVICE_ID: `${first},${second}`,
      VPCEP_TOKEN: shared.token,
    };
    const { code, out } = await runCaptured(['run', '--shard', '2/2', '--report-dir', at('shared')], here, folder);
    const { updated_at: after } = shared.snapshot(second);
    await shared.close();
    expect(code).toBe(2);
    expect(out).toContain('the services of shard 2/2 share their port_id with services of other shards');
    expect(after).toBe(before);
  });

  it('need as many services as there are shards', async () => {
    const few = { ...env, VPCEP_SERVICE_ID: mock.serviceIds.slice(0, 2).join(',') };
    const { code, err } = await runCaptured(['run', '--shard', '1/3', '--report-dir', at('one')], few, folder);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: 3 shards need as many services, and 2 are given/);
    expect(read('one').options.shard).toEqual({ index: 1, count: 2 });
    const wrong = await runCaptured(['run', '--shard', '0/3', '--report-dir', at('one')], env, folder);
    expect(wrong.err).toMatch(/^error: --shard cannot be "0\/3"\n {2}Write which shard .* 1\/3, 2\/3, 3\/3/);
  });
});

describe('what cannot be merged is named', () => {
  it.each<[name: string, other: () => string, message: RegExp]>([
    ['a missing folder', () => at('nowhere'), /no report can be read at .*nowhere/],
    ['the report of a whole run', () => at('whole'), /is the report of a whole run, not of a shard/],
    ['a shard twice', () => at('one'), /one and .*one are both reports of shard 1\/2/],
    [
      'another version',
      () => altered('version', 'two', ({ tool }) => ({ tool: { ...(tool as object), version: '0.0.1' } })),
      /parts of different runs: version \S+ and 0\.0\.1/,
    ],
    ['another layout', () => altered('layout', 'two', () => ({ schemaVersion: 2 })), /has schemaVersion 2/],
    [
      'another seed',
      () => altered('seed', 'two', ({ options }) => ({ options: { ...(options as object), seed: 6 } })),
      /seed 5 and 6/,
    ],
    [
      'another selection',
      () => altered('only', 'two', ({ options }) => ({ options: { ...(options as object), only: [] } })),
      /only \[.*\] and \[\]/,
    ],
    [
      'another number of shards',
      () =>
        altered('count', 'two', ({ options }) => ({
          options: { ...(options as object), shard: { index: 2, count: 3 } },
        })),
      /shards 2 and 3/,
    ],
    [
      'another target',
      () => altered('target', 'two', ({ target }) => ({ target: { ...(target as object), url: 'http://h' } })),
      /URL http:\S+ and http:\/\/h/,
    ],
    [
      'other suites',
      () => altered('suites', 'two', ({ requirements }) => ({ requirements: (requirements as object[]).slice(1) })),
      /judged by different requirements/,
    ],
    [
      'a report that is cut off',
      () => {
        mkdirSync(at('cut'), { recursive: true });
        writeFileSync(
          join(at('cut'), 'report.json'),
          readFileSync(join(at('two'), 'report.json'), 'utf8').slice(0, 5000),
        );
        return at('cut');
      },
      /is cut off: its JSON does not end/,
    ],
    [
      'JSON of another program',
      () => {
        mkdirSync(at('foreign'), { recursive: true });
        writeFileSync(join(at('foreign'), 'report.json'), '{"results": []}');
        return at('foreign');
      },
      /is JSON, but not a report of vpcep-contract/,
    ],
  ])('%s', async (_name, other, message) => {
    const { code, out, err } = await merge(at('one'), other());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^ {4}at /m);
  });

  it('its own result, and nothing at all', async () => {
    const { err } = await runCaptured(['merge', at('one'), '--report-dir', at('one')], {}, folder);
    expect(err).toMatch(/is merged, and the result would replace it/);
    mkdirSync(at('bare'), { recursive: true });
    expect((await merge(at('bare'))).err).toMatch(/there is no report to merge/);
    expect((await runCaptured(['merge'], {}, folder)).err).toMatch(/missing required argument/);
  });
});
