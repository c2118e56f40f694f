import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Flags } from '../../config/config.js';
import { UserError } from '../../shared/errors.js';
import { engine } from '../../engine.js';
import { parseRecord, readRecord } from '../../record/read-record.js';
import { RECORD_FILE } from '../../report/record-file.js';
import type { Report } from '../../report/report.js';
import { configOf, folder, listenTo, mock, targetOf } from '../../run.fixture.js';
import type { Anew } from './rejudge.js';

const hooks = { signal: new AbortController().signal, progress: () => undefined };

interface Recorded {
  readonly live: Report;
  readonly file: string;
  readonly again: (anew?: Anew) => Promise<Report>;
}

async function recorded(
  options: Parameters<typeof mock>[0],
  flags: Flags = {},
  signal = hooks.signal,
): Promise<Recorded> {
  const target = await mock(options);
  const reportDir = await folder();
  const live = await engine.run(await configOf(targetOf(target), { ...flags, reportDir }), {
    ...hooks,
    signal,
    record: true,
  });
  const file = join(reportDir, RECORD_FILE);
  const got = listenTo(target);
  return {
    live,
    file,
    again: async (anew = {}) => {
      const report = await engine.rejudge(await readRecord(file), { ...anew, reportDir: await folder() }, hooks);
      expect(got).toEqual([]);
      return report;
    },
  };
}

/** Everything in a report except when and where. */
function said({ requirements, verdict, exitCode, because, totals, traffic, facts, restore }: Report): object {
  const { timeline: _timeline, ...counted } = traffic;
  return {
    verdict,
    exitCode,
    because,
    totals,
    counted,
    facts,
    restore,
    requirements: requirements.map(({ failures, ...rest }) => ({
      ...rest,
      failures: failures.map(({ findings, minimalBody, exchanges, case: id }) => ({
        id,
        findings,
        minimalBody,
        exchanges: exchanges.map(({ body, status, responseBody, failure }) => ({
          body,
          status,
          responseBody,
          failure,
        })),
      })),
    })),
  };
}

/** Enough drawn cases that they are made in parts. */
const inParts = { only: ['request-body/description', 'request-body/drawn', 'effect/echo/description'], cases: '70' };
const some = { only: ['effect/echo/{description,ports}', 'headers/token-*'], cases: '2' };
const clock = { only: ['effect/later', 'reply/updated_at/moves-on'] };
const leaks = { only: ['errors/no-leak', 'headers/token-*', 'path/service-*'], cases: '2' };

