/** The faults of the mock in parts, so that each core judges some of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { TaskResult } from './cli/matrix/judge-subject.js';
import { isCaught, subjects, type Subject } from './cli/matrix/subject.js';
import { contract } from './engine.js';
import { matchesAny } from './shared/glob.js';
import { answersByHand, showsBreach } from './by-hand.fixture.js';
import { startMutant } from './cli/matrix/mutant.js';
import { begin, judgedWithReport } from './matrix.fixture.js';
import type { Report } from './report/report.js';
import type { FailureReport } from './report/requirement-report.js';
import { startEmbedded } from './run/target/embedded.js';

/** Judges only what a fault names: at quick effort, and at standard effort if quick does not catch it. */
async function judgeByName(fault: Subject): Promise<{ readonly result: TaskResult; readonly report: Report }> {
  const only = fault.caughtBy;
  // If one requirement is named, any failure is enough; if several are, each must fail.
  const asked = { only, maxFailures: only.length === 1 ? 1 : null };
  const quick = await judgedWithReport(fault, { effort: 'quick', ...asked });
  if (isCaught(fault, quick.result.failed)) return quick;
  const standard = await judgedWithReport(fault, { effort: 'standard', ...asked });
  // A fault that shows only while two services hold the same ports depends on timing; the run says so itself.
  return standard.result.verdict === 'could-not-judge'
    ? judgedWithReport(fault, { effort: 'standard', ...asked })
    : standard;
}

/** Faults whose breach no single command can show on a fresh mock, with the reason. */
const beyondCommands = new Map([
  ['every-seventh-update-lost', 'it depends on how many updates came before'],
  ['name-decorated-now-and-then', 'it depends on how many updates came before'],
  ['approval-dropped-without-name', 'it depends on the name, which an earlier update left empty'],
  ['conflict-with-other-backends', 'it depends on what was sent to another service'],
  ['trailers-damage-next-request', 'it depends on two requests on one connection'],
  ['refused-body-damages-next-request', 'it depends on two requests on one connection'],
  ['foreign-token-reaches-sibling', 'nobody knows which request it was: it shows at the end'],
  ['description-of-the-start-not-stored', 'it shows once the service has held something else'],
  ['token-in-base64-accepted', 'the header is another spelling of the token, which no report shows'],
]);
const atOnce: readonly unknown[] = ['race', 'crowd', 'everywhere'];

/**
 * Whether a time stood still between the claim of a service, which no command repeats, and the first update after it.
 */
function isFirstUpdate({ findings, exchanges }: FailureReport): boolean {
  const updates = exchanges.filter(({ method }) => method === 'PUT');
  return updates.length < 2 && findings.some(({ requirement }) => requirement.endsWith('/moves-on'));
}

/**
 * Returns null if the command printed for the first failure shows the breach on a fresh mock with the same fault;
 * otherwise the command and its answers.
 */
async function hiddenByHand(fault: Subject, report: Report): Promise<string | null> {
  const [failure] = report.requirements.flatMap(({ failures }) => failures);
  if (failure === undefined) return 'no failure';
  const testCase = (failure.recorded as { readonly probe?: { readonly shape?: string } } | null)?.probe;
  // How two concurrent requests meet is left to chance.
  if (beyondCommands.has(fault.id) || atOnce.includes(testCase?.shape) || isFirstUpdate(failure))
    return failure.curl === '' ? 'no command' : null;
  const answers = await answersByHand(report, failure, () => startMutant(fault, 1));
  const conforming = (): ReturnType<typeof answersByHand> =>
    answersByHand(report, failure, () => startEmbedded({ seed: 1 }));
  if (await showsBreach(report, failure, answers, conforming)) return null;
  const told = answers.map((one) => (one === null ? 'none' : `${one.status} ${Buffer.from(one.body).toString()}`));
  return [failure.curl, JSON.stringify(failure.findings), ...told].join('\n\n');
}

/** Judges the faults of one part of the catalogue. */
export function faultsAreCaught(part: number, parts: number): void {
  const faults = subjects()
    .filter(({ kind }) => kind === 'fault')
    .filter((_, n) => n % parts === part - 1);
  const ids = contract().requirements.map(({ id }) => id);

  describe('every fault of the mock', () => {
    it.for(faults)('$id names existing requirements', ({ caughtBy }) => {
      expect(caughtBy).not.toEqual([]);
      expect(caughtBy.filter((glob) => !ids.some((id) => matchesAny([glob], id)))).toEqual([]);
    });
  });

  describe('every fault of the mock is caught by the requirements it names, and shown by the printed commands', () => {
    let resultOf: (fault: Subject) => Promise<{ readonly result: TaskResult; readonly hidden: string | null }>;
    beforeAll(() => {
      resultOf = begin(faults, async (fault) => {
        const { result, report } = await judgeByName(fault);
        return { result, hidden: await hiddenByHand(fault, report) };
      });
    });

    it.for(faults)('$id: $says', async (fault) => {
      const { result, hidden } = await resultOf(fault);
      const { verdict, failed, because } = result;
      expect(isCaught(fault, failed), because.join('; ')).toBe(true);
      expect(verdict).toBe('non-conformant');
      expect(hidden, 'the command, sent by hand, does not show the breach').toBeNull();
    });
  });
}
