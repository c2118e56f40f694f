import type { Json } from '../shared/json.js';
import type { CauseReport } from './causes/cause-report.js';
import type { Count, Day, Duration, Positive, Share, Sha256, UtcTime } from './quantities.js';
import type {
  Basis,
  Capability,
  Clause,
  Effort,
  Finding,
  Level,
  Profile,
  ReadingId,
  RunVerdict,
  Verdict,
} from '../shared/model.js';

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
   * What kept the run from judging all that it set out to judge, one sentence each; absent where nothing did.
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
   * The failed requirements, grouped by what one change of the service would fix; the gravest first. Absent where none
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
  /** The cases in flight when the target crashed and the run was stopped; absent where it was not. */
  readonly inFlight?: readonly {
    /** Id of the requirement that it was sent for, `#`, index. */
    readonly case: string;
    /** Id of the requirement. */
    readonly requirement: string;
    /** What `replay` needs; its layout is no part of the interface. */
    readonly recorded: Json;
  }[];
  /** The record that was judged again without a request; null where the run itself was judged. */
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
  /** Service that shares the first one's port_id and is only read; null where none was given. */
  readonly siblingServiceId: string | null;
  /** Whether the run started the embedded mock. */
  readonly embedded: boolean;
  /** How state was read; null where no read succeeded. */
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

/** What went over the wire. */
export interface TrafficReport {
  /** Requests that the suite meant to send; a repeated one counts once. */
  readonly requests: Count;
  /** Requests on the wire. */
  readonly attempts: Count;
  /** How many of those restored the services, exempt from every budget; absent where none did. */
  readonly restoring?: Positive;
  /** Replies by status. */
  readonly statuses: { readonly [status: string]: Count };
  /** Replies that said "too many requests". */
  readonly throttled: Count;
  /** Replies that reported the platform's own state or faults. */
  readonly platform: Count;
  /** 408, 5xx, time-outs and broken connections. */
  readonly transient: Count;
  /** How the run reacted to "too many requests". */
  readonly throttling: {
    /** Waits before a throttled request was resent. */
    readonly waits: Count;
    /** How many of these were as long as a Retry-After asked for, up to the run's maximum. */
    readonly retryAfters: Count;
    /** Milliseconds of all waits together; several requests may wait at once. */
    readonly waitedMs: Count;
    /** The lowest limit of requests in flight; null where nothing was throttled. */
    readonly lowestConcurrency: Count | null;
  };
  /** Milliseconds from sending to the end of the reply. */
  readonly latency: {
    /** Half of the replies took at most this. */
    readonly p50: Duration;
    /** 95 % of the replies took at most this. */
    readonly p95: Duration;
    /** 99 % of the replies took at most this. */
    readonly p99: Duration;
    /** The slowest reply. */
    readonly max: Duration;
    /** Replies by duration, ascending; empty bars are left out. */
    readonly histogram: readonly {
      /** The replies in the bar took longer than this. */
      readonly from: Duration;
      /** The replies in the bar took no longer than this. */
      readonly to: Duration;
      /** Number of replies in the bar. */
      readonly count: Positive;
    }[];
  };
  /** What came back over time. */
  readonly timeline: TimelineReport;
}

/** What came back over time. */
export interface TimelineReport {
  /**
   * Width of a bucket in milliseconds; the first one begins with the run.
   *
   * @exclusiveMinimum 0
   */
  readonly bucketMs: number;
  /** The buckets without a gap, in order. */
  readonly buckets: readonly {
    /** 2xx. */
    readonly accepted: Count;
    /** 4xx. */
    readonly refused: Count;
    /** Replies with any other status. */
    readonly other: Count;
    /** Requests that got no reply. */
    readonly unanswered: Count;
  }[];
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
  /** How the profile in use loosens the text; null where it does not. */
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
  /** Id of a requirement, or a glob over ids; absent where it names a cause. */
  readonly requirement?: string;
  /** Id of a cause; absent where it names requirements. */
  readonly cause?: string;
  /**
   * `failing`: it fails, as is known. `passing`: all that it names passed, so the entry must go. `unproven`: it passed,
   * but the run judged less than the one that recorded the entry, or drew other cases. `expired`: its last day has
   * passed, so its failures count again. `not-judged`: nothing that it names was judged, or not all of it.
   */
  readonly state: 'failing' | 'passing' | 'unproven' | 'expired' | 'not-judged';
  /** The run that recorded it; absent where a person wrote it. */
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
  /** The seed that drew what failed; null where it was not drawn, or fails with any seed. */
  readonly seed: Count | null;
}

/** Why a failure is known. */
export interface KnownFailure {
  /** Why it is known and excused. */
  readonly reason: string;
  /** Where it is tracked; null where the entry does not say. */
  readonly ticket: string | null;
  /** The last day on which it is excused: YYYY-MM-DD, UTC; null for no end. */
  readonly expires: Day | null;
}

