import { commandLine, pathWord } from '../../report/shell-words.js';
import { networkWarnings } from '../../config/network.js';
import { maskOf } from '../mask-of.js';
import { applyKnownFailures } from '../../known/apply-known-failures.js';
import { verdictOf } from '../../judge/rulings.js';
import type { Purpose } from '../../judge/purpose.js';
import { causesOf, withCauses } from '../../report/causes/causes-of.js';
import type { ContractReport, Report, RestoreReport } from '../../report/report.js';
import type { TrafficReport } from '../../report/traffic-report.js';
import type { RequirementReport } from '../../report/requirement-report.js';
import type { Json } from '../../shared/json.js';
import { documentFacts, readings } from '../../spec/document.js';
import { blamedForms } from './blamed-forms.js';
import { conclude } from './conclude.js';
import { lookCloser } from './look-closer.js';
import { reportedBreaches } from './reported-breaches.js';
import { digestsOf } from '../suite/digests.js';
import type { Survey } from '../survey/prepare.js';
import type { RunSession } from '../run-session.js';
import { countedFacts, totalsOf } from './totals.js';
import { loosens } from '../../shared/readings.js';
import { packageVersion } from '../../shared/version.js';
import { failureReport } from './failure-report.js';

/** What a report is made of. */
export interface Finished extends Readonly<
  Pick<
    RunSession,
    | 'suite'
    | 'config'
    | 'endpoint'
    | 'ledger'
    | 'traffic'
    | 'watch'
    | 'selection'
    | 'capabilities'
    | 'known'
    | 'marks'
    | 'planned'
    | 'startedAt'
  >
> {
  readonly surveyed: Survey | null;
  readonly restored: readonly RestoreReport[];
  /** Why the run lost its right to judge; null if it did not. */
  readonly stopped: string | null;
  /** The budget that ran out before the end; null for none. */
  readonly cut: string | null;
  /** What broke in the suite itself; null if nothing did. */
  readonly errored: string | null;
  readonly interrupted: boolean;
  /** The traffic of this run, or of the run that is judged again. */
  readonly sentAndReceived: TrafficReport;
  /** The cases in flight when the target crashed. */
  readonly inFlight: readonly Purpose[];
  /** What went wrong besides the judging. */
  readonly troubles: readonly string[];
  /** The run whose record was judged again; null if this is the run itself. */
  readonly rejudged: Report['rejudged'];
  readonly finishedAt: Date;
  readonly durationMs: number;
}

