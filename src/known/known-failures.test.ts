import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../shared/errors.js';
import { causesOf } from '../report/causes/causes-of.js';
import { failed, failure, report, requirement } from '../report/report.fixture.js';
import type { Report } from '../report/report.js';
import type { RequirementReport } from '../report/requirement-report.js';
import { exitCodeOf, resultsOf } from '../report/results.js';
import { applyKnownFailures } from './apply-known-failures.js';
import type { JudgedBy } from './is-proof.js';
import { parseKnownFailures } from './parse-known-failures.js';
import { readKnownFailures } from './read-known-failures.js';
import { updateKnownFailures } from './update-known-failures.js';
import { writeKnownFailures } from './write-known-failures.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'known-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('a file of known failures', () => {
  it('is read with everything that an entry may say', () => {
    const text = `# ours\n- requirement: effect/atomic\n  reason: slow cache\n  ticket: 1234\n  expires: 2025-06-30\n- {requirement: port-list, reason: later}\n`;
    expect(parseKnownFailures(text, 'k.yaml').entries).toEqual([
      {
        requirement: 'effect/atomic',
        reason: 'slow cache',
        ticket: '1234',
        expires: '2025-06-30',
        recorded: null,
        line: 2,
      },
      { requirement: 'port-list', reason: 'later', ticket: null, expires: null, recorded: null, line: 6 },
    ]);
    expect(parseKnownFailures('# nothing\n', 'k.yaml').entries).toEqual([]);
  });

  it('may end its lines as Windows does', () => {
    const text = '- requirement: effect/atomic\r\n  reason: slow cache\r\n';
    expect(parseKnownFailures(text, 'k.yaml').entries).toMatchObject([
      { requirement: 'effect/atomic', reason: 'slow cache', line: 1 },
    ]);
  });

  it.each<[name: string, text: string, message: RegExp]>([
    ['that is cut off', '- requirement: "effect/ato', /^k\.yaml, line 1: /],
    ['of JSON from elsewhere', '{"tool": {"name": "other"}}', /line 1: a list of entries is expected/],
    ['of a text', 'hello', /line 1: a list of entries is expected/],
    ['with an entry that is a text', '- effect/atomic', /line 1: this entry is not a mapping/],
    [
      'with a misspelt member',
      '- requirement: a/b\n  reson: x',
      /line 2: "reson" is not a member.*did you mean reason\?/,
    ],
    ['without a requirement', '\n- reason: x', /line 2: this entry names neither a requirement nor a cause/],
    [
      'with two names',
      '- {requirement: a/b, cause: c, reason: x}',
      /line 1: this entry names a requirement and a cause/,
    ],
    [
      'with an invalid record',
      '- {requirement: a/b, reason: x, recorded: {effort: hasty}}',
      /line 1: recorded is not what/,
    ],
    ['without a reason', '- requirement: a/b\n  reason: ""', /line 1: a\/b has no reason/],
    ['with a list for a text', '- requirement: a/b\n  reason: [x]', /line 2: reason is not a text/],
    [
      'with an invalid day',
      '- requirement: a/b\n  reason: x\n  expires: 2025-02-30',
      /line 3: expires is "2025-02-30"/,
    ],
    [
      'with an entry twice',
      '- {requirement: a/b, reason: x}\n- {requirement: a/b, reason: y}',
      /line 2: a\/b is already in line 1/,
    ],
  ])('%s is refused, with its line', (_name, text, message) => {
    expect(() => parseKnownFailures(text, 'k.yaml')).toThrow(UserError);
    expect(() => parseKnownFailures(text, 'k.yaml')).toThrow(message);
  });

  it('may name only what is in the contract, and must be there', async () => {
    const file = join(folder, 'k.yaml');
    const at = { knownFailures: file, updateKnown: false };
    await expect(readKnownFailures(at, ['effect/atomic'])).rejects.toThrow(/cannot be read \(ENOENT\)/);
    expect(await readKnownFailures({ ...at, updateKnown: true }, [])).toEqual({ file, entries: [] });
    await writeFile(file, '- {requirement: effect/atomix, reason: x}');
    await expect(readKnownFailures(at, ['effect/atomic'])).rejects.toMatchObject({
      message: expect.stringMatching(/line 1: effect\/atomix matches no requirement/) as unknown,
      remedy: 'Did you mean effect/atomic?',
    });
    await writeFile(file, '- {requirement: effect, reason: x}');
    expect((await readKnownFailures(at, ['effect/atomic']))?.entries).toHaveLength(1);
    expect(await readKnownFailures({ knownFailures: null, updateKnown: false }, [])).toBeNull();
  });
});

