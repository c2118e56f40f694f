import type { Config } from '../config.js';
import { shardName } from '../config/parse-shard.js';
import { leftOut } from '../judge/rulings.js';
import type { KnownFailures } from '../known/known-failures.js';
import type { RunVerdict, Verdict } from '../model.js';
import type { Report, RequirementReport, RestoreReport } from '../report/report.js';
import type { Selection } from './select.js';

/** What a verdict rests on, beside the verdicts of the requirements. */
export interface Concluded {
  readonly config: Pick<Config, 'strict' | 'shard'>;
  readonly selection: Pick<Selection, 'judged'>;
  readonly known: KnownFailures | null;
  readonly restored: readonly RestoreReport[];
  readonly stopped: string | null;
  /** The budget that was spent before the end. */
  readonly cut: string | null;
  /** What the parts of a merged report leave out, and the reasons of the verdicts that tell of it. */
  readonly leftOut?: { readonly because: readonly string[]; readonly is: (reason: string) => boolean };
  readonly errored: string | null;
  readonly interrupted: boolean;
  readonly required: (id: string) => boolean;
}

/** What became of a run: its verdict, how the program ends, and why, the gravest first. */
export function conclude(
  run: Concluded,
  requirements: readonly RequirementReport[],
  rotten: readonly string[],
): { verdict: RunVerdict; exitCode: Report['exitCode']; because: string[] } {
  const counts = (level: RequirementReport['level']): boolean =>
    level === 'MUST' || (level === 'SHOULD' && run.config.strict);
  const of = (kind: Verdict['kind'], must = true) =>
    requirements.filter((r) => r.verdict.kind === kind && (!must || counts(r.level)));
  const failed = of('failed').filter(({ known }) => known === undefined);
  const excused = of('failed').length - failed.length;
  const out = requirements.filter(
    ({ verdict }) =>
      'reason' in verdict &&
      ((run.cut !== null && verdict.reason.startsWith(leftOut(run.cut))) || run.leftOut?.is(verdict.reason) === true),
  );
  const unjudged = of('not-judged').filter((requirement) => !out.includes(requirement));
  const lost = run.restored.filter(({ outcome }) => outcome === 'failed');
  const skipped = requirements.filter(({ id, verdict }) => run.required(id) && verdict.kind === 'not-exercised');
  const problems: string[] = [];
  if (run.errored !== null) problems.push(`the suite itself failed: ${run.errored}`);
  if (run.stopped !== null && !run.interrupted) problems.push(run.stopped);
  if (lost.length > 0) problems.push(`not restored: ${lost.map(({ serviceId }) => serviceId).join(', ')}`);
  if (unjudged.length > 0) problems.push(`${plural(unjudged.length, 'requirement')} could not be judged`);
  if (skipped.length > 0)
    problems.push(
      `${plural(skipped.length, 'requirement')} that --require names could not be exercised: ${skipped
        .slice(0, 3)
        .map(({ id }) => id)
        .join(', ')}`,
    );
  const away = `${plural(out.length, 'requirement')} of ${requirements.length} left out`;
  const lacking = run.leftOut?.because ?? [];
  const cut = [
    ...(run.cut === null ? [] : [`the budget is spent (${run.cut}): ${away}`]),
    ...(lacking.length === 0 ? [] : [...lacking, away]),
  ];
  if (cut.length === 0 && of('passed', false).length + of('failed', false).length === 0 && problems.length === 0)
    problems.push(
      run.selection.judged.size === 0 ? 'nothing that is selected falls to this shard' : 'nothing was judged',
    );
  const accusation = failed.length > 0 ? [`${plural(failed.length, 'requirement')} failed`] : [];
  const excuse =
    excused > 0
      ? [`${plural(excused, 'failure')} known: ${run.known?.file ?? ''} lists ${excused === 1 ? 'it' : 'them'}`]
      : [];
  if (run.interrupted)
    return {
      verdict: 'interrupted',
      exitCode: 130,
      because: ['the run was interrupted', ...accusation, ...rotten, ...problems, ...cut],
    };
  if (failed.length > 0)
    return {
      verdict: 'non-conformant',
      exitCode: 1,
      because: [...accusation, ...rotten, ...excuse, ...problems, ...cut],
    };
  const rot = rotten.length > 0 ? 1 : null;
  if (problems.length > 0)
    return { verdict: 'could-not-judge', exitCode: rot ?? 2, because: [...rotten, ...problems, ...cut, ...excuse] };
  if (out.length > 0 || lacking.length > 0)
    return { verdict: 'partial', exitCode: rot ?? 2, because: [...rotten, ...cut, ...excuse] };
  const selected = run.selection.judged.size < requirements.length;
  const share = run.config.shard === null ? null : shardName(run.config.shard);
  const because =
    share !== null
      ? [
          `shard ${share} judged its share, ${run.selection.judged.size} of ${requirements.length} requirements: merge gives the verdict on the whole`,
        ]
      : selected
        ? [`a selection of ${run.selection.judged.size} of ${requirements.length} requirements was judged`]
        : [];
  if (excused > 0)
    return {
      verdict: 'known-failures',
      exitCode: rot ?? 0,
      because: [...rotten, ...cut, ...excuse, ...because, 'every other requirement that was judged is kept'],
    };
  return {
    verdict: 'conformant',
    exitCode: rot ?? 0,
    because: [...rotten, ...cut, ...because, 'every requirement that was judged is kept'],
  };
}

/** A number of things. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
