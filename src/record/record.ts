import type { Config } from '../config/config.js';
import type { Expectation, Case } from '../contract/case.js';
import type { FailureKind } from '../shared/failure.js';
import type { Capability } from '../shared/model.js';
import type { ProxyRoute } from '../shared/way.js';
import type { JsonObject } from '../shared/json.js';
import type { BudgetSpent } from '../shared/errors.js';
import type { RestoreReport } from '../report/report.js';
import type { TrafficReport } from '../report/traffic-report.js';

/** One line of a record. Lines come in this order, exchanges as they happen. */
export type RecordLine = RunLine | LaneLine | CaseLine | ExchangeLine | RenewalLine | PhaseLine | EndLine;

/** What is run, and against what. Credentials are replaced by markers. */
export interface RunLine {
  readonly type: 'run';
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'vpcep-contract'; readonly version: string };
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** The mark with which the run claimed the services; absent in records of versions that do not claim any. */
  readonly claim?: string;
  /** Origin of the times of the exchanges, in milliseconds since the epoch. */
  readonly timeOrigin: number;
  /** SHA-256 of the contract that judged the run: see `contract.digests` of the report. */
  readonly digests: { readonly spec: string; readonly suite: string };
  readonly target: {
    readonly url: string;
    readonly projectId: string;
    readonly serviceIds: readonly string[];
    /** In a shard, the services of all shards; otherwise those under test. */
    readonly among: readonly string[];
    readonly siblingServiceId: string | null;
    readonly portIds: readonly string[];
    /** Which credentials were available. */
    readonly token: boolean;
    readonly foreignToken: boolean;
    readonly keys: boolean;
    readonly securityToken: boolean;
    readonly embedded: boolean;
    readonly secondMs?: number;
  };
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly options: RecordedOptions;
  /** The requirements selected to be judged, and those whose cases were sent. */
  readonly judged: readonly string[];
  readonly sent: readonly string[];
  /** Those that another shard judges, with that shard. */
  readonly elsewhere: Readonly<Record<string, string>>;
}

/** The configuration of a run without its target, network and headers. */
export type RecordedOptions = Omit<Config, 'target' | 'network' | 'headers'>;

/** A service under test, with the states that its cases are judged around. */
export interface LaneLine {
  readonly type: 'lane';
  readonly serviceId: string;
  readonly baseline: JsonObject;
  readonly other: JsonObject;
  /** The base bodies on which violations are built. */
  readonly bases: readonly JsonObject[];
  readonly capabilities: readonly Capability[];
  /** Number of cases per requirement that the lane is dealt, over all its parts. */
  readonly counts: Readonly<Record<string, number>>;
  /** Number of cases per requirement that were not sent, as the proxy may rewrite them; absent without such a proxy. */
  readonly withheld?: Readonly<Record<string, number>>;
}

/** How a group of a lane's cases is sent. */
export type CaseGroup = 'batch' | 'solo' | 'afterASecond' | 'isolated' | 'forced';

/** A case that was dealt to a lane. */
export interface CaseLine {
  readonly type: 'case';
  /** Zero-based index of the lane. */
  readonly lane: number;
  /** Zero-based index of the part; 0 is what was made at the start. */
  readonly part: number;
  readonly group: CaseGroup;
  /** Zero-based index of the batch in its part; 0 in other groups. */
  readonly batch: number;
  readonly order: number;
  readonly probe: PackedCase;
}

/** A case without the members that most cases share (`pack-case.ts`). */
export type PackedCase = Partial<Omit<Case, 'body' | 'expect'>> &
  Pick<Case, 'requirement' | 'index'> & { readonly body: RecordedBody; readonly expect: PackedExpectation };

export type PackedExpectation = Partial<Expectation>;

/** Bytes as text, or in base64 if they are not UTF-8. A long body has a number, which stands for it from then on. */
export type RecordedBody =
  | string
  | { readonly base64: string }
  | { readonly n: number; readonly text: string }
  | { readonly n: number; readonly base64: string }
  | { readonly n: number }
  /** The beginning of a long reply that exceeds the limit for long replies; it cannot be judged again. */
  | { readonly cut: string }
  | null;

/** One attempt at a request, and its outcome. */
export interface ExchangeLine {
  readonly type: 'exchange';
  /** The case as reports name it; null for a request that belongs to none. */
  readonly case: string | null;
  readonly serviceId: string | null;
  /** Identifies the request: its service, case and bytes. */
  readonly key: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly body: RecordedBody;
    /** Whether it was sent as raw bytes over a connection of its own, because no ordinary client sends them. */
    readonly raw: boolean;
  };
  /** Milliseconds since `timeOrigin`. */
  readonly sentAt: number;
  readonly endedAt: number;
  /** Null if no reply came. */
  readonly status: number | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: RecordedBody;
  /** As an attempt has it, without what only a remedy needs. */
  readonly failure: { readonly kind: FailureKind; readonly detail: string; readonly code?: string } | null;
  /** The header whose value the body of the reply shows; absent if it shows none. */
  readonly credential?: string;
  /** Whether masking changed a body that would have to be judged literally: it cannot be judged again. */
  readonly hidden?: true;
}

/** A request was sent again with a newer token. */
export interface RenewalLine {
  readonly type: 'renewal';
  readonly key: string;
}

/** What follows the judging. */
export type Phase = 'minimising' | 'restoring';

/** Starts the phase that looks for smaller bodies or the one that puts the services back. */
export interface PhaseLine {
  readonly type: 'phase';
  readonly phase: Phase;
}

/** The last line; a record without it is cut off. */
export interface EndLine {
  readonly type: 'end';
  /** Number of exchanges in the record. */
  readonly exchanges: number;
  readonly finishedAt: string;
  readonly durationMs: number;
  readonly stopped: string | null;
  /** The budget that ended the run, and the limit as the user gave it. */
  readonly cut: { readonly budget: BudgetSpent['budget']; readonly limit: string } | null;
  readonly traffic: TrafficReport;
  /** How the proxy was used; absent without one. */
  readonly way?: ProxyRoute;
  readonly errored: string | null;
  readonly interrupted: boolean;
  readonly restore: readonly RestoreReport[];
}
