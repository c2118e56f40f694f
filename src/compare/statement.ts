import { createHash } from 'node:crypto';
import type { ReadingId } from '../shared/model.js';
import type { Count, Sha256 } from '../report/quantities.js';
import type { Report, Totals } from '../report/report.js';
import type { KnownFailure, RequirementReport } from '../report/requirement-report.js';

/** The result of a run in a form that can be passed on, as `statement --json` prints it. */
export interface Statement {
  /** Version of this layout. */
  readonly schemaVersion: 1;
  /** The kind of this document. */
  readonly kind: 'vpcep-contract conformance statement';
  /**
   * NON-CONFORMANT if a MUST is breached, known or not; PARTIAL if something that could have been judged was not; else
   * CONFORMANT.
   */
  readonly result: 'CONFORMANT' | 'NON-CONFORMANT' | 'PARTIAL';
  /** The operation whose contract was judged. */
  readonly operation: string;
  /** What was judged. */
  readonly product: {
    /** The part before `/v1`. */
    readonly url: string;
    /** Project of the services. */
    readonly projectId: string;
    /** Version as the user gave it; null if none was given. */
    readonly version: string | null;
    /** Whether it is the embedded mock of vpcep-contract. */
    readonly embeddedMock: boolean;
  };
  /** How it was judged. */
  readonly judged: {
    /** When the run began; ISO 8601, UTC. */
    readonly startedAt: string;
    /** When the run ended; ISO 8601, UTC. */
    readonly finishedAt: string;
    /** Name and version of the tool. */
    readonly tool: string;
    /** How many cases were sent. */
    readonly effort: Report['options']['effort'];
    /** Seed of everything random. */
    readonly seed: Count;
    /** Whether a failed SHOULD counts like a failed MUST. */
    readonly strict: boolean;
    /** Globs that selected requirements; empty selects all. */
    readonly only: readonly string[];
    /** Globs that excluded requirements. */
    readonly skip: readonly string[];
    /** Number of requests sent. */
    readonly requests: Count;
  };
  /** What the result is based on, as SHA-256 in hexadecimal. */
  readonly digests: {
    /** The OpenAPI document with readings and error codes. */
    readonly spec: Sha256;
    /** The requirements. */
    readonly suite: Sha256;
    /** The report file. */
    readonly report: Sha256;
  };
  /** The readings in use. */
  readonly readings: {
    /** The profile, and the readings switched in it. */
    readonly profile: string;
    /** The readings that the profile loosens. */
    readonly loosened: readonly ReadingId[];
  };
  /** Number of requirements per verdict, by level. */
  readonly totals: Totals;
  /** The requirements that are breached. */
  readonly failed: readonly KnownOrNot[];
  /** The requirements for which the target lacks something. */
  readonly notExercised: readonly Unseen[];
  /** The requirements that could have been judged and were not. */
  readonly notJudged: readonly Unseen[];
  /** The reasons that the run gave for its verdict. */
  readonly because: readonly string[];
}

type Named = Pick<RequirementReport, 'level' | 'says'> & {
  /** Id of the requirement. */
  readonly id: string;
};

/** A requirement that failed. */
export type KnownOrNot = Named & {
  /** Why the failure is known; null if it is not. */
  readonly known: KnownFailure | null;
};

/** A requirement without a verdict. */
export type Unseen = Named & {
  /** What prevented it from being judged, or what is lacking. */
  readonly reason: string;
};

const OPERATION = 'PUT /v1/{project_id}/vpc-endpoint-services/{vpc_endpoint_service_id}';

/** Returns the statement that a report allows. `text` is that of the report's file, for its digest. */
export function statementOf(report: Report, text: string, version: string | null): Statement {
  const { target, options, tool, contract, requirements, totals } = report;
  const named = ({ id, level, says }: RequirementReport): Named => ({ id, level, says });
  const reasons = (...kinds: string[]) =>
    requirements.flatMap((one) => {
      const { verdict } = one;
      if (!kinds.includes(verdict.kind)) return [];
      const reason = 'reason' in verdict ? verdict.reason : '';
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
    notJudged: reasons('not-judged', 'deselected'),
    because: report.because,
  };
}

function resultOf({ totals, options, verdict }: Report): Statement['result'] {
  const levels = options.strict ? [totals.MUST, totals.SHOULD] : [totals.MUST];
  if (levels.some(({ failed }) => failed > 0)) return 'NON-CONFORMANT';
  const whole = levels.every((level) => level['not-judged'] + level.deselected === 0);
  return whole && (verdict === 'conformant' || verdict === 'known-failures') ? 'CONFORMANT' : 'PARTIAL';
}
