import type { Json } from '../shared/json.js';
import type { CauseReport } from './causes/cause-report.js';
import type { Count, Duration, Positive, Sha256, UtcTime } from './quantities.js';
import type { ProxyRoute } from '../shared/way.js';
import type { Effort, Profile, ReadingId, RunVerdict, Verdict } from '../shared/model.js';
import type { KnownFailure, RequirementReport } from './requirement-report.js';
import type { TrafficReport } from './traffic-report.js';

/** The report of one run: what `report.json` holds. Secrets in it are masked. */
export interface Report {
  /** Version of this layout; it increases with every change that a reader could notice. */
  readonly schemaVersion: 1;
  /** The program that wrote the report. */
  readonly tool: {
    /** Name of the program. */
    readonly name: 'vpcep-contract';
    /** Version of the program. */
    readonly version: string;
    /** Version of Node.js. */
    readonly node: string;
    /** Operating system and processor. */
    readonly platform: string;
  };
  /** When the run began. */
  readonly startedAt: UtcTime;
  /** When the run ended. */
  readonly finishedAt: UtcTime;
  /** Duration of the run in milliseconds. */
  readonly durationMs: Duration;
  /** Verdict of the run. */
  readonly verdict: RunVerdict;
  /** 0 conformant, 1 non-conformant or outdated known failures, 2 could not judge or partial, 130 interrupted. */
  readonly exitCode: 0 | 1 | 2 | 130;
  /** Reasons for the verdict: one sentence each, the gravest first. */
  readonly because: readonly string[];
  /**
   * What kept the run from judging all that it set out to judge, one sentence each; absent if nothing did.
   *
   * @minItems 1
   */
  readonly incomplete?: readonly string[];
  /** What was judged. */
  readonly target: TargetReport;
  /** How it was judged. */
  readonly options: OptionsReport;
  /** Number of requirements by kind of verdict and level. */
  readonly totals: Totals;
  /** What went over the wire. */
  readonly traffic: TrafficReport;
  /** What the run was judged by. */
  readonly contract: ContractReport;
  /** Every requirement, in the order of the contract. */
  readonly requirements: readonly RequirementReport[];
  /**
   * The failed requirements, grouped by what one change of the service would fix; the gravest first. Absent if none
   * failed.
   */
  readonly causes?: readonly CauseReport[];
  /** What was seen where the contract leaves a choice, e.g. what an omitted approval_enabled does. */
  readonly facts: readonly string[];
  /** What the user should know, though it decides nothing. */
  readonly warnings: readonly string[];
  /** Marks in the names and descriptions that the run sent to services: a leftover value shows whose it is. */
  readonly marks?: readonly string[];
  /** How each service was left. */
  readonly restore: readonly RestoreReport[];
  /** The file of known failures, and the outcome of each entry; null without one. */
  readonly knownFailures: KnownFailuresReport | null;
  /** The cases in flight when the target crashed and the run was stopped; absent if it did not. */
  readonly inFlight?: readonly {
    /** Id of the requirement that it was sent for, `#`, index. */
    readonly case: string;
    /** Id of the requirement. */
    readonly requirement: string;
    /** What `replay` needs; its layout is no part of the interface. */
    readonly recorded: Json;
  }[];
  /** The record that was judged again without a request; null if the run itself was judged. */
  readonly rejudged: {
    /** When it was judged again; ISO 8601, UTC. */
    readonly at: string;
    /** Version of vpcep-contract that made the record. */
    readonly recordedBy: string;
    /** The readings of the recorded run. */
    readonly recordedWith: Profile;
  } | null;
}

/** The target of a run. */
export interface TargetReport {
  /** What precedes `/v1`. */
  readonly url: string;
  /** Project of the services. */
  readonly projectId: string;
  /** Services that the run was allowed to change. */
  readonly serviceIds: readonly string[];
  /** Service that shares the first one's port_id and is only read; null if none was given. */
  readonly siblingServiceId: string | null;
  /** Whether the run started the embedded mock. */
  readonly embedded: boolean;
  /**
   * Options of the command line by which a follow-up command reaches it in the same way, without secrets; absent if
   * there were none.
   */
  readonly namedBy?: readonly string[];
  /** How its proxy was used; absent without one, or if no connection was made. */
  readonly way?: ProxyRoute;
  /** How state was read; null if no read succeeded. */
  readonly reads: 'GET' | 'PUT {}' | null;
}