/** The report of a finished run, with every secret masked. */
export function assembleReport(run: Finished): Report {
  const { config, endpoint, surveyed } = run;
  const mask = maskOf(endpoint);
  let failing = 0;
  const judged = run.suite.requirements.map((requirement): RequirementReport => {
    const tally = run.ledger.of(requirement.id);
    const verdict = verdictOf(requirement, run.ledger, {
      selected: run.selection.judged.has(requirement.id),
      leftOut: run.selection.leftOut.has(requirement.id),
      elsewhere: run.selection.elsewhere.get(requirement.id) ?? null,
      profile: config.readings,
      capabilities: run.capabilities,
      cut: run.cut,
      planned: run.planned,
      stopped: run.stopped ?? (run.errored === null ? null : 'the suite itself failed'),
    });
    return {
      id: requirement.id,
      level: requirement.level,
      basis: requirement.basis,
      clause: requirement.clause,
      reading: requirement.reading,
      says: requirement.says,
      needs: requirement.needs,
      verdict,
      cases: {
        sent: Math.max(tally.sent, tally.judged + tally.unjudged.size),
        judged: tally.judged,
        unjudged: tally.unjudged.size,
        drawn: tally.drawn,
        resent: tally.resent,
        misjudgedBelow: tally.drawn > 0 && tally.failed === 0 ? Math.min(3 / tally.drawn, 1) : null,
      },
      failures:
        verdict.kind === 'failed'
          ? reportedBreaches(tally.breaches, (failing += 1)).map((breach, n) =>
              failureReport(run, mask, requirement.id, breach, n === 0 ? tally.minimal : null),
            )
          : [],
      failed: verdict.kind === 'failed' ? tally.failed : 0,
      ...blamedForms(verdict, tally),
      ...(tally.rejections > 0 ? { rejectedForTheRightReason: tally.named === tally.rejections } : {}),
    };
  });
  const complete = run.cut === null && run.stopped === null && run.errored === null && !run.interrupted;
  const inFlight = inFlightOf(run);
  const known = applyKnownFailures(
    {
      requirements: judged,
      causes: causesOf({ requirements: judged }),
      run: { ...config, complete },
      today: run.startedAt.toISOString().slice(0, 10),
    },
    run.known,
  );
  const { requirements } = known;
  const { verdict, exitCode, because, incomplete } = conclude(run, { requirements, knownFailures: known.report });
  return {
    schemaVersion: 1,
    tool: {
      name: 'vpcep-contract',
      version: packageVersion(),
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
    },
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt.toISOString(),
    durationMs: Math.round(run.durationMs),
    verdict,
    exitCode,
    because: because.map((text) => mask.text(text)),
    ...(incomplete.length === 0 ? {} : { incomplete: incomplete.map((text) => mask.text(text)) }),
    target: {
      url: endpoint.target.url,
      projectId: endpoint.target.projectId,
      serviceIds: endpoint.target.serviceIds,
      siblingServiceId: endpoint.target.siblingServiceId,
      embedded: endpoint.embedded,
      ...(config.byFlags.way.length === 0 ? {} : { namedBy: config.byFlags.way }),
      ...(endpoint.way === null ? {} : { way: endpoint.way }),
      reads: surveyed?.reads ?? null,
    },
    options: {
      seed: config.seed,
      effort: config.effort,
      cases: config.cases,
      concurrency: config.concurrency,
      readings: config.readings,
      only: config.only,
      skip: config.skip,
      require: config.require,
      strict: config.strict,
      shard: config.shard,
      limits: config.spending,
    },
    totals: totalsOf(requirements),
    traffic: run.sentAndReceived,
    contract: contractReport(run),
    requirements,
    ...withCauses(requirements),
    facts: [...factsOf(run, requirements), ...known.facts],
    warnings: [
      ...networkWarnings(config),
      ...(surveyed?.warnings ?? []),
      ...run.troubles,
      ...lookCloser(run, requirements),
      ...inFlight.warnings,
    ],
    marks: [...run.marks],
    restore: run.restored.map((one) => ({ ...one, details: one.details.map((text) => mask.text(text)) })),
    knownFailures: known.report,
    ...(inFlight.cases.length === 0 ? {} : { inFlight: inFlight.cases }),
    rejudged: run.rejudged,
  };
}

/** The cases in flight when the target crashed, and how to send each again. */
function inFlightOf({ inFlight, config }: Finished): { cases: NonNullable<Report['inFlight']>; warnings: string[] } {
  const cases = inFlight.flatMap(({ testCase, serviceId }) =>
    testCase === null
      ? []
      : [
          {
            case: `${testCase.requirement}#${testCase.index}`,
            requirement: testCase.requirement,
            recorded: { probe: testCase, serviceId } as unknown as Json,
          },
        ],
  );
  const warnings = cases.map(
    ({ case: id }) =>
      `in flight when the target went down: ${id}; once it is back, ${commandLine('replay', pathWord(config.reportDir), id, ...config.byFlags.way)}`,
  );
  return { cases, warnings };
}

function factsOf({ surveyed, watch, traffic, suite }: Finished, requirements: readonly RequirementReport[]): string[] {
  const facts: string[] = [];
  const defaulting = suite.operation.stored.filter(({ fallback }) => fallback !== undefined);
  for (const { name } of defaulting) {
    const seen = new Set((surveyed?.sessions ?? []).flatMap(({ session }) => session.service.omitted.get(name) ?? []));
    if (seen.size > 0) facts.push(`An omitted ${name} was ${[...seen].join(' and ')} (R12).`);
    if (surveyed?.reads === 'PUT {}')
      facts.push(`State was read with empty updates: the first of them may have set ${name} to its default (R12).`);
  }
  const prefixes = new Set(
    (surveyed?.sessions ?? []).map(({ session }) => session.service.prefix).filter((prefix) => prefix !== null),
  );
  for (const prefix of prefixes) facts.push(`Names come back decorated, as ${prefix}.name.id (R15).`);
  if (watch.envelopes.size > 0) facts.push(`Error envelopes seen: ${[...watch.envelopes].sort().join('; ')} (R28).`);
  return [...facts, ...countedFacts(requirements, traffic.throttled)];
}

function contractReport({ config: { readings: profile }, suite }: Finished): ContractReport {
  return {
    digests: digestsOf(suite.requirements),
    readings: readings.map(({ id, title, text, profiles }) => ({
      id,
      title,
      text,
      loosened: loosens(profile, id) ? profiles.production : null,
    })),
    statuses: documentFacts.statuses.map(({ status, description }) => ({ status, description })),
  };
}
