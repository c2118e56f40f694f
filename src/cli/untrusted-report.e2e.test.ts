import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Case } from '../contract/case.js';
import { createMock, type MockServer } from '../mock/index.js';
import type { Report } from '../report/report.js';
import { folder, listenTo, server } from '../run.fixture.js';
import { runCaptured } from './captured.fixture.js';

type Edited<T> = { -readonly [K in keyof T]: T[K] };

let made: MockServer;
let home: string;
let pristine: string;
const variables = (): Record<string, string> => ({
  VPCEP_TARGET: made.url,
  VPCEP_PROJECT_ID: made.projectId,
  VPCEP_SERVICE_ID: made.serviceIds.join(','),
  VPCEP_TOKEN: made.token,
  VPCEP_FOREIGN_TOKEN: made.foreignToken,
});

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'untrusted-'));
  made = await createMock({ faults: ['patch-updates'] });
  pristine = join(home, 'report');
  const only = ['--only', 'methods/patch', '--effort', 'quick', '--seed', '1', '--quiet'];
  expect((await runCaptured(['run', ...only, '--report-dir', pristine], variables())).code).toBe(1);
});
afterAll(async () => {
  await made.close();
  await rm(home, { recursive: true, force: true });
});

/** Returns a copy of a run's report, edited by someone who had it in between. */
async function edited(change: (report: Edited<Report>, probe: Edited<Case>) => void): Promise<string> {
  const dir = join(await folder(), 'report');
  await cp(pristine, dir, { recursive: true });
  const path = join(dir, 'report.json');
  const report = JSON.parse(await readFile(path, 'utf8')) as Report;
  const failure = report.requirements.flatMap(({ failures }) => failures)[0];
  change(report, (failure?.recorded as unknown as { probe: Edited<Case> }).probe);
  await writeFile(path, JSON.stringify(report));
  return dir;
}

async function editedBackups(change: (backup: Record<string, unknown>) => void): Promise<string> {
  const dir = await edited(() => undefined);
  for (const id of made.serviceIds) {
    const path = join(dir, 'backup', `${id}.json`);
    const backup = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    change(backup);
    await writeFile(path, JSON.stringify(backup));
  }
  return dir;
}