/** The options of a run that affect its verdicts. */
export interface OptionsReport {
  /** Seed of everything random. */
  readonly seed: Count;
  /** How many cases were sent. */
  readonly effort: Effort;
  /** Randomly drawn cases per requirement; null for the number that belongs to the effort. */
  readonly cases: Count | null;
  /** Maximum number of requests in flight. */
  readonly concurrency: Count;
  /** The profile of readings. */
  readonly readings: Profile;
  /** Globs that select requirements; empty selects all. */
  readonly only: readonly string[];
  /** Globs that leave requirements out. */
  readonly skip: readonly string[];
  /** Globs over requirements that had to be exercised. */
  readonly require: readonly string[];
  /** Whether a failed SHOULD counted like a failed MUST. */
  readonly strict: boolean;
  /** The share of the contract that was judged; null for all. */
  readonly shard: {
    /** Number of the shard, from 1. */
    readonly index: Positive;
    /** Number of shards. */
    readonly count: Positive;
  } | null;
  /** What the run might spend; null for no limit. */
  readonly limits: {
    /** Requests on the wire. */
    readonly maxRequests: Count | null;
    /** Milliseconds since the first request. */
    readonly maxTimeMs: Count | null;
    /** Failed requirements. */
    readonly maxFailures: Count | null;
    /** Requests per second. */
    readonly perSecond: number | null;
  };
}

/** Number of requirements by kind of verdict and level. */
export interface Totals {
  /** Requirements of level MUST. */
  readonly MUST: LevelTotals;
  /** Requirements of level SHOULD. */
  readonly SHOULD: LevelTotals;
  /** Requirements of level MAY. */
  readonly MAY: LevelTotals;
}

/** Number of requirements of one level by kind of verdict. */
export interface LevelTotals extends Readonly<Record<Verdict['kind'], Count>> {
  /** Judged, and kept. */
  readonly passed: Count;
  /** Breached by at least one answer. */
  readonly failed: Count;
  /** Something kept the run from seeing conclusive answers. */
  readonly 'not-judged': Count;
  /** The target lacks what they need, such as a second service. */
  readonly 'not-exercised': Count;
  /** The reading in force leaves them open. */
  readonly 'not-applicable': Count;
  /** Left out by --only or --skip. */
  readonly deselected: Count;
}

/** What the run was judged by. */
export interface ContractReport {
  /** SHA-256 of what the run was judged by, in hexadecimal. */
  readonly digests: {
    /** The OpenAPI document with readings and error codes. */
    readonly spec: Sha256;
    /** The requirements. */
    readonly suite: Sha256;
  };
  /** The readings in force. */
  readonly readings: readonly ReadingReport[];
  /** The statuses that the document lists, ascending. */
  readonly statuses: readonly {
    /** The status. */
    readonly status: Count;
    /** Its description in the document. */
    readonly description: string;
  }[];
}

/** A reading of the document that is in force. */
export interface ReadingReport {
  /** Its id. */
  readonly id: ReadingId;
  /** What it concerns. */
  readonly title: string;
  /** What conforms and what does not. */
  readonly text: string;
  /** How the profile in use loosens the text; null if it does not. */
  readonly loosened: string | null;
}

/** The file of known failures of a run. */
export interface KnownFailuresReport {
  /** Path of the file, as the user gave it. */
  readonly file: string;
  /** The entries in the order of the file. */
  readonly entries: readonly KnownEntryReport[];
}

/** An entry of the file of known failures, and its outcome. */
export interface KnownEntryReport extends KnownFailure {
  /** Id of a requirement, or a glob over ids; absent if it names a cause. */
  readonly requirement?: string;
  /** Id of a cause; absent if it names requirements. */
  readonly cause?: string;
  /**
   * `failing`: it fails, as is known. `passing`: all that it names passed, so the entry must go. `unproven`: it passed,
   * but the run judged less than the one that recorded the entry, or drew other cases. `expired`: its last day has
   * passed, so its failures count again. `not-judged`: nothing that it names was judged, or not all of it.
   */
  readonly state: 'failing' | 'passing' | 'unproven' | 'expired' | 'not-judged';
  /** The run that recorded it; absent if a person wrote it. */
  readonly recorded?: Recorded;
  /** Ids of the failed requirements that it names. */
  readonly failed: readonly string[];
}

/** How much was judged by the run that recorded an entry. */
export interface Recorded {
  /** How many cases were sent. */
  readonly effort: Effort;
  /** The profile of readings. */
  readonly readings: Profile;
  /** Randomly drawn cases per requirement; null for the number that belongs to the effort. */
  readonly cases: Count | null;
  /** Globs that selected requirements; empty for all. */
  readonly only: readonly string[];
  /** Globs that left requirements out. */
  readonly skip: readonly string[];
  /** The seed that drew what failed; null if it was not drawn, or fails with any seed. */
  readonly seed: Count | null;
}

/** How a service was left. */
export interface RestoreReport {
  /** Id of the service. */
  readonly serviceId: string;
  /** Whether it is in the state in which it was found. */
  readonly outcome: 'unchanged' | 'restored' | 'failed' | 'not-needed';
  /** What could not be restored and what to send, in words. */
  readonly details: readonly string[];
}
