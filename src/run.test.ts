import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from './shared/errors.js';
import type { FaultId } from './mock/index.js';
import { engine } from './engine.js';
import { LEFT_OUT } from './judge/rulings.js';
import {
  altered,
  configOf,
  failedOf,
  folder,
  held,
  judge,
  listenTo,
  mock,
  server,
  targetOf,
  type Got,
} from './run.fixture.js';

/**
 * The requests, sorted, since lanes and pool may overtake each other, and without the claims, which no two runs share.
 */
function multiset(got: readonly Got[]): string[] {
  const cases = got.filter(({ body }) => !body.includes('Claim of test run'));
  return cases.map(({ method, path, headers, body }) => [method, path, headers.join(), body].join(' ')).sort();
}

async function portWithoutListener(): Promise<number> {
  const made = createServer();
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', () => resolve()));
  const { port } = made.address() as AddressInfo;
  await new Promise((resolve) => made.close(resolve));
  return port;
}

describe('a run against a service that conforms', () => {
  it('finds no failure, sends no other operation, leaves the sibling alone and everything as it was', async () => {
    const target = await mock();
    const before = held(target);
    const got = listenTo(target);
    const report = await judge(targetOf(target));
    expect(failedOf(report)).toEqual([]);
    expect({ verdict: report.verdict, exitCode: report.exitCode }).toEqual({ verdict: 'conformant', exitCode: 0 });
    expect(report.target).toMatchObject({ embedded: false, reads: 'GET' });
    expect(report.totals.MUST).toMatchObject({ failed: 0, 'not-judged': 0, deselected: 0 });
    const reached = report.requirements.filter(({ verdict }) => !('reason' in verdict && verdict.reason === LEFT_OUT));
    expect(report.totals.MUST.passed).toBeGreaterThan(reached.length * 0.95);
    expect(report.because).toContainEqual(expect.stringMatching(/^quick effort leaves out \d+ of \d+ requirements: /));
    expect(report.traffic.requests).toBeLessThanOrEqual(1_000);
    expect(report.restore.map(({ outcome }) => outcome)).toEqual(['restored', 'restored']);
    expect(held(target)).toEqual(before);

    expect(new Set(got.map(({ method }) => method))).toEqual(new Set(['GET', 'PUT', 'POST', 'PATCH']));
    const sibling = String(target.siblingServiceId).toLowerCase();
    const decoded = (path: string): string =>
      path.replaceAll(/%(\w\w)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    const toSibling = got.filter(({ path }) => decoded(path).toLowerCase().includes(sibling));
    expect(toSibling.length).toBeGreaterThan(0);
    expect(new Set(toSibling.map(({ method }) => method))).toEqual(new Set(['GET']));
  });

  it('sends the same bytes for the same seed, and different ones for another', async () => {
    const only = { only: ['request-body/{drawn,description,ports}', 'effect/idempotent', 'effect/race'] };
    const sent: string[][] = [];
    for (const seed of ['11', '11', '12']) {
      const target = await mock();
      const got = listenTo(target);
      const report = await judge(targetOf(target), { ...only, seed });
      expect(report.exitCode).toBe(0);
      sent.push(
        multiset(
          got.map((one) => ({
            ...one,
            headers: one.headers.filter(
              (_, n) => !/^(host|x-sdk-date|authorization)$/i.test(one.headers[n - (n % 2)] ?? ''),
            ),
          })),
        ),
      );
    }
    const [first, again, other] = sent;
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('judges the embedded mock if no target is named, and keeps no backup of it', async () => {
    const reportDir = await folder();
    const config = { ...(await configOf(targetOf(await mock()), { only: ['methods'], reportDir })), target: null };
    const report = await engine.run(config, { signal: new AbortController().signal, progress: () => undefined });
    expect(report).toMatchObject({ verdict: 'conformant', exitCode: 0, target: { embedded: true } });
    expect(await readdir(reportDir)).toEqual([]);
  });

  it('reads state with empty updates if GET is not served', async () => {
    const target = await mock({ variants: ['get-405'] });
    const before = held(target).map((state) => ({ ...state, approval_enabled: null }));
    const report = await judge(targetOf(target), { only: ['effect', 'request-body/drawn'] });
    expect(failedOf(report)).toEqual([]);
    expect(report).toMatchObject({ exitCode: 0, target: { reads: 'PUT {}' } });
    const verdicts = new Map(report.requirements.map(({ id, verdict }) => [id, verdict.kind]));
    expect(verdicts.get('effect/persist/ports')).toBe('not-exercised');
    expect(verdicts.get('effect/echo/ports')).toBe('passed');
    expect(held(target).map((state) => ({ ...state, approval_enabled: null }))).toEqual(before);
    expect(report.facts.join(' ')).toContain('State was read with empty updates');
  });

  it('reads state with empty updates if GET shows too little of it', async () => {
    const target = await mock();
    const before = held(target);
    const url = await altered(target, (method, { ports, ...rest }) => (method === 'GET' ? rest : { ports, ...rest }));
    const report = await judge({ ...targetOf(target), url }, { only: ['request-body/drawn', 'effect/echo'] });
    expect(failedOf(report)).toEqual([]);
    expect(report.target.reads).toBe('PUT {}');
    expect(held(target)).toEqual(before);
  });
});

describe('a run that cannot put a service back', () => {
  it('sends only what changes nothing, and judges the reply that it had', async () => {
    const target = await mock();
    const url = await altered(target, (_method, { ports: _ports, ...rest }) => rest);
    const got = listenTo(target);
    const report = await judge({ ...targetOf(target), url });
    expect(report).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
    expect(failedOf(report)).toEqual(['reply/ports/required']);
    expect(report.restore.map(({ outcome }) => outcome)).toEqual(['not-needed', 'not-needed']);
    const accepted = got.filter((one) => one.method === 'PUT' && one.status() === 200).map(({ body }) => body);
    expect(accepted.length).toBeGreaterThan(1);
    expect([...new Set(accepted)]).toEqual(['{}']);
    const rejected = report.requirements.find(({ id }) => id === 'request-body/service_name/maxLength/one-over');
    expect(rejected?.verdict).toEqual({ kind: 'passed' });
  });
});

describe('a run that finds a breach', () => {
  it.each<[fault: FaultId, only: string[]]>([
    ['ports-cut-at-199', ['effect/{echo,persist}/ports', 'request-body/drawn']],
    ['mapping-unchecked-last', ['port-list']],
    ['description-trimmed', ['effect/{echo,persist}/description', 'request-body/{drawn,description}']],
  ])('gives the same counterexample at any concurrency (%s)', async (fault, only) => {
    const found: object[] = [];
    for (const concurrency of ['1', '16']) {
      const target = await mock({ faults: [fault] });
      const report = await judge(targetOf(target), { only, concurrency });
      expect(report.exitCode).toBe(1);
      found.push(
        report.requirements
          .filter(({ verdict }) => verdict.kind === 'failed')
          .map(({ id, failed, failures }) => ({
            id,
            failed,
            failures: failures.map((failure) => ({
              case: failure.case,
              minimal: failure.minimalBody,
              sent: failure.exchanges.map(({ body }) => body),
              findings: failure.findings,
            })),
          })),
      );
    }
    expect(found[0]).toEqual(found[1]);
    expect(found[0]).not.toEqual([]);
  });

  it.each<FaultId>(['leak-token-in-401', 'leak-token-in-404', 'leak-token-in-details'])(
    'names no credential in its report, though the service does (%s)',
    async (fault) => {
      const target = await mock({ faults: [fault] });
      const { token, foreignToken } = target;
      const report = await judge(targetOf(target), { only: ['errors/no-leak', 'headers', 'path'] });
      expect(failedOf(report)).toContain('errors/no-leak/credential');
      const text = JSON.stringify(report);
      for (const secret of [token, foreignToken]) {
        for (const spelling of [
          secret,
          encodeURIComponent(secret),
          Buffer.from(secret).toString('base64').replace(/=+$/, ''),
          Buffer.from(secret).toString('base64url'),
          Buffer.from(secret).toString('hex'),
          secret.slice(0, 24),
          secret.slice(0, -1),
        ]) {
          expect(text.includes(spelling), spelling.slice(0, 6)).toBe(false);
        }
      }
    },
  );
});

describe('a run that is stopped', () => {
  it('ends as interrupted, with 130, and puts everything back', async () => {
    const target = await mock({ latencyMs: 5 });
    const before = held(target);
    const stop = new AbortController();
    const reportDir = await folder();
    const report = await engine.run(await configOf(targetOf(target), { reportDir }), {
      signal: stop.signal,
      progress: ({ phase, requests }) => {
        if (phase === 'judging' && requests > 500) stop.abort();
      },
    });
    expect(stop.signal.aborted).toBe(true);
    expect(report).toMatchObject({ verdict: 'interrupted', exitCode: 130 });
    expect(report.because[0]).toBe('the run was interrupted');
    expect(held(target)).toEqual(before);
    await expect(access(join(reportDir, 'backup', 'PENDING'))).rejects.toThrow('ENOENT');
    expect(report.totals.MUST['not-judged']).toBeGreaterThan(0);
  });

  it('stops in an orderly way if another writer changes the service', async () => {
    const target = await mock({ latencyMs: 2 });
    const [first] = target.serviceIds;
    let n = 0;
    const meddling = setInterval(() => {
      n += 1;
      void fetch(`${target.url}/v1/${target.projectId}/vpc-endpoint-services/${first ?? ''}`, {
        method: 'PUT',
        headers: { 'X-Auth-Token': target.token, 'Content-Type': 'application/json' },
        body: JSON.stringify({ description: `Written by somebody else, ${n}` }),
      }).catch(() => undefined);
    }, 15);
    const report = await judge(targetOf(target), { only: ['request-body', 'effect'] }).finally(() =>
      clearInterval(meddling),
    );
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(failedOf(report)).toEqual([]);
    expect(report.because.join(' ')).toContain(`another writer is changing ${first ?? ''}`);
  });
});

describe('a run that cannot judge', () => {
  const address = {
    projectId: '6e9dfd51d1124e8d8498dce894923a0d',
    serviceIds: ['4189d3c2-8882-4871-a3c2-d380272eed83'],
    siblingServiceId: null,
    token: 'a-good-token',
    foreignToken: null,
    portIds: [],
  };

  it('reports that nothing listens', async () => {
    const report = await judge({ ...address, url: `http://127.0.0.1:${await portWithoutListener()}` });
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(report.because[0]).toContain('cannot be reached');
    expect(report.totals.MUST.passed).toBe(0);
  });

  it.each([200, 403, 404, 405, 502])('reports that a %i in HTML is not the API', async (status) => {
    const url = await server((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(status, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Hello</title>');
      });
    });
    const report = await judge({ ...address, url });
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(failedOf(report)).toEqual([]);
  });

  it('reports that the service is unknown', async () => {
    const target = await mock();
    const report = await judge({ ...targetOf(target), serviceIds: address.serviceIds });
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(report.because[0]).toContain(`no service ${address.serviceIds[0] ?? ''}`);
  });

  it('reports that the token is refused', async () => {
    const target = await mock();
    const before = held(target);
    const report = await judge({ ...targetOf(target), token: 'not-a-good-token' });
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(report.because[0]).toContain('refuses the credentials (401)');
    expect(held(target)).toEqual(before);
  });

  it('refuses a selection of nothing', async () => {
    const target = await mock();
    await expect(judge(targetOf(target), { only: ['no/such/requirement'] })).rejects.toThrow(UserError);
    expect(target.requests).toBe(0);
  });

  it('ends with 2 if what --require names could not be exercised', async () => {
    const target = await mock();
    const report = await judge(
      { ...targetOf(target), siblingServiceId: null },
      { only: ['effect/conflict', 'methods'], require: ['effect/conflict'] },
    );
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(report.because.join(' ')).toContain('effect/conflict/refused');
  });
});

describe('the state that a run keeps', () => {
  it('is kept before anything is changed, or nothing is', async () => {
    const target = await mock();
    const got = listenTo(target);
    const reportDir = await folder();
    await writeFile(join(reportDir, 'backup'), 'a file where a folder should be');
    const report = await judge(targetOf(target), { reportDir, only: ['effect/echo'] });
    expect(report.exitCode).toBe(2);
    expect(report.because.join()).toContain('cannot be kept');
    expect(new Set(got.map(({ method }) => method))).toEqual(new Set(['GET']));
  });

  it('is that of the services as the run found them', async () => {
    const target = await mock();
    const reportDir = await folder();
    await judge(targetOf(target), { only: ['methods'], reportDir });
    const names = (await readdir(join(reportDir, 'backup'))).sort();
    expect(names).toEqual(target.serviceIds.map((id) => `${id}.json`).sort());
    for (const id of target.serviceIds) {
      const backup = JSON.parse(await readFile(join(reportDir, 'backup', `${id}.json`), 'utf8')) as Record<
        string,
        unknown
      >;
      const { description, ports, service_name, port_id } = target.snapshot(id);
      expect(backup).toMatchObject({ serviceId: id, url: target.url, projectId: target.projectId });
      expect(backup['state']).toMatchObject({ description, ports, service_name, port_id });
      expect(JSON.stringify(backup)).not.toContain(target.token);
    }
  });
});
