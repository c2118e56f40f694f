import type { Config } from '../../config/config.js';
import { shardName } from '../../config/parse-shard.js';
import { LEFT_OUT, leftOut } from '../../judge/rulings.js';
import type { RunVerdict, Verdict } from '../../shared/model.js';
import type { Report, RestoreReport } from '../../report/report.js';
import type { RequirementReport } from '../../report/requirement-report.js';
import { causesAmong } from '../../report/causes/causes-of.js';
import { plural } from '../../report/plural.js';
import { decides } from '../../report/outcome.js';
import { exitCodeOf, resultsOf, rotOf, type TestResult } from '../../report/results.js';
import type { Selection } from '../plan/select.js';

/** What a verdict depends on, besides the verdicts of the requirements. */
export interface Concluded {
  readonly config: Pick<Config, 'strict' | 'shard' | 'require'>;
  readonly selection: Pick<Selection, 'judged'>;
  readonly restored: readonly RestoreReport[];
  /** Why the run lost its right to judge; null if it did not. */
  readonly stopped: string | null;
  /** The budget that ran out before the end; null for none. */
  readonly cut: string | null;
  /** What the parts of a merged report leave out, and the reasons of the verdicts that say so. */
  readonly leftOut?: { readonly because: readonly string[]; readonly is: (reason: string) => boolean };
  readonly errored: string | null;
  readonly interrupted: boolean;
}

/** Outcome of a run. */
export interface Conclusion {
  readonly verdict: RunVerdict;
  readonly exitCode: Report['exitCode'];
  /** Why, the gravest reason first. */
  readonly because: readonly string[];
  /** What kept the run from judging all that it set out to judge. */
  readonly incomplete: readonly string[];
}

/** The outcome of a run: its verdict, its exit code, and the reasons. */
export function conclude(
  run: Concluded,
  { requirements, knownFailures }: Pick<Report, 'requirements' | 'knownFailures'>,
): Conclusion {
  const out = requirements.filter(({ verdict }) => 'reason' in verdict && isLeftOut(verdict.reason, run));
  const seen = requirements.some(({ verdict: { kind } }) => kind === 'passed' || kind === 'failed');
  const cut = cutOf(run, { out, all: requirements.length, seen });
  const broken = brokenOf(run);
  const judged = {
    requirements,
    restore: run.restored,
    knownFailures,
    options: { strict: run.config.strict, require: run.config.require },
  };
  const before = resultsOf({ ...judged, incomplete: [...broken, ...cut] });
  // Not worth saying if something else explains why nothing was judged.
  const silent = !seen && !run.interrupted && before.every(({ status }) => status !== 'errored');
  const empty = run.selection.judged.size === 0 ? 'nothing that is selected falls to this shard' : 'nothing was judged';
  const incomplete = [
    ...(run.interrupted ? ['the run was interrupted'] : []),
    ...broken,
    ...(silent ? [empty] : []),
    ...cut,
  ];
  const results = resultsOf({ ...judged, incomplete });
  const { failed, excused, problems } = problemsOf(results, run, out);
  const rot = knownFailures?.entries.flatMap((entry) => rotOf(entry, knownFailures.file) ?? []) ?? [];
  const accusation = failed === 0 ? [] : [accusationOf(results, judged)];
  const excuse =
    excused === 0
      ? []
      : [`${plural(excused, 'failure')} known: ${knownFailures?.file ?? ''} lists ${excused === 1 ? 'it' : 'them'}`];
  const troubles = [...broken, ...problems, ...(silent ? [empty] : [])];
  const ended = (verdict: RunVerdict, ...because: readonly (readonly string[])[]): Conclusion => ({
    verdict,
    exitCode: exitCodeOf(results, run.interrupted),
    because: because.flat(),
    incomplete,
  });
  if (run.interrupted) return ended('interrupted', ['the run was interrupted'], accusation, rot, troubles, cut);
  if (failed > 0) return ended('non-conformant', accusation, rot, excuse, troubles, cut);
  if (rot.length > 0) return ended('outdated-known-failures', rot, troubles, cut, excuse);
  if (troubles.length > 0) return ended('could-not-judge', troubles, cut, excuse);
  if (out.length > 0 || cut.length > 0) return ended('partial', cut, excuse);
  const share = shareOf(run, requirements);
  if (excused > 0) return ended('known-failures', excuse, share, ['every other requirement that was judged is kept']);
  return ended('conformant', share, ['every requirement that was judged is kept']);
}

