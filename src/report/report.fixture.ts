import type { Verdict } from '../shared/model.js';
import type { LevelTotals, Report } from './report.js';
import type { FailureReport, RequirementReport } from './requirement-report.js';
import { commandLine } from './shell-words.js';

/** A failure of a requirement by a case with a body. */
export function failure(changes: Partial<FailureReport> & Pick<FailureReport, 'case'>): FailureReport {
  const requirement = changes.case.split('#')[0] ?? '';
  return {
    findings: [{ requirement, expected: '400', received: '200' }],
    exchanges: [
      {
        role: 'case',
        method: 'PUT',
        path: '/v1/6e9dfd51d1124e8d8498dce894923a0d/vpc-endpoint-services/4189d3c2-8882-4871-a3c2-d380272eed83',
        headers: [
          ['X-Auth-Token', '<token>'],
          ['Content-Type', 'application/json'],
        ],
        body: '{"service_name":"seventeen-letters"}',
        attempts: 1,
        sentAt: '2024-05-06T07:08:10.125Z',
        durationMs: 1.5,
        status: 200,
        responseHeaders: [['x-request-id', 'c1f3']],
        responseBody: '{"id":"4189d3c2-8882-4871-a3c2-d380272eed83"}',
        failure: null,
      },
    ],
    minimalBody: '{"service_name":"seventeen-letters"}',
    curl: `curl -X PUT --data-binary '{"service_name":"seventeen-letters"}' http://localhost:8080/v1/p/vpc-endpoint-services/s`,
    replay: commandLine('replay', 'reports/latest', changes.case),
    seed: 42,
    requestId: 'c1f3',
    recorded: null,
    ...changes,
  };
}

/** A requirement with an outcome; passed unless overridden. */
export function requirement(id: string, changes: Partial<RequirementReport> = {}): RequirementReport {
  return {
    id,
    level: 'MUST',
    basis: 'schema',
    clause: { table: 3, row: 'service_name' },
    reading: 'R2',
    says: 'A service_name of more than 16 characters is rejected',
    needs: [],
    verdict: { kind: 'passed' },
    cases: { sent: 8, judged: 8, unjudged: 0, drawn: 5, resent: 0, misjudgedBelow: 0.6 },
    failures: [],
    failed: 0,
    ...changes,
  };
}

/** A requirement that failed in one case. */
export function failed(id: string, changes: Partial<RequirementReport> = {}): RequirementReport {
  return requirement(id, {
    verdict: { kind: 'failed' },
    failures: [failure({ case: `${id}#0` })],
    failed: 1,
    ...changes,
  });
}

/** A report of some requirements; its totals are computed. */
export function report(requirements: readonly RequirementReport[], changes: Partial<Report> = {}): Report {
  return {
    schemaVersion: 1,
    tool: { name: 'vpcep-contract', version: '0.1.0', node: 'v20.20.2', platform: 'linux x64' },
    startedAt: '2024-05-06T07:08:09.000Z',
    finishedAt: '2024-05-06T07:08:12.250Z',
    durationMs: 3250,
    verdict: 'conformant',
    exitCode: 0,
    because: [],
    target: {
      url: 'http://localhost:8080',
      projectId: '6e9dfd51d1124e8d8498dce894923a0d',
      serviceIds: ['4189d3c2-8882-4871-a3c2-d380272eed83'],
      siblingServiceId: null,
      embedded: false,
      reads: 'GET',
    },
    options: {
      seed: 42,
      effort: 'standard',
      cases: null,
      concurrency: 16,
      readings: 'document',
      only: [],
      skip: [],
      require: [],
      strict: false,
      shard: null,
      limits: { maxRequests: null, maxTimeMs: null, maxFailures: null, perSecond: null },
    },
    totals: {
      MUST: count(requirements, 'MUST'),
      SHOULD: count(requirements, 'SHOULD'),
      MAY: count(requirements, 'MAY'),
    },
    traffic: {
      requests: 1834,
      attempts: 1840,
      statuses: { '200': 600, '400': 1240 },
      throttled: 0,
      platform: 0,
      transient: 6,
      throttling: { waits: 0, retryAfters: 0, waitedMs: 0, lowestConcurrency: null },
      latency: {
        p50: 1.25,
        p95: 4.5,
        p99: 9,
        max: 31,
        histogram: [
          { from: 1, to: 1.216, count: 1500 },
          { from: 1.216, to: 1.477, count: 330 },
          { from: 27.39, to: 33.29, count: 4 },
        ],
      },
      timeline: {
        bucketMs: 1600,
        buckets: [
          { accepted: 400, refused: 640, other: 0, unanswered: 0 },
          { accepted: 200, refused: 594, other: 0, unanswered: 6 },
        ],
      },
    },
    contract: {
      digests: { spec: 'a'.repeat(64), suite: 'b'.repeat(64) },
      readings: [
        { id: 'R2', title: 'Characters and length of service_name', text: 'At most 16 characters.', loosened: null },
        { id: 'R7', title: 'Null', text: 'Null is rejected.', loosened: 'Null is open.' },
      ],
      statuses: [
        { status: 200, description: 'The server has processed the request.' },
        { status: 400, description: 'The server could not process the request.' },
        { status: 504, description: 'The gateway timed out.' },
      ],
    },
    requirements,
    facts: [],
    warnings: [],
    marks: ['bcdfghjk'],
    restore: [{ serviceId: '4189d3c2-8882-4871-a3c2-d380272eed83', outcome: 'restored', details: [] }],
    knownFailures: null,
    rejudged: null,
    ...changes,
  };
}

function count(requirements: readonly RequirementReport[], level: RequirementReport['level']): LevelTotals {
  const of = (kind: Verdict['kind']) =>
    requirements.filter((item) => item.level === level && item.verdict.kind === kind).length;
  return {
    passed: of('passed'),
    failed: of('failed'),
    'not-judged': of('not-judged'),
    'not-exercised': of('not-exercised'),
    'not-applicable': of('not-applicable'),
    deselected: of('deselected'),
  };
}
