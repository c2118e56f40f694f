import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { UserError } from '../shared/errors.js';
import { createPaint } from '../report/paint.js';
import { report } from '../report/report.fixture.js';
import { explainRequirement, findRequirements } from './commands/explain.js';
import { renderList } from './commands/list.js';
import { renderReplay, replayConfig } from './commands/replay.js';
import { renderRestore } from './commands/restore.js';
import type { RequirementInfo } from '../run/suite/describe.js';

const plain = createPaint(false);

const nameTooLong: RequirementInfo = {
  id: 'request-body/service_name/maxLength/one-over',
  level: 'MUST',
  basis: 'schema',
  clause: { table: 3, row: 'service_name' },
  reading: 'R2',
  says: 'A service_name of 17 characters is rejected',
  needs: [],
  asks: null,
  conforms: 'answered with 400',
  breaches: 'it is accepted (200), answered with another status, or breaks the service',
  example: '{"service_name":"aaaaaaaaaaaaaaaaa"}',
  violation: true,
};

const conflict: RequirementInfo = {
  ...nameTooLong,
  id: 'effect/conflict/pair',
  level: 'SHOULD',
  basis: 'documented',
  reading: null,
  needs: ['reads', 'sibling'],
  says: 'A pair that the sibling holds is refused',
  example: null,
  violation: false,
};

describe('a requirement in words', () => {
  it('says clause, reading, what conforms and what does not, and how to judge it', () => {
    expect(explainRequirement(nameTooLong, plain, 80)).toMatchInlineSnapshot(`
      "request-body/service_name/maxLength/one-over
      says        A service_name of 17 characters is rejected
      level       MUST (a breach makes a run non-conformant)
      clause      Table 3, service_name
      basis       the document's tables, as a schema
      reading     R2
      needs       nothing beyond a service
      conforms    answered with 400
      breaches    it is accepted (200), answered with another status, or breaks the
                  service
      example     {"service_name":"aaaaaaaaaaaaaaaaa"}
      judge it    vpcep-contract run --only request-body/service_name/maxLength/one-over
      "
    `);
    const text = explainRequirement(conflict, plain, 80);
    expect(text).toContain('needs       reads, sibling');
    expect(text).not.toContain('example');
  });

  it('is found by its id, by a chapter, by a glob', () => {
    const all = [nameTooLong, conflict];
    expect(findRequirements(all, conflict.id)).toEqual([conflict]);
    expect(findRequirements(all, 'effect')).toEqual([conflict]);
    expect(findRequirements(all, '*')).toEqual(all);
    expect(() => findRequirements(all, 'effect/conflict/pairs')).toThrow(/did you mean effect\/conflict\/pair\?/);
    expect(() => findRequirements(all, 'zzz')).toThrow(UserError);
  });

  it('is listed with its tags', () => {
    expect(renderList([nameTooLong, conflict], plain)).toMatchInlineSnapshot(`
      "MUST   schema     request-body/service_name/maxLength/one-over  (Table 3, service_name; R2)
                        A service_name of 17 characters is rejected
      SHOULD documented effect/conflict/pair  (Table 3, service_name; needs reads, sibling)
                        A pair that the sibling holds is refused

      2 requirements: 1 MUST, 1 SHOULD, 0 MAY; 1 of them violations of a schema
      "
    `);
  });
});

describe('a replayed case in words', () => {
  it('says what became of it and shows the exchange safely', () => {
    const text = renderReplay(
      {
        case: 'reply/status#0',
        requirement: 'reply/status',
        reason: null,
        outcome: 'still-failing',
        findings: [{ requirement: 'reply/status', expected: '200', received: '201\u001b[2J' }],
        exchanges: [
          {
            role: 'case',
            method: 'PUT',
            path: '/v1/p/vpc-endpoint-services/s',
            headers: [],
            body: '{}',
            attempts: 1,
            sentAt: '2024-05-06T07:08:09.000Z',
            durationMs: 1,
            status: 201,
            responseHeaders: [],
            responseBody: '{"id":"\u001b"}',
            failure: null,
          },
        ],
      },
      plain,
      80,
    );
    expect(text).toBe(
      [
        'STILL FAILING  reply/status#0',
        '  reply/status',
        '     expected  200',
        '     received  201\\u001b[2J',
        '  case: PUT /v1/p/vpc-endpoint-services/s -> 201',
        '    {"id":"\\u001b"}',
        '',
      ].join('\n'),
    );
  });
});

describe('the target of a replay', () => {
  const recorded = report([]);
  const embedded = { ...recorded, target: { ...recorded.target, embedded: true } };

  const from = (env: Record<string, string>) => ({ env, cwd: tmpdir() });

  it("is the report's own, with the token of the environment, judged in the same way", async () => {
    const given = { ...recorded, options: { ...recorded.options, seed: 77, readings: 'production' as const } };
    const env = { VPCEP_TOKEN: 't', VPCEP_SERVICE_ID: 'another', VPCEP_READINGS: 'document' };
    const config = await replayConfig(given, { url: recorded.target.url }, from({ ...env, VPCEP_SERVICE_ID: '' }));
    const trusted = await replayConfig(given, { trustReport: true }, from(env));
    expect(trusted.target).toEqual(config.target);
    expect(config.target).toMatchObject({ ...pick(recorded), token: 't' });
    expect(config).toMatchObject({ seed: 77, readings: 'production', effort: 'standard' });
  });

  it('is the embedded mock again if it was', async () => {
    expect((await replayConfig(embedded, {}, from({ VPCEP_TOKEN: 't' }))).target).toBeNull();
  });

  it('is wholly another if a URL is given', async () => {
    const env = { VPCEP_TARGET: 'http://h', VPCEP_PROJECT_ID: 'p', VPCEP_SERVICE_ID: 's', VPCEP_TOKEN: 't' };
    expect((await replayConfig(recorded, {}, from(env))).target).toMatchObject({
      url: 'http://h',
      projectId: 'p',
      serviceIds: ['s'],
    });
    const half = replayConfig(recorded, { url: 'http://h' }, from({ VPCEP_TOKEN: 't' }));
    await expect(half).rejects.toThrow(/something is missing/);
  });

  function pick({ target: { url, projectId, serviceIds } }: typeof recorded): object {
    return { url, projectId, serviceIds };
  }
});

describe('what was put back, in words', () => {
  it('names each service and what is left to do', () => {
    const text = renderRestore(
      [
        { serviceId: 'a', outcome: 'restored', details: [] },
        { serviceId: 'b', outcome: 'failed', details: ['service_name is "x\u0007", and was "y"'] },
      ],
      plain,
      80,
    );
    expect(text).toBe('PUT BACK  service a\nNOT PUT BACK  service b\n    service_name is "x\\u0007", and was "y"\n');
  });
});