describe('a record that is judged again', () => {
  it.each<[name: string, code: number, options: Parameters<typeof mock>[0], flags: Flags]>([
    ['of a service that conforms', 0, {}, { effort: 'quick' }],
    ['of a service that loses what it is sent', 1, { faults: ['description-trimmed', 'ports-cut-at-199'] }, some],
    ['of a service that shows the token', 1, { faults: ['leak-token-in-401', 'leak-token-in-404'] }, leaks],
    ['of a bad connection', 0, { variants: ['resets-2-percent', 'unavailable-5-percent'] }, some],
    ['of a platform with faults', 0, { variants: ['state-fault-every-13th', 'resets-after-the-work'] }, some],
    ['of a clock that stands still', 1, { faults: ['updated-at-stands-for-client-ports'] }, clock],
    ['of a budget', 2, {}, { maxRequests: '400' }],
    ['of many cases', 1, { faults: ['description-cut-at-128'] }, inParts],
    ['of many cases, cut short', 2, {}, { ...inParts, maxRequests: '330' }],
    ['of as many failures as are wanted', 1, { faults: ['ports-cut-at-199'] }, { ...some, maxFailures: '1' }],
  ])('says what the run said (%s)', async (_name, code, options, flags) => {
    const { live, again } = await recorded(options, flags);
    const report = await again();
    expect(said(report)).toEqual(said(live));
    expect(live.exitCode).toBe(code);
    expect(report.rejudged?.recordedWith).toBe('document');
  });

  it('says what an interrupted run said', async () => {
    const stop = new AbortController();
    const target = await mock();
    const reportDir = await folder();
    const live = await engine.run(await configOf(targetOf(target), { reportDir }), {
      signal: stop.signal,
      progress: ({ requests }) => requests > 300 && stop.abort(),
      record: true,
    });
    expect(live.verdict).toBe('interrupted');
    const again = await engine.rejudge(await readRecord(join(reportDir, RECORD_FILE)), { reportDir }, hooks);
    const verdicts = ({ requirements, because }: Report) => ({
      because,
      of: requirements.map(({ verdict }) => verdict),
    });
    expect(verdicts(again)).toEqual(verdicts(live));
  });

  it('follows other readings, and a choice of requirements', async () => {
    const { live, again, file } = await recorded(
      { faults: ['approval-null-accepted'] },
      { only: ['request-body/approval_enabled', 'reply'] },
    );
    const failed = (report: Report) =>
      report.requirements.filter(({ verdict }) => verdict.kind === 'failed').map(({ id }) => id);
    expect(failed(live)).toEqual(['request-body/approval_enabled/type/null']);
    const production = await again({ readings: 'production' });
    expect(failed(production)).toEqual([]);
    expect(production.totals.MUST['not-judged']).toBe(0);
    expect(production.exitCode).toBe(0);
    expect(production.requirements.find(({ id }) => id === failed(live)[0])?.verdict.kind).toBe('not-applicable');
    const chosen = await again({ only: ['reply'] });
    expect(failed(chosen)).toEqual([]);
    expect(chosen.totals.MUST.deselected).toBeGreaterThan(10);
    await expect(again({ only: ['methods'] })).rejects.toThrow(UserError);
    const text = await readFile(file, 'utf8');
    const strange = text.replace(
      '"tool":{"name":"vpcep-contract","version":"',
      '"tool":{"name":"vpcep-contract","version":"0.0.',
    );
    expect(failed(await engine.rejudge(parseRecord(strange, file), { reportDir: await folder() }, hooks))).toEqual(
      failed(live),
    );
  });

  it('holds no token, though the service shows it', async () => {
    const target = await mock({ faults: ['leak-token-in-401', 'leak-token-in-404'] });
    const reportDir = await folder();
    const config = await configOf(targetOf(target), { reportDir, only: ['headers', 'path', 'errors'] });
    const live = await engine.run(config, { ...hooks, record: true });
    expect(live.exitCode).toBe(1);
    const text = await readFile(join(reportDir, RECORD_FILE), 'utf8');
    for (const secret of [target.token, target.token.slice(1), target.token.slice(0, -1), target.foreignToken])
      expect(text.includes(secret)).toBe(false);
    expect(text).toContain('<credential>');
  });

  it('tolerates a gateway that reads odd signed paths in its own way, under other readings too', async () => {
    const made = await mock({ variants: ['signature-resolved-path'] });
    const reportDir = await folder();
    const target = { ...targetOf(made), token: null };
    const config = await configOf(target, { effort: 'quick', only: ['path', 'methods'], reportDir });
    const live = await engine.run(config, { ...hooks, record: true });
    const record = await readRecord(join(reportDir, RECORD_FILE));
    const again = await engine.rejudge(record, { reportDir: await folder() }, hooks);
    const otherwise = await engine.rejudge(record, { reportDir: await folder(), readings: 'document+R7' }, hooks);
    expect(live.verdict).toBe('conformant');
    expect(said(again)).toEqual(said(live));
    const open = otherwise.requirements.filter(({ verdict }) => ['failed', 'not-judged'].includes(verdict.kind));
    expect(open.map(({ id }) => id)).toEqual([]);
  });

  it('is refused if it is incomplete or not ours', async () => {
    const { file } = await recorded({}, { only: ['methods'] });
    const text = await readFile(file, 'utf8');
    const refused = async (other: string, message: RegExp): Promise<void> => {
      await writeFile(file, other);
      await expect(readRecord(file)).rejects.toThrow(UserError);
      await expect(readRecord(file)).rejects.toThrow(message);
    };
    const lines = text.trimEnd().split('\n');
    await refused(`${lines.slice(0, -1).join('\n')}\n`, /is cut off/);
    await refused(text.slice(0, -200), /is cut off/);
    await refused(text.slice(0, 300), /is cut off/);
    await refused(text.replace('"type":"end","exchanges":', '"type":"end","exchanges":1'), /is cut off/);
    await refused(text.replace('"schemaVersion":1', '"schemaVersion":7'), /schemaVersion 7; this version reads 1/);
    await refused('{"log":{"version":"1.2"}}', /is not a record of vpcep-contract/);
    await refused('', /is not a record/);
    await refused(lines.toSpliced(3, 1, 'hello').join('\n'), /line 4: this is not a line of a record/);
    // Values that would fill the memory or that nothing can be computed from.
    await refused(text.replace(/"part":\d+/, '"part":4000000000'), /not a line of a record/);
    await refused(text.replace(/"lane":\d+/, '"lane":"__proto__"'), /not a line of a record/);
    await refused(text.replace(/"sentAt":[\d.]+/, '"sentAt":1e300'), /not a line of a record/);
    await refused(text.replace(/"url":"[^"]+"/, '"url":"not a URL"'), /its first line is wrong/);
    await writeFile(file, text);
    await appendFile(file, '{"type":"exchange"}\n');
    await expect(readRecord(file)).rejects.toThrow(/not a line of a record/);
    await expect(readRecord(`${file}.not`)).rejects.toThrow(/no readable record at .* \(ENOENT\)/);
  });
});