/** How much failed, for how many causes, and the cause that explains most of it. */
function accusationOf(results: readonly TestResult[], { requirements }: Pick<Report, 'requirements'>): string {
  const breached = results.flatMap(({ status, requirement }) =>
    status === 'failed' && requirement !== null ? [requirement] : [],
  );
  const causes = causesAmong({ requirements }, breached);
  const failed = `${plural(breached.length, 'requirement')} failed`;
  const [only] = causes;
  if (breached.length === 1)
    return only === undefined ? failed : `${failed}: ${only.cause.says.replace(/^Breached: /, '')}`;
  const count = `${failed}, for ${plural(causes.length, 'cause')}`;
  const [widest] = [...causes].sort((a, b) => b.requirements.length - a.requirements.length);
  if (widest === undefined || widest.requirements.length * 2 <= breached.length) return count;
  return `${count}; ${causes.length === 1 ? '' : `one explains ${widest.requirements.length}: `}${widest.cause.says}`;
}

function isLeftOut(reason: string, run: Concluded): boolean {
  return (run.cut !== null && reason.startsWith(leftOut(run.cut))) || run.leftOut?.is(reason) === true;
}

/** What the run did not get to, because a budget ran out or a shard is missing. */
function cutOf(
  run: Concluded,
  { out, all, seen }: { readonly out: readonly RequirementReport[]; readonly all: number; readonly seen: boolean },
): readonly string[] {
  const half = out.filter(({ verdict }) => verdict.kind === 'not-judged').length;
  const away = `${plural(out.length, 'requirement')} of ${all} left out${half === 0 ? '' : `, ${half} of them in part`}`;
  const lacking = run.leftOut?.because ?? [];
  return [
    ...(run.cut === null
      ? []
      : [`the budget is spent (${run.cut})${seen ? '' : ', too small to judge anything'}: ${away}`]),
    ...(lacking.length === 0 ? [] : [...lacking, away]),
  ];
}

function brokenOf({ errored, stopped, interrupted }: Concluded): readonly string[] {
  return [
    ...(errored === null ? [] : [`the suite itself failed: ${errored}`]),
    ...(stopped === null || interrupted ? [] : [stopped]),
  ];
}

/** Problems from the results of the requirements, and from what else went wrong. */
function problemsOf(
  results: readonly TestResult[],
  { restored, config }: Concluded,
  out: readonly RequirementReport[],
): { readonly failed: number; readonly excused: number; readonly problems: readonly string[] } {
  const of = results.flatMap(({ status, requirement }) => (requirement === null ? [] : [{ status, requirement }]));
  const errored = of.flatMap(({ status, requirement }) =>
    status === 'errored' && !out.includes(requirement) ? [requirement] : [],
  );
  const ended = (kind: Verdict['kind']) => errored.filter(({ verdict }) => verdict.kind === kind);
  const lost = restored.filter(({ outcome }) => outcome === 'failed');
  const unjudged = ended('not-judged');
  const skipped = ended('not-exercised');
  const named = skipped.slice(0, 3).map(({ id }) => id);
  return {
    failed: of.filter(({ status }) => status === 'failed').length,
    excused: of.filter(
      ({ requirement }) => requirement.known !== undefined && decides(requirement, { options: config }),
    ).length,
    problems: [
      ...(lost.length === 0 ? [] : [`not restored: ${lost.map(({ serviceId }) => serviceId).join(', ')}`]),
      ...(unjudged.length === 0 ? [] : [`${countOf(unjudged)} could not be judged`]),
      ...(skipped.length === 0
        ? []
        : [
            `${plural(skipped.length, 'requirement')} that --require names could not be exercised: ${named.join(', ')}`,
          ]),
    ],
  };
}

/** The number of requirements, called MUSTs if they all are: a report also counts the others that were not judged. */
function countOf(requirements: readonly RequirementReport[]): string {
  return plural(requirements.length, requirements.every(({ level }) => level === 'MUST') ? 'MUST' : 'requirement');
}

/** How much of the contract was judged, if not all. */
function shareOf({ config, selection }: Concluded, requirements: readonly RequirementReport[]): readonly string[] {
  const [judged, all] = [selection.judged.size, requirements.length];
  const out = requirements.filter(({ verdict }) => 'reason' in verdict && verdict.reason === LEFT_OUT).length;
  const quick = out === 0 ? [] : [`quick effort leaves out ${out} of ${all} requirements: standard sends them`];
  if (config.shard !== null)
    return [
      ...quick,
      `shard ${shardName(config.shard)} judged its share, ${judged} of ${all} requirements: merge gives the verdict on the whole`,
    ];
  return [...quick, ...(judged < all ? [`a selection of ${judged} of ${all} requirements was judged`] : [])];
}