describe('a report folder that somebody else wrote', () => {
  const commands = (dir: string) => [
    ['replay', dir, '--failed'],
    ['replay', dir, 'methods/patch#0'],
    ['restore', dir],
  ];

  it('gets no credential to a URL that it alone names', async () => {
    const stolen: string[] = [];
    const thief = await server((request, response) => {
      stolen.push(JSON.stringify(request.headers));
      response.end('{}');
    });
    const owned = {
      token: { VPCEP_TOKEN: made.token },
      keys: { VPCEP_AK: made.keys.accessKey, VPCEP_SK: made.keys.secretKey },
      command: { VPCEP_TOKEN_COMMAND: `echo ${made.token}` },
      elsewhere: variables(),
    };
    const bait = await editedBackups((backup) => (backup['url'] = thief));
    const path = join(bait, 'report.json');
    const report = JSON.parse(await readFile(path, 'utf8')) as Edited<Report>;
    report.target = { ...report.target, url: thief };
    await writeFile(path, JSON.stringify(report));
    const codes: unknown[] = [];
    for (const [name, env] of Object.entries(owned)) {
      for (const args of commands(bait)) {
        // With a target of its own, replay goes there.
        if (name === 'elsewhere' && args[0] === 'replay') continue;
        const { code, err } = await runCaptured(args, env, home);
        codes.push(code);
        expect(err).toContain(`the target ${thief} is named only by the report`);
        expect(err).toContain('--trust-report');
      }
    }
    expect(stolen).toEqual([]);
    expect(codes).toEqual(Array.from({ length: 10 }, () => 2));
    const trusted = await runCaptured(['restore', bait, '--trust-report'], owned.token, home);
    expect(trusted.code).toBe(2);
    expect(stolen.length).toBeGreaterThan(0);
  });

  it('gets them if it is trusted, or names what the user names', async () => {
    const { VPCEP_TARGET: _, ...rest } = variables();
    const token = { VPCEP_TOKEN: made.token };
    const dir = await edited(() => undefined);
    const config = join(await folder(), 'vpcep.config.yaml');
    await writeFile(config, `targets:\n  here:\n    url: ${made.url}\n`);
    const ends: unknown[] = [];
    for (const args of [
      ['replay', dir, 'methods/patch#0'],
      ['restore', dir],
    ]) {
      for (const [flags, env] of [
        [[], variables()],
        [['--url', made.url], token],
        [['--trust-report'], token],
        [['--trust-report'], rest],
        [['--config', config], token],
        [['--config', config, '--target', 'here'], token],
      ] as const) {
        ends.push((await runCaptured([...args, ...flags], { ...env }, home)).code);
      }
    }
    expect(ends).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
  });

  it('names the URL in the line that puts its services back, if the command line did', async () => {
    const dir = await edited(() => undefined);
    await mkdir(join(dir, 'replay', 'backup'), { recursive: true });
    await writeFile(join(dir, 'replay', 'backup', 'PENDING'), '');
    const line = `restore ${join(dir, 'replay')} --url ${made.url}`;
    const { VPCEP_TARGET: _, ...rest } = variables();
    const byFlag = await runCaptured(['replay', dir, '--failed', '--url', made.url], rest, home);
    expect(byFlag.err.split(line)).toHaveLength(3);
    const byVariable = await runCaptured(['replay', dir, '--failed'], variables(), home);
    expect(byVariable.err).toContain(`restore ${join(dir, 'replay')}`);
    expect(byVariable.err).not.toContain('--url');
    const pair = join(home, 'pair');
    await mkdir(join(pair, 'b', 'backup'), { recursive: true });
    await writeFile(join(pair, 'b', 'backup', 'PENDING'), '');
    const second = await createMock();
    const both = ['--url', made.url, '--url', second.url, '--report-dir', pair];
    const { err } = await runCaptured(['diff', ...both], rest, home);
    await second.close();
    expect(err.split(`restore ${join(pair, 'b')} --url ${second.url}`)).toHaveLength(2);
  });

  it('changes no service and no project except those that the user names', async () => {
    const got = listenTo(made);
    const other = await editedBackups((backup) => (backup['serviceId'] = made.siblingServiceId));
    const moved = await editedBackups((backup) => (backup['projectId'] = 'other'));
    const mixed = await editedBackups((backup) => {
      if (backup['serviceId'] === made.serviceIds[0]) backup['url'] = 'http://127.0.0.1:9';
    });
    const odd = await editedBackups((backup) => (backup['serviceId'] = '../../v2/other'));
    const told: [number, string | undefined][] = [];
    for (const dir of [other, moved, mixed, odd]) {
      const { code, err } = await runCaptured(['restore', dir], variables(), home);
      told.push([code, err.split('\n')[0]]);
    }
    expect(told).toEqual([
      [2, expect.stringContaining('would change services that you do not name')],
      [2, expect.stringContaining('would change services of project other')],
      [2, expect.stringContaining('several targets')],
      [2, expect.stringContaining('would change services that you do not name')],
    ]);
    const { code } = await runCaptured(['restore', odd, '--trust-report'], variables(), home);
    expect(code).toBe(2);
    expect(got).toEqual([]);
  });

  it('says nothing about what is expected: that comes from the contract', async () => {
    const dir = await edited((_, probe) => {
      probe.expect = { ...probe.expect, statuses: [200, 405] };
      probe.tolerates = [200];
      probe.applies = [{}];
    });
    const { code, out } = await runCaptured(['replay', dir, '--failed'], variables(), home);
    expect(code).toBe(1);
    expect(out).toMatch(/^STILL FAILING {2}methods\/patch#0\n {2}methods\/patch\n +expected +405\n/);
  });

  const head = (probe: Edited<Case>) => probe.headers.map(([name, value]) => [name, value] as [string, string]);
  const smuggled = Buffer.from('{"descri\r\n\r\nDELETE /v1/x HTTP/1.1\r\nHost: h\r\n\r\n').toString('base64');
  const raw = { framing: 'content-length', requestLine: null, omitHost: false } as const;
  const attacks: Readonly<Record<string, (probe: Edited<Case>) => unknown>> = {
    DELETE: (probe) => (probe.method = 'DELETE'),
    'delete in lower case': (probe) => (probe.method = 'delete'),
    'GET of something else': (probe) => (probe.method = 'GET'),
    'a method with a blank': (probe) => (probe.method = 'PUT /x HTTP/1.1\r\nA: b\r\n\r\nDELETE'),
    'POST to another API of the host': (probe) => (probe.path = '/v3/auth/tokens'),
    'a path out of the collection': (probe) => (probe.path += '/../../../admin'),
    'a path with a query': (probe) => (probe.path += '?_method=DELETE'),
    'another service': (probe) => (probe.path = probe.path.replace('{service_id}', made.siblingServiceId ?? 'x')),
    'the token in another header': (probe) => (probe.headers = [...head(probe), ['X-Copy', '{{token}}']]),
    'the token in the path': (probe) => (probe.path = '/v1/{project_id}/vpc-endpoint-services/{{token}}'),
    'the foreign token in place of the valid one': (probe) =>
      (probe.headers = head(probe).map(([n, v]) => [n, v.replace('token', 'foreign-token')])),
    'a method by a header': (probe) => (probe.headers = [...head(probe), ['X-HTTP-Method-Override', 'DELETE']]),
    'an unknown header': (probe) => (probe.headers = [...head(probe), ['X-Forwarded-Host', 'evil']]),
    'a header with a line feed': (probe) => (probe.headers = [...head(probe), ['X', 'a\r\nB: c']]),
    'a cookie': (probe) => (probe.headers = [...head(probe), ['Cookie', 'admin=1']]),
    'raw bytes where the contract has none': (probe) => (probe.raw = raw),
    'a request line of its own': (probe) => (probe.raw = { ...raw, requestLine: 'DELETE {path} HTTP/1.1' }),
    'a second request behind the first': (probe) => {
      probe.raw = { ...raw, framing: 'none' };
      probe.body = smuggled;
    },
    'a second request in a case that is cut by its length': (probe) => {
      probe.requirement = 'robustness/http-length-too-small';
      probe.method = 'PUT';
      probe.headers = [...head(probe), ['Content-Length', '10']];
      probe.raw = { ...raw, framing: 'none' };
      probe.body = smuggled;
    },
    'an unknown requirement': (probe) => (probe.requirement = 'nothing/such'),
    'a requirement that is watched': (probe) => (probe.requirement = 'methods/allow'),
    'a requirement named like a part of every object': (probe) => (probe.requirement = '__proto__'),
    'no headers': (probe) => delete (probe as Partial<Edited<Case>>).headers,
    'headers that are not a list': (probe) => (probe.headers = { length: 1e9 } as never),
    'a body that is not base64': (probe) => (probe.body = '\u0000'),
    'an expectation of nothing': (probe) => (probe.expect = null as never),
    'an unknown shape': (probe) => (probe.shape = 'constructor' as never),
  };

  it.for(Object.keys(attacks))('gets no case sent that the contract does not send: %s', async (name) => {
    const got = listenTo(made);
    const dir = await edited((_, probe) => attacks[name]?.(probe));
    const { code, out, err } = await runCaptured(['replay', dir, '--failed', '--trust-report'], variables(), home);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^error: the case recorded for methods\/patch is not one that the contract sends: /);
    expect(err).toContain('Nothing was sent');
    expect(got).toEqual([]);
  });
});
