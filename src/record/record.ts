import type { Config } from '../config/config.js';
import type { Expectation, Probe } from '../contract/probe.js';
import type { Capability, FailureKind } from '../shared/model.js';
import type { JsonObject } from '../shared/json.js';
import type { BudgetSpent } from '../shared/errors.js';
import type { RestoreReport, TrafficReport } from '../report/report.js';

/** One line of a record. They come in this order, exchanges as they happen. */
export type Line = RunLine | LaneLine | CaseLine | ExchangeLine | RenewalLine | PhaseLine | EndLine;

/** What is run, and on what. Credentials stand as markers. */
export interface RunLine {
  readonly type: 'run';
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'vpcep-contract'; readonly version: string };
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** The mark with which the run claimed the services; absent in records of versions that claim none. */
  readonly claim?: string;
  /** Milliseconds since the epoch at which the times of the exchanges begin. */
  readonly timeOrigin: number;
  /** SHA-256 of what was judged by: see `contract.digests` of the report. */
  readonly digests: { readonly spec: string; readonly suite: string };
  readonly target: {
    readonly url: string;
    readonly projectId: string;
    readonly serviceIds: readonly string[];
    /** Of a shard: the services of all shards; else those under test. */
    readonly among: readonly string[];
    readonly siblingServiceId: string | null;
    readonly portIds: readonly string[];
    /** Which credentials were at hand. */
    readonly token: boolean;
    readonly foreignToken: boolean;
    readonly keys: boolean;
    readonly securityToken: boolean;
    readonly embedded: boolean;
  };
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly options: RecordedOptions;
  /** The requirements that were selected to be judged, and those whose cases were sent. */
  readonly judged: readonly string[];
  readonly sent: readonly string[];
  /** Those that another shard judges, and which one. */
  readonly elsewhere: Readonly<Record<string, string>>;
}

/** The configuration of a run but for where it goes, and what credentials it has. */
export type RecordedOptions = Omit<Config, 'target' | 'network' | 'headers'>;

/** One service under test: the states that its cases are judged around. */
export interface LaneLine {
  readonly type: 'lane';
  readonly serviceId: string;
  readonly baseline: JsonObject;
  readonly other: JsonObject;
  /** The base bodies of the violations. */
  readonly bases: readonly JsonObject[];
  readonly capabilities: readonly Capability[];
  /** How many cases of each requirement the lane is dealt, in all its parts. */
  readonly counts: Readonly<Record<string, number>>;
}

/** In which way the cases of a lane are sent. */
export type Group = 'batch' | 'solo' | 'afterASecond' | 'isolated' | 'forced';

/** A case that was dealt to a lane. */
export interface CaseLine {
  readonly type: 'case';
  /** Number of the lane, from 0. */
  readonly lane: number;
  /** Number of the part, 0 for what was made at the start. */
  readonly part: number;
  readonly group: Group;
  /** Number of the batch in its part, from 0; 0 for other groups. */
  readonly batch: number;
  readonly order: number;
  readonly probe: PackedProbe;
}

/** A case without what most cases share (`pack-case.ts`). */
export type PackedProbe = Partial<Omit<Probe, 'body' | 'expect'>> &
  Pick<Probe, 'requirement' | 'index'> & { readonly body: RecordedBody; readonly expect: PackedExpectation };

export type PackedExpectation = Partial<Expectation>;

/** Bytes as text, or in base64 where they are no UTF-8; long ones with a number that stands for them further down. */
export type RecordedBody =
  | string
  | { readonly base64: string }
  | { readonly n: number; readonly text: string }
  | { readonly n: number; readonly base64: string }
  | { readonly n: number }
  /** The beginning of a long reply, of which the record holds too many: it cannot be judged again. */
  | { readonly cut: string }
  | null;

/** One sending of a request, and its outcome. */
export interface ExchangeLine {
  readonly type: 'exchange';
  /** The case as a report names it; null for a request that belongs to none. */
  readonly case: string | null;
  readonly serviceId: string | null;
  /** Tells the request from others: service, case, bytes. */
  readonly key: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly body: RecordedBody;
    /** Whether it went over a connection of its own, as bytes that no ordinary client sends. */
    readonly raw: boolean;
  };
  /** Milliseconds since `timeOrigin`. */
  readonly sentAt: number;
  readonly endedAt: number;
  /** Null where no reply came. */
  readonly status: number | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: RecordedBody;
  readonly failure: { readonly kind: FailureKind; readonly detail: string } | null;
  /** The header whose value the body of the reply shows; absent where it shows none. */
  readonly credential?: string;
  /** Whether a body that should be taken at its word had to be masked: it cannot be judged again. */
  readonly hidden?: true;
}

/** A request was sent again with a newer token. */
export interface RenewalLine {
  readonly type: 'renewal';
  readonly key: string;
}

/** What comes after the judging. */
export type Phase = 'minimising' | 'restoring';

/** From here on smaller bodies are looked for, or the services are put back. */
export interface PhaseLine {
  readonly type: 'phase';
  readonly phase: Phase;
}

/** The last line: without it, the record is cut off. */
export interface EndLine {
  readonly type: 'end';
  /** Exchanges in the record. */
  readonly exchanges: number;
  readonly finishedAt: string;
  readonly durationMs: number;
  readonly stopped: string | null;
  /** The budget that ended the run, and the limit as the user gave it. */
  readonly cut: { readonly budget: BudgetSpent['budget']; readonly limit: string } | null;
  readonly traffic: TrafficReport;
  readonly errored: string | null;
  readonly interrupted: boolean;
  readonly restore: readonly RestoreReport[];
}
