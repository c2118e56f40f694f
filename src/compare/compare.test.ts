import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCaptured } from '../cli/captured.fixture.js';
import { failed, report, requirement } from '../report/report.fixture.js';
import type { Report } from '../report/report.js';
import { compareReports } from './compare-reports.js';
import { statementOf, type Statement } from './statement.js';
import { statementText } from './statement-text.js';

const unjudged = { kind: 'not-judged', reason: 'throttled' } as const;
const known = { reason: 'a proxy', ticket: 'T-1', expires: '2099-12-31' };

const older = report([
  requirement('reply/kept'),
  requirement('reply/breaks'),
  requirement('reply/excused'),
  requirement('reply/lost'),
  requirement('reply/goes'),
  failed('reply/mended'),
  failed('reply/stays'),
]);
const newer = report(
  [
    requirement('reply/kept'),
    failed('reply/breaks'),
    failed('reply/excused', { known }),
    requirement('reply/lost', { verdict: unjudged }),
    requirement('reply/mended'),
    failed('reply/stays'),
    requirement('reply/new'),
  ],
  { options: { ...older.options, seed: 7, effort: 'quick' }, verdict: 'non-conformant', exitCode: 1 },
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compare-'));
  await write('old.json', older);
  await write('new.json', newer);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(name: string, content: Report | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('two reports, compared', () => {
  it('show what newly fails, is fixed, is no longer judged, came and went', () => {
    const comparison = compareReports(older, newer);
    const ids = (name: 'newlyFailing' | 'newlyKnown' | 'fixed' | 'stillFailing' | 'newlyUnjudged' | 'added' | 'gone') =>
      comparison[name].map(({ id }) => id);
    expect(ids('newlyFailing')).toEqual(['reply/breaks']);
    expect(ids('newlyKnown')).toEqual(['reply/excused']);
    expect(ids('fixed')).toEqual(['reply/mended']);
    expect(ids('stillFailing')).toEqual(['reply/stays']);
    expect(ids('newlyUnjudged')).toEqual(['reply/lost']);
    expect(ids('added')).toEqual(['reply/new']);
    expect(ids('gone')).toEqual(['reply/goes']);
    expect(comparison.differences).toEqual(['seed: 42, then 7', 'effort: standard, then quick']);
    expect(comparison.newlyFailing[0]?.why).toBe('expected 400, received 200');
    expect(comparison.latency[0]).toEqual({ measure: 'p50', old: 1.25, new: 1.25 });
  });

  it.each<[name: string, requirement: Report['requirements'][number] | null, regression: RegExp | null]>([
    ['a MUST that newly fails', failed('a/b'), /^1 newly failing: a\/b$/],
    ['a SHOULD that newly fails', failed('a/b', { level: 'SHOULD' }), null],
    ['a known failure', failed('a/b', { known }), null],
    ['a MUST that is no longer judged', requirement('a/b', { verdict: unjudged }), /^1 judged before/],
    [
      'one that is left out now',
      requirement('a/b', { verdict: { kind: 'deselected', reason: '--skip' } }),
      /^1 judged/,
    ],
    ['one that a reading opens', requirement('a/b', { verdict: { kind: 'not-applicable', reading: 'R7' } }), null],
    ['one that is gone', null, /^1 kept before, but gone/],
    ['one that is kept', requirement('a/b'), null],
  ])('are a regression or not: %s', (_name, now, regression) => {
    const { regressions } = compareReports(report([requirement('a/b')]), report(now === null ? [] : [now]));
    expect(regressions).toHaveLength(regression === null ? 0 : 1);
    if (regression !== null) expect(regressions[0]).toMatch(regression);
  });

  it('gate a release by the exit code', async () => {
    const [a, b] = [join(folder, 'old.json'), join(folder, 'new.json')];
    const text = await runCaptured(['compare', a, b]);
    expect(text).toMatchObject({ code: 0, err: '' });
    expect(text.out).toMatch(/^REGRESSION\n/);
    expect(text.out).toContain(
      'NEWLY FAILING (1)\n  - reply/breaks (MUST): passed -> failed; expected 400, received 200',
    );
    expect((await runCaptured(['compare', a, b, '--gate'])).code).toBe(1);
    expect(await runCaptured(['compare', a, a, '--gate'])).toMatchObject({ code: 0 });
    const markdown = await runCaptured(['compare', a, b, '--markdown']);
    expect(markdown.out).toContain('### Newly failing (1)\n\n- `reply/breaks` (MUST)');
    expect(JSON.parse((await runCaptured(['compare', a, b, '--json'])).out)).toEqual(compareReports(older, newer));
  });
});

describe('a statement', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../generated/statement.schema.json', import.meta.url), 'utf8'),
  ) as object;
  const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);
  const of = (requirements: Report['requirements'], changes: Partial<Report> = {}): Statement =>
    statementOf(report(requirements, changes), 'text', null);

  it('keeps to its schema, and says all that it rests on', async () => {
    const { out, code } = await runCaptured([
      'statement',
      join(folder, 'new.json'),
      '--product-version',
      '2.1',
      '--json',
    ]);
    const statement = JSON.parse(out) as Statement;
    expect(code).toBe(0);
    expect(validate(statement), JSON.stringify(validate.errors)).toBe(true);
    expect(statement).toMatchObject({
      result: 'NON-CONFORMANT',
      product: { url: 'http://localhost:8080', version: '2.1' },
      judged: { effort: 'quick', seed: 7 },
      digests: newer.contract.digests,
      failed: [
        { id: 'reply/breaks', known: null },
        { id: 'reply/excused', known },
        { id: 'reply/stays', known: null },
      ],
      notJudged: [{ id: 'reply/lost', reason: 'throttled' }],
    });
    expect(validate({ ...statement, result: 'GOOD' })).toBe(false);
    expect(validate({ ...statement, more: 1 })).toBe(false);
    const text = await runCaptured(['statement', join(folder, 'new.json')]);
    expect(text.out).toMatch(/^NON-CONFORMANT {2}PUT/);
    expect(text.out).toContain('version      not given');
    expect(text.out).toContain('KNOWN FAILURES\n  - reply/excused (MUST): a proxy, until 2099-12-31');
    expect((await runCaptured(['statement', join(folder, 'new.json'), '--markdown'])).out).toMatch(/^# NON-CONFORMANT/);
  });

  it('counts what was left out for one reason, and names a few', () => {
    const reason = 'not selected';
    const left = (count: number): Report['requirements'] =>
      Array.from({ length: count }, (_, n) => requirement(`a/${n}`, { verdict: { kind: 'deselected', reason } }));
    const text = (count: number): string => statementText(of([requirement('b/a'), ...left(count)]), (words) => words);
    expect(text(2)).toContain('NOT JUDGED\n  - a/0: not selected\n  - a/1: not selected\n');
    expect(text(1107)).toContain('NOT JUDGED\n  - 1107 requirements, which --json lists: not selected\n');
  });

  it('is CONFORMANT only of the whole, and never of a breach, known or not', () => {
    const skipped = requirement('a/c', { verdict: { kind: 'not-exercised', reason: 'needs a sibling' } });
    expect(of([requirement('a/b'), skipped])).toMatchObject({ result: 'CONFORMANT', notExercised: [{ id: 'a/c' }] });
    expect(of([failed('a/b', { known })], { verdict: 'known-failures' }).result).toBe('NON-CONFORMANT');
    expect(of([failed('a/b', { level: 'SHOULD' })]).result).toBe('CONFORMANT');
    expect(of([requirement('a/b'), requirement('a/c', { verdict: unjudged })]).result).toBe('PARTIAL');
    const left = requirement('a/c', { verdict: { kind: 'deselected', reason: 'not selected' } });
    expect(of([requirement('a/b'), left]).result).toBe('PARTIAL');
    expect(of([requirement('a/b')], { verdict: 'interrupted', exitCode: 130 }).result).toBe('PARTIAL');
  });
});

describe('what is not a report', () => {
  it.each<[name: string, text: string, message: RegExp]>([
    ['a foreign file', '{"log":{"version":"1.2"}}', /is JSON, but not a report of vpcep-contract/],
    ['a truncated one', JSON.stringify(older).slice(0, -30), /is cut off/],
    ['one of another version', JSON.stringify({ ...older, schemaVersion: 9 }), /schemaVersion 9; this version reads 1/],
    ['one with foreign parts', JSON.stringify({ ...older, requirements: [{ name: 'x' }] }), /parts of it are missing/],
    [
      'one that is damaged deep within',
      JSON.stringify({ ...older, requirements: older.requirements.map((one) => ({ ...one, cases: { sent: 'x' } })) }),
      /parts of it are missing or wrong: \/requirements\/0\/cases /,
    ],
  ])('is refused with its message: %s', async (name, text, message) => {
    const bad = await write(`${name}.json`, text);
    const good = join(folder, 'old.json');
    for (const args of [
      ['compare', bad, good],
      ['compare', good, bad, '--gate'],
      ['statement', bad],
    ]) {
      const { code, out, err } = await runCaptured(args);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(message);
    }
  });
});
