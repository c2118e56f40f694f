import type { FailureReport, RequirementReport } from '../requirement-report.js';
import type { CauseExample } from './cause-report.js';
import { serverMessage } from './server-message.js';
import { judgedExchange, symptomOf } from './symptom.js';

/** Chapters in the order in which their cases are understood at a glance. */
const PLAINEST = ['request-body', 'port-list', 'effect', 'reply', 'errors', 'methods', 'headers', 'path', 'robustness'];

/** The plainest exchange of some requirements that failed for one cause; null if the report holds none. */
export function exampleOf(requirements: readonly RequirementReport[]): CauseExample | null {
  let best: {
    readonly cost: readonly number[];
    readonly requirement: RequirementReport;
    failure: FailureReport;
  } | null = null;
  for (const requirement of requirements) {
    const { failure } = symptomOf(requirement);
    if (failure === null) continue;
    const cost = costOf(requirement, failure);
    if (best === null || isLess(cost, best.cost)) best = { cost, requirement, failure };
  }
  return best === null ? null : tell(best.requirement, best.failure);
}

/** Lower is plainer: a body that alone is to blame, short, and without tricks in headers or bytes. */
function costOf({ id, known }: RequirementReport, { case: name, minimalBody, curl, exchanges }: FailureReport) {
  // A requirement that was only watched failed by a request of another one.
  const chapter = PLAINEST.indexOf(name.split('/')[0] ?? '');
  const body = minimalBody ?? exchanges.findLast(({ role }) => role === 'case')?.body ?? '';
  return [
    known === undefined ? 0 : 1,
    curl === '' ? 1 : 0,
    chapter <= 1 && chapter >= 0 ? 0 : chapter < 0 ? PLAINEST.length : chapter,
    body.length,
    curl.length,
    id.length,
  ];
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, n) => value !== b[n]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}

function tell(requirement: RequirementReport, failure: FailureReport): CauseExample | null {
  const exchange = judgedExchange(failure);
  if (exchange === null) return null;
  const finding = failure.findings.find((one) => one.requirement === requirement.id) ?? failure.findings[0];
  return {
    requirement: requirement.id,
    case: failure.case,
    method: exchange.method,
    path: exchange.path,
    body: failure.minimalBody ?? exchange.body,
    answer: exchange.status === null ? (exchange.failure ?? 'no answer') : String(exchange.status),
    expected: finding?.expected ?? '',
    received: finding?.received ?? '',
    message: exchange.status === null || exchange.status < 300 ? null : serverMessage(exchange.responseBody),
    curl: failure.curl,
    requestId: failure.requestId,
    replay: failure.replay,
  };
}
