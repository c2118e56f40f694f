import { createMask, type Mask } from '../../secrets/mask.js';
import type { Config } from '../../config/config.js';
import type { Asked } from '../../judge/classify.js';
import type { Settled } from '../../judge/settling.js';
import { together } from '../../judge/together.js';
import type { WireRequest } from '../../shared/model.js';
import type { DiffReport, DifferenceReport } from '../../report/diff-report.js';
import { familyOf } from '../../report/causes/wrong-answers.js';
import type { Report } from '../../report/report.js';
import { runSuite } from '../../run.js';
import type { RunHooks } from '../hooks.js';
import { curlOf } from '../outcome/shown-signature.js';
import type { Suite } from '../suite/suite.js';
import { compareObservations, type Difference, type DiffSide } from './differences.js';
import { observe, type Observation } from './observation.js';

/** One of the two targets and its run. */
interface Party {
  readonly report: Report;
  readonly mask: Mask;
  readonly seen: ReadonlyMap<string, Observation>;
}

/**
 * Sends the same cases to two targets, by a run on each, and compares verdicts and answers. Each target is restored as
 * after any run.
 *
 * @throws UserError as a run does
 */
export async function diff(a: Config, b: Config, suite: Suite, hooks: RunHooks): Promise<DiffReport> {
  const halt = new AbortController();
  const own = { ...hooks, signal: AbortSignal.any([hooks.signal, halt.signal]) };
  const runs = [watched(a, suite, own), watched(b, suite, { ...own, progress: () => undefined })];
  // Once one run fails there is nothing to compare with: the other restores its services and ends.
  const [one, other] = (await together(runs, (error) => halt.abort(error))) as [Party, Party];
  const { differences, compared, notCompared } = compareObservations(one.seen, other.seen);
  const all = [...verdictDifferences(one.report, other.report), ...differences];
  return {
    schemaVersion: 1,
    tool: one.report.tool,
    a: partyOf(one),
    b: partyOf(other),
    seed: one.report.options.seed,
    compared,
    notCompared,
    differences: all.map((difference) => shown(difference, one, other)),
    outcome: outcomeOf(one.report, other.report, all.length),
  };
}

async function watched(config: Config, suite: Suite, hooks: RunHooks): Promise<Party> {
  const seen = new Map<string, Observation>();
  const counts = new Map<string, number>();
  const settled = (request: WireRequest, asked: Asked, result: Settled): void => {
    const { testCase, order } = asked.purpose;
    // Minimising comes last in the order, and sends each target something different.
    if (testCase === null || order === 'minimising') return;
    // Preparing and proving requests are not the answer of the case itself.
    if (asked.sends !== 'read' && !sameBody(request, testCase.body)) return;
    const at = `${testCase.requirement}#${testCase.index} ${asked.sends === 'read' ? 'state' : 'answer'}`;
    // The answer to a retry replaces one that was not seen.
    const n = (counts.get(at) ?? 0) - (seen.get(`${at} ${(counts.get(at) ?? 0) - 1}`)?.status === null ? 1 : 0);
    counts.set(at, n + 1);
    seen.set(`${at} ${n}`, observe(suite.operation, request, asked, result, testCase.applies[0]));
  };
  let mask = createMask([]);
  const { url = '', projectId = '', serviceIds = [] } = config.target ?? {};
  const secrets: RunHooks['secrets'] = (known) => (mask = createMask(known, [url, projectId, ...serviceIds]));
  const report = await runSuite(config, suite, { ...hooks, settled, secrets });
  return { report, mask, seen };
}

function sameBody({ body }: WireRequest, sent: string | null): boolean {
  return (body === null ? null : Buffer.from(body).toString('base64')) === sent;
}

function partyOf({ report }: Party): DiffReport['a'] {
  const { target, verdict, because, exitCode } = report;
  return { target, verdict, because, exitCode };
}

/** Requirements that one target keeps and the other does not. */
function verdictDifferences(a: Report, b: Report): Difference[] {
  const ofB = new Map(b.requirements.map(({ id, verdict }) => [id, verdict.kind]));
  const groups = new Map<string, string[]>();
  for (const { id, verdict } of a.requirements) {
    const other = ofB.get(id);
    const judged = [verdict.kind, other].every((kind) => kind === 'passed' || kind === 'failed');
    if (!judged || other === verdict.kind) continue;
    const key = `${verdict.kind} ${other ?? ''} ${familyOf(id)}`;
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  return [...groups].map(([key, requirements]): Difference => {
    const [kindA = '', kindB = '', about = ''] = key.split(' ');
    return {
      aspect: 'verdict',
      about,
      a: kindA === 'passed' ? 'kept' : 'breached',
      b: kindB === 'passed' ? 'kept' : 'breached',
      requirements,
      cases: requirements.length,
      example: { case: `${requirements[0] ?? ''}#0`, requests: null },
    };
  });
}

function shown({ example, ...difference }: Difference, a: Party, b: Party): DifferenceReport {
  const line = ({ report: { target }, mask }: Party, side: DiffSide): string | null =>
    example.requests === null ? null : curlOf(example.requests[side], target, mask);
  const told = { ...difference, example: { case: example.case, curl: { a: line(a, 'a'), b: line(b, 'b') } } };
  // Each target may show what was sent to the other one.
  return b.mask.json(a.mask.json(told)) as unknown as DifferenceReport;
}

function outcomeOf(a: Report, b: Report, differences: number): DiffReport['outcome'] {
  const reports = [a, b];
  if (reports.some(({ verdict }) => verdict === 'interrupted')) return 'interrupted';
  if (differences > 0) return 'different';
  return reports.some(({ exitCode }) => exitCode === 2) ? 'could-not-compare' : 'same';
}
