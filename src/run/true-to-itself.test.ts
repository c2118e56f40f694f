import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import type { FaultId } from '../mock/index.js';
import type { FailureReport } from '../report/requirement-report.js';
import { altered, failedOf, judge, mock, server, targetOf } from '../run.fixture.js';
import { request as httpRequest } from 'node:http';

/** Output of a command with the token in its environment. */
async function printed(command: string, token: string): Promise<string> {
  const child = spawn('sh', ['-c', command], { env: { PATH: process.env['PATH'], VPCEP_TOKEN: token } });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  return said;
}

const bodyOf = (said: string): Record<string, unknown> =>
  JSON.parse(said.slice(said.lastIndexOf('\r\n\r\n') + 4)) as Record<string, unknown>;

it.each<[fault: FaultId, requirement: string, shows: (said: string, failure: FailureReport) => void]>([
  [
    'conflict-ignored',
    'effect/conflict/refused',
    (said) => expect(bodyOf(said)['ports']).toMatchObject([{ server_port: expect.any(Number) as number }]),
  ],
  ['name-17-accepted', 'request-body/service_name/maxLength/*', (said) => expect(said).toContain('HTTP/1.1 200')],
  [
    'lost-description',
    'effect/persist/description',
    (said, { exchanges }) => {
      expect(exchanges.at(-1)?.method).toBe('GET');
      const [put, get] = said.split('HTTP/1.1 200 OK').slice(1).map(bodyOf);
      expect(get?.['description']).not.toBe(put?.['description']);
    },
  ],
  ['repeat-400', 'effect/idempotent/members', (said) => expect(said).toMatch(/HTTP\/1\.1 200 [^]*HTTP\/1\.1 400 /)],
])('the command of %s, sent by hand to a fresh mock, shows the breach', async (fault, requirement, shows) => {
  const judged = await mock({ faults: [fault] });
  const report = await judge(targetOf(judged), { only: [requirement] });
  const failure = report.requirements.flatMap(({ failures }) => failures)[0];
  if (failure === undefined) throw new Error('nothing failed');
  const fresh = await mock({ faults: [fault] });
  shows(await printed(failure.curl.replaceAll(judged.url, fresh.url), fresh.token), failure);
});

it('passes no case that stored what must be ignored, even if nothing else is judged', async () => {
  const target = targetOf(await mock({ faults: ['name-member-any-case-stored'] }));
  const report = await judge(target, { only: ['request-body/unknown-member'], effort: 'standard' });
  expect(failedOf(report)).toEqual(['request-body/unknown-member']);
  expect(report.exitCode).toBe(1);
});

it('ends the lane of a service that is lost, not the run', async () => {
  const behind = await mock();
  const [lost = ''] = behind.serviceIds;
  let requests = 0;
  const url = await server((incoming, response) => {
    if (incoming.url?.includes(lost) === true && incoming.method === 'PUT') requests += 1;
    if (incoming.url?.includes(lost) === true && requests > 20) {
      incoming.resume();
      const body = JSON.stringify({ error: { code: 'EndPoint.2003', message: 'gone' } });
      response.writeHead(404, { 'Content-Type': 'application/json' }).end(body);
      return;
    }
    const { method = 'GET', headers } = incoming;
    const outgoing = httpRequest(behind.url, { path: incoming.url ?? '', method, headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 500, reply.rawHeaders);
      reply.pipe(response);
    });
    incoming.pipe(outgoing);
  });
  const report = await judge({ ...targetOf(behind), url }, { only: ['request-body/*'] });
  expect(report.because.join(' ')).toContain(`${lost}: the service under test is gone`);
  expect(report.exitCode).toBe(2);
  expect(failedOf(report)).toEqual([]);
  const judgedAll = report.requirements.filter(({ verdict }) => verdict.kind === 'passed');
  expect(judgedAll.length).toBeGreaterThan(100);
});

it('says what is left behind on a service that showed no vip_port_id and shows one now', async () => {
  const behind = await mock();
  const [, vip = ''] = behind.serviceIds;
  const first = behind.snapshot(vip).vip_port_id;
  const target = await altered(behind, (_, shown) => {
    if (shown['vip_port_id'] !== first) return shown;
    const { vip_port_id: __, ...others } = shown;
    return others;
  });
  const report = await judge({ ...targetOf(behind), url: target }, { only: ['request-body/vip-port-id-lengths'] });
  const details = report.restore.flatMap(({ details: own }) => own).join('\n');
  expect(details).toMatch(/vip_port_id is ".+", and was absent: no update can remove it/);
});