/** A requirement and its outcome. */
export interface RequirementReport {
  /**
   * Chapter and name; never changed, never reused.
   *
   * @pattern ^[a-z][a-z0-9-]*(/[^/\s]+)+$
   */
  readonly id: string;
  /** How much it counts. */
  readonly level: Level;
  /** What demands it: the document's words, its tables, an RFC, or plain sanity. */
  readonly basis: Basis;
  /** Where the document says so. */
  readonly clause: Clause;
  /** The reading that it depends on; null where the document needs none. */
  readonly reading: ReadingId | null;
  /** The requirement in one sentence. */
  readonly says: string;
  /** What a target must offer for it to be judged. */
  readonly needs: readonly Capability[];
  /** Its verdict. */
  readonly verdict: Verdict;
  /** The cases that it was judged by. */
  readonly cases: {
    /** Cases that were sent. */
    readonly sent: Count;
    /** Cases whose answer could be judged. */
    readonly judged: Count;
    /** Cases whose answer could not be judged. */
    readonly unjudged: Count;
    /** Judged cases that were drawn at random. */
    readonly drawn: Count;
    /** Failed attempts before conclusive answers; throttled ones are not counted. */
    readonly resent: Count;
    /**
     * Upper bound, with 95 % confidence, of the share of such randomly drawn inputs that is misjudged: 3 / drawn. Null
     * where none was drawn, or one failed.
     */
    readonly misjudgedBelow: Share | null;
  };
  /** The first failures, minimised; only a few are kept. */
  readonly failures: readonly FailureReport[];
  /** Number of cases that failed. */
  readonly failed: Count;
  /**
   * What is unusual about how the failed requests are written, where almost nothing that is written so conforms; absent
   * where nothing is.
   */
  readonly forms?: BlamedForms;
  /** Why its failure is known and does not decide; absent where it did not fail, or is not known. */
  readonly known?: KnownFailure;
  /** For a violation: whether each rejection named the member. A fact, never a failure. */
  readonly rejectedForTheRightReason?: boolean;
}

/** What failed requests have in common in how they are written. */
export interface BlamedForms {
  /**
   * The forms, for people: `a chunked body`.
   *
   * @minItems 1
   */
  readonly names: readonly string[];
  /** Whether several requests of the requirement that are written otherwise conform. */
  readonly othersConform: boolean;
}

/** A case that failed. */
export interface FailureReport {
  /** The argument of `replay`: id of the requirement that the case was sent for, `#`, index. */
  readonly case: string;
  /** What is wrong. */
  readonly findings: readonly Finding[];
  /** What was sent, in order; the last case is the one that was judged. */
  readonly exchanges: readonly ExchangeReport[];
  /** The smallest body seen to fail in the same way; null where the failure does not concern the body. */
  readonly minimalBody: string | null;
  /** The rules of the document's schema that this body, or the judged one, breaks; absent where it breaks none. */
  readonly breaks?: readonly BrokenRule[];
  /** What is unusual about how the case is written, whatever it says: `a chunked body`; absent where nothing is. */
  readonly forms?: readonly string[];
  /** A shell command that sends the case, with variables for secrets. */
  readonly curl: string;
  /** The command that sends the case again and judges it. */
  readonly replay: string;
  /** Seed of the run. */
  readonly seed: Count;
  /** X-Request-Id of the reply; null where the target sent none. */
  readonly requestId: string | null;
  /** What `replay` needs to send the case again; its layout is no part of the interface. */
  readonly recorded: Json;
}

/** A rule of the request schema that a body breaks. */
export interface BrokenRule {
  /** Member of the body, `ports.client_port` for a nested one; '' for the whole. */
  readonly member: string;
  /** Keyword of JSON Schema, or the name of a rule that no keyword expresses. */
  readonly keyword: string;
  /** JSON type of the given value. */
  readonly given: 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';
}

/** A request and its reply. */
export interface ExchangeReport {
  /** What it was sent for: to prepare a state, as the case itself, or to read state. */
  readonly role: 'prepare' | 'case' | 'read';
  /** Method of the request. */
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  /** Headers as sent; a secret is replaced by a marker. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Body as text, cut at 4,096 characters; null without one. */
  readonly body: string | null;
  /** Number of attempts, up to the conclusive answer. */
  readonly attempts: Count;
  /** Time of the last attempt, by the clock of the run. */
  readonly sentAt: UtcTime;
  /** Milliseconds from then to the end of the reply, or until it was clear that none would come. */
  readonly durationMs: Duration;
  /** Status of the reply; null where none came. */
  readonly status: Count | null;
  /** Headers of the reply as received; a secret is replaced by a marker. */
  readonly responseHeaders: readonly (readonly [name: string, value: string])[];
  /** Body of the reply as text, cut at 4,096 characters; null where no reply came. */
  readonly responseBody: string | null;
  /** Why no reply came; null where one did. */
  readonly failure: string | null;
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
