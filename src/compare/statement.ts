import { createHash } from 'node:crypto';
import type { KnownFailure, Report, RequirementReport, Totals } from '../report/report.js';

/** Says in a form that can be passed on what a run showed: what `statement --json` prints. */
export interface Statement {
  readonly schemaVersion: 1;
  readonly kind: 'vpcep-contract conformance statement';
  /**
   * NON-CONFORMANT where a MUST is breached, known or not; PARTIAL where something that could have been judged was not;
   * else CONFORMANT.
   */
  readonly result: 'CONFORMANT' | 'NON-CONFORMANT' | 'PARTIAL';
  readonly operation: string;
  readonly product: {
    readonly url: string;
    readonly projectId: string;
    /** As the user gave it; null where none was given. */
    readonly version: string | null;
    readonly embeddedMock: boolean;
  };
  readonly judged: {
    readonly startedAt: string;
    readonly finishedAt: string;
    readonly tool: string;
    readonly effort: Report['options']['effort'];
    readonly seed: number;
    readonly strict: boolean;
    readonly only: readonly string[];
    readonly skip: readonly string[];
    readonly requests: number;
  };
  /** SHA-256, in hexadecimal, of what was judged by, and of the report that this is drawn from. */
  readonly digests: { readonly spec: string; readonly suite: string; readonly report: string };
  readonly readings: {
    readonly profile: string;
    /** Those that the profile loosens. */
    readonly loosened: readonly string[];
  };
  readonly totals: Totals;
  readonly failed: readonly (Named & { readonly known: KnownFailure | null })[];
  readonly notExercised: readonly (Named & { readonly reason: string })[];
  readonly notJudged: readonly (Named & { readonly reason: string })[];
  /** Why it is PARTIAL, or what else the run said of its verdict. */
  readonly because: readonly string[];
}

type Named = Pick<RequirementReport, 'id' | 'level' | 'says'>;

const OPERATION = 'PUT /v1/{project_id}/vpc-endpoint-services/{vpc_endpoint_service_id}';

/** The statement that a report allows. `text` is that of the report's file, for its digest. */
export function statementOf(report: Report, text: string, version: string | null): Statement {
  const { target, options, tool, contract, requirements, totals } = report;
  const named = ({ id, level, says }: RequirementReport): Named => ({ id, level, says });
  const reasons = (...kinds: string[]) =>
    requirements.flatMap((one) => {
      const { verdict } = one;
      if (!kinds.includes(verdict.kind)) return [];
      const reason = 'reason' in verdict ? verdict.reason : 'message' in verdict ? verdict.message : '';
      return [{ ...named(one), reason }];
    });
  return {
    schemaVersion: 1,
    kind: 'vpcep-contract conformance statement',
    result: resultOf(report),
    operation: OPERATION,
    product: { url: target.url, projectId: target.projectId, version, embeddedMock: target.embedded },
    judged: {
      startedAt: report.startedAt,
      finishedAt: report.finishedAt,
      tool: `vpcep-contract ${tool.version}`,
      effort: options.effort,
      seed: options.seed,
      strict: options.strict,
      only: options.only,
      skip: options.skip,
      requests: report.traffic.requests,
    },
    digests: { ...contract.digests, report: createHash('sha256').update(text).digest('hex') },
    readings: {
      profile: options.readings,
      loosened: contract.readings.filter(({ loosened }) => loosened !== null).map(({ id }) => id),
    },
    totals,
    failed: requirements
      .filter(({ verdict }) => verdict.kind === 'failed')
      .map((one) => ({ ...named(one), known: one.known ?? null })),
    notExercised: reasons('not-exercised'),
    notJudged: reasons('not-judged', 'deselected', 'errored'),
    because: report.because,
  };
}

function resultOf({ totals, options, verdict }: Report): Statement['result'] {
  const levels = options.strict ? [totals.MUST, totals.SHOULD] : [totals.MUST];
  if (levels.some(({ failed }) => failed > 0)) return 'NON-CONFORMANT';
  const whole = levels.every((level) => level['not-judged'] + level.deselected + level.errored === 0);
  return whole && (verdict === 'conformant' || verdict === 'known-failures') ? 'CONFORMANT' : 'PARTIAL';
}