const known = (text: string) => parseKnownFailures(text, 'k.yaml');
const entry = (requirementId: string, more = '') => `- requirement: ${requirementId}\n  reason: slow${more}\n`;
const judged = [
  failed('a/one'),
  failed('a/two'),
  requirement('b/one', { cases: { sent: 3, judged: 3, unjudged: 0, drawn: 0, resent: 0, misjudgedBelow: null } }),
  requirement('d/drawn'),
  requirement('b/two', { verdict: { kind: 'not-judged', reason: 'throttled' } }),
  requirement('c/one', { verdict: { kind: 'deselected', reason: '--only' } }),
];
const whole: JudgedBy = {
  effort: 'standard',
  readings: 'document',
  cases: null,
  only: [],
  skip: [],
  seed: 1,
  shard: null,
  complete: true,
};
const apply = (text: string, run: Partial<JudgedBy> = {}, requirements: readonly RequirementReport[] = judged) =>
  applyKnownFailures(
    { requirements, causes: causesOf({ requirements }), run: { ...whole, ...run }, today: '2025-06-30' },
    known(text),
  );
const states = (text: string, run: Partial<JudgedBy> = {}) =>
  apply(text, run).report?.entries.map(({ state }) => state);

describe('known failures', () => {
  it('are marked, each with its reason', () => {
    const { requirements, report: applied } = apply(entry('a/*'));
    expect(requirements.filter((one) => one.known?.reason === 'slow').map(({ id }) => id)).toEqual(['a/one', 'a/two']);
    expect(applied?.entries).toMatchObject([{ state: 'failing', failed: ['a/one', 'a/two'] }]);
  });

  it('rot when they pass or expire, and are left alone when they were not judged', () => {
    expect(states(entry('b/one'))).toEqual(['passing']);
    expect(states(entry('b/*'))).toEqual(['not-judged']);
    expect(states(entry('b/two'))).toEqual(['not-judged']);
    expect(states(entry('c/one', '\n  expires: 2000-01-01'))).toEqual(['not-judged']);
    expect(states(entry('a/one', '\n  expires: 2025-06-30'))).toEqual(['failing']);
    expect(states(entry('a/one', '\n  expires: 2025-06-29'))).toEqual(['expired']);
    const expired = apply(entry('a/one', '\n  expires: 2025-06-29'));
    expect(expired.requirements[0]).not.toHaveProperty('known');
    expect(expired.report?.entries).toMatchObject([{ failed: ['a/one'] }]);
  });

  it('stay as they were in a file that is rewritten, except for those that pass', async () => {
    const file = join(folder, 'k.yaml');
    const text = `# ours\n- requirement: a/one # keep\n  reason: slow\n  ticket: T-1\n- requirement: b/one\n  reason: gone\n`;
    await writeFile(file, text);
    const { requirements, report: knownFailures } = apply(text);
    const after: Report = report(requirements, { knownFailures });
    expect(await writeKnownFailures(file, after)).toMatchObject({ added: ['a/two'], removed: ['b/one'] });
    const written = await readFile(file, 'utf8');
    expect(written).toBe(
      `# ours\n- requirement: a/one # keep\n  reason: slow\n  ticket: T-1\n- requirement: a/two\n  reason: to be explained\n  recorded:\n    effort: standard\n    readings: document\n`,
    );
    const again = apply(written);
    expect(updateKnownFailures(written, file, report(again.requirements, { knownFailures: again.report }))).toEqual({
      text: written,
      added: [],
      removed: [],
    });
  });

  it('are written into a new file that can be read', () => {
    const { text, added } = updateKnownFailures(null, 'k.yaml', report(judged));
    expect(added).toEqual(['a/one', 'a/two']);
    expect(text).toMatch(/^# Failures that are known/);
    expect(known(text).entries.map(({ requirement: id }) => id)).toEqual(['a/one', 'a/two']);
  });

  it('pass only if the run judged at least what they were recorded with', () => {
    const recorded = (what: string, id = 'b/one') => entry(id, `\n  recorded: {effort: standard${what}}`);
    expect(states(recorded(''))).toEqual(['passing']);
    expect(states(recorded(''), { effort: 'thorough' })).toEqual(['passing']);
    expect(states(recorded(', readings: production'))).toEqual(['passing']);
    expect(states(recorded(', only: [b]'), { only: ['b'] })).toEqual(['passing']);
    expect(states(recorded(', only: [b]'))).toEqual(['passing']);
    expect(states(recorded(', seed: 1', 'd/drawn'))).toEqual(['passing']);
    for (const [what, run] of [
      ['', { complete: false }],
      ['', { effort: 'quick' }],
      ['', { readings: 'production' }],
      ['', { only: ['b'] }],
      ['', { shard: { index: 1, count: 2 } }],
      ['', { cases: 5 }],
      [', cases: 9', { cases: 8 }],
      [', seed: 2', {}],
    ] as const)
      expect({ what, run, states: states(recorded(what), run) }).toEqual({ what, run, states: ['unproven'] });
  });

  it('do not pass by luck: what is drawn may fail with another seed', () => {
    expect(states(entry('d/drawn'))).toEqual(['passing']);
    const drawn = (id: string, times: number) =>
      failed(id, { failures: [failure({ case: `${id}#3`, recorded: { probe: { drawn: true } } })], failed: times });
    const { text } = updateKnownFailures(null, 'k.yaml', report([drawn('a/some', 1), drawn('a/all', 8)]));
    expect(known(text).entries.map(({ requirement: id, recorded }) => [id, recorded?.seed])).toEqual([
      ['a/some', 42],
      ['a/all', null],
    ]);
    const { facts, report: applied } = apply(entry('d/drawn', '\n  recorded: {effort: standard, seed: 7}'));
    expect(facts).toEqual([
      'k.yaml lists d/drawn, which passed here; that does not prove it fixed, since what failed was drawn with --seed 7.',
    ]);
    expect(exitCodeOf(resultsOf(report([requirement('d/drawn')], { knownFailures: applied })), false)).toBe(0);
  });

  it('can be those of one cause, which is written as one entry', () => {
    const many = ['null', 'number', 'boolean', 'object', 'array'].map((type) => {
      const id = `request-body/service_name/type/${type}`;
      const own = failure({ case: `${id}#0`, findings: [{ requirement: id, expected: '400', received: '422' }] });
      return failed(id, { failures: [{ ...own, exchanges: own.exchanges.map((one) => ({ ...one, status: 422 })) }] });
    });
    const [cause] = causesOf({ requirements: many });
    expect(cause?.requirements).toHaveLength(5);
    const { text, added } = updateKnownFailures(
      null,
      'k.yaml',
      report(many, { causes: causesOf({ requirements: many }) }),
    );
    expect(added).toEqual([`the cause ${cause?.id ?? ''}`]);
    const excused = apply(text, {}, many);
    expect(excused.requirements.every((one) => one.known?.reason === 'to be explained')).toBe(true);
    expect(excused.report?.entries).toMatchObject([{ cause: cause?.id, state: 'failing' }]);
    const again = updateKnownFailures(text, 'k.yaml', report(excused.requirements, { knownFailures: excused.report }));
    expect(again.added).toEqual([]);
    const mended = many.map(({ id }) => requirement(id));
    expect(apply(text, {}, mended).report?.entries).toMatchObject([{ state: 'passing', failed: [] }]);
    const other = [...mended, failed('z/other', { failures: [] })];
    expect(apply(text, {}, other).requirements.filter((one) => one.known !== undefined)).toEqual([]);
  });
});
