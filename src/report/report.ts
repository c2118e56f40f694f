import type { Json } from '../json.js';
import type { CauseReport } from './causes/cause-report.js';
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
} from '../model.js';

/** The report of one run: what `report.json` holds. Secrets in it are masked. */
export interface Report {
  /** Version of this layout; it grows with every change that a reader could notice. */
  readonly schemaVersion: 1;
  readonly tool: {
    readonly name: 'vpcep-contract';
    readonly version: string;
    /** Version of Node.js. */
    readonly node: string;
    readonly platform: string;
  };
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly durationMs: number;
  readonly verdict: RunVerdict;
  readonly exitCode: 0 | 1 | 2 | 130;
  /** Why the verdict is what it is: one sentence each, the gravest first. */
  readonly because: readonly string[];
  /** What kept the run from judging all that it set out to judge, a sentence each; absent where nothing did. */
  readonly incomplete?: readonly string[];
  readonly target: TargetReport;
  readonly options: OptionsReport;
  readonly totals: Totals;
  readonly traffic: TrafficReport;
  readonly contract: ContractReport;
  /** In the order of the contract. */
  readonly requirements: readonly RequirementReport[];
  /** The failed requirements, in groups that one change of the service would mend; the gravest first. Absent where none failed. */
  readonly causes?: readonly CauseReport[];
  /** What was seen where the contract leaves a choice, e.g. what an omitted approval_enabled does. */
  readonly facts: readonly string[];
  /** What the user should know, though it decides nothing. */
  readonly warnings: readonly string[];
  /** How each service was left. */
  readonly restore: readonly RestoreReport[];
  /** The file of known failures that the run was judged with, and what became of its entries; null without one. */
  readonly knownFailures: KnownFailuresReport | null;
  /** The cases that were in flight when the target went, so that the run was stopped; absent where it was not. */
  readonly inFlight?: readonly {
    readonly case: string;
    readonly requirement: string;
    readonly recorded: Json;
  }[];
  /** The record that was judged again without a request; null where the run itself was judged. */
  readonly rejudged: {
    /** ISO 8601, UTC. */
    readonly at: string;
    /** Version of vpcep-contract that made the record, and the readings of that run. */
    readonly recordedBy: string;
    readonly recordedWith: Profile;
  } | null;
}

export interface TargetReport {
  /** What stands before `/v1`. */
  readonly url: string;
  readonly projectId: string;
  readonly serviceIds: readonly string[];
  readonly siblingServiceId: string | null;
  /** Whether the run started the embedded mock. */
  readonly embedded: boolean;
  /** How state was read; null where no read succeeded. */
  readonly reads: 'GET' | 'PUT {}' | null;
}

export interface OptionsReport {
  readonly seed: number;
  readonly effort: Effort;
  /** Randomly drawn cases per requirement; null is the effort's own number. */
  readonly cases: number | null;
  readonly concurrency: number;
  readonly readings: Profile;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly require: readonly string[];
  readonly strict: boolean;
  /** Which share of the contract was judged; null for all. */
  readonly shard: { readonly index: number; readonly count: number } | null;
  /** What the run might spend; null is without a limit. */
  readonly limits: {
    /** Requests that go onto the wire. */
    readonly maxRequests: number | null;
    readonly maxTimeMs: number | null;
    /** Requirements that fail. */
    readonly maxFailures: number | null;
    /** Requests a second. */
    readonly perSecond: number | null;
  };
}

/** How many requirements ended in which way, by level. */
export interface Totals {
  readonly MUST: LevelTotals;
  readonly SHOULD: LevelTotals;
  readonly MAY: LevelTotals;
}

export type LevelTotals = { readonly [kind in Verdict['kind']]: number };

export interface TrafficReport {
  /** Requests that the suite meant to send; a repeated one counts once. */
  readonly requests: number;
  /** Requests that went onto the wire. */
  readonly attempts: number;
  /** How many of those put the services back, outside of every budget; absent where none did. */
  readonly restoring?: number;
  /** Replies by status. */
  readonly statuses: { readonly [status: string]: number };
  /** Replies that said "too many requests". */
  readonly throttled: number;
  /** Replies that told of the platform's own state or faults. */
  readonly platform: number;
  /** 408, 5xx, time-outs and broken connections. */
  readonly transient: number;
  /** How the run gave way to "too many requests". */
  readonly throttling: {
    /** Waits before a throttled request was sent again. */
    readonly waits: number;
    /** Of these, how many were as long as a Retry-After asked for, within the cap of the run. */
    readonly retryAfters: number;
    /** Milliseconds of all waits together; several requests may wait at once. */
    readonly waitedMs: number;
    /** The fewest requests that were let be in flight at once; null where nothing was throttled. */
    readonly lowestConcurrency: number | null;
  };
  /** Milliseconds from sending to the whole reply. */
  readonly latency: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
    /** How many replies took longer than `from` and not longer than `to`; ascending, empty bars left out. */
    readonly histogram: readonly { readonly from: number; readonly to: number; readonly count: number }[];
  };
  readonly timeline: TimelineReport;
}

/** What came back over time. */
export interface TimelineReport {
  /** Width of a bucket in milliseconds; the first one begins with the run. */
  readonly bucketMs: number;
  readonly buckets: readonly {
    /** 2xx. */
    readonly accepted: number;
    /** 4xx. */
    readonly refused: number;
    /** Replies with any other status. */
    readonly other: number;
    /** Requests that got no reply. */
    readonly unanswered: number;
  }[];
}

/** What the run judged by. */
export interface ContractReport {
  /** SHA-256, in hexadecimal: of the OpenAPI document with readings and error codes, and of the requirements. */
  readonly digests: { readonly spec: string; readonly suite: string };
  /** The readings in force. */
  readonly readings: readonly ReadingReport[];
  /** The statuses that the document lists, ascending. */
  readonly statuses: readonly { readonly status: number; readonly description: string }[];
}

export interface ReadingReport {
  readonly id: ReadingId;
  readonly title: string;
  /** What conforms and what does not. */
  readonly text: string;
  /** What the profile in use loosens of the text; null where nothing. */
  readonly loosened: string | null;
}

export interface KnownFailuresReport {
  /** Path of the file, as the user gave it. */
  readonly file: string;
  /** In the order of the file. */
  readonly entries: readonly KnownEntryReport[];
}

/** An entry of the file of known failures, and what became of it. */
export interface KnownEntryReport extends KnownFailure {
  /** Id of a requirement, or a glob over ids; absent where it names a cause. */
  readonly requirement?: string;
  /** Id of a cause; absent where it names requirements. */
  readonly cause?: string;
  /**
   * `failing`: it fails, as is known. `passing`: all that it names passed, so that the entry must go. `unproven`: it passed, but the run
   * judged less than the one that recorded the entry, or drew other cases. `expired`: its day is over, so that what fails counts
   * again. `not-judged`: nothing that it names was judged, or not all of it.
   */
  readonly state: 'failing' | 'passing' | 'unproven' | 'expired' | 'not-judged';
  /** How it was recorded; absent where a person wrote it. */
  readonly recorded?: Recorded;
  /** Ids of the requirements that it names and that failed. */
  readonly failed: readonly string[];
}

/** How much the run judged that an entry was recorded by. */
export interface Recorded {
  readonly effort: Effort;
  readonly readings: Profile;
  /** Randomly drawn cases per requirement; null is the effort's own number. */
  readonly cases: number | null;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** The seed that drew what failed; null where what failed was not drawn, or fails with any seed. */
  readonly seed: number | null;
}

/** Why a failure is known. */
export interface KnownFailure {
  readonly reason: string;
  /** Where it is dealt with; null where the entry names nothing. */
  readonly ticket: string | null;
  /** The last day on which it is excused: YYYY-MM-DD, UTC; null for no end. */
  readonly expires: string | null;
}

export interface RequirementReport {
  readonly id: string;
  readonly level: Level;
  readonly basis: Basis;
  readonly clause: Clause;
  readonly reading: ReadingId | null;
  readonly says: string;
  readonly needs: readonly Capability[];
  readonly verdict: Verdict;
  readonly cases: {
    readonly sent: number;
    readonly judged: number;
    readonly unjudged: number;
    /** How many of the judged ones were drawn at random. */
    readonly drawn: number;
    /**
     * With 95 % confidence a smaller share than this of such randomly drawn inputs is misjudged: 3 / drawn. Null where
     * none was drawn, or one failed.
     */
    readonly misjudgedBelow: number | null;
  };
  /** The first failures, minimised; never more than a few. */
  readonly failures: readonly FailureReport[];
  /** How many cases failed in all. */
  readonly failed: number;
  /** Why its failure is known and does not decide; absent where it did not fail, or is not known. */
  readonly known?: KnownFailure;
  /** For a violation: whether each rejection named the member. A fact, never a failure. */
  readonly rejectedForTheRightReason?: boolean;
}

export interface FailureReport {
  /** What `replay` takes: requirement id, `#`, index of the case. */
  readonly case: string;
  readonly findings: readonly Finding[];
  /** What was sent, in order; the last one is what was judged. */
  readonly exchanges: readonly ExchangeReport[];
  /** The smallest body that was seen to fail in the same way; null where the failure is not about the body. */
  readonly minimalBody: string | null;
  readonly curl: string;
  readonly replay: string;
  readonly seed: number;
  /** X-Request-Id of the reply, where the target sent one. */
  readonly requestId: string | null;
  /** What `replay` needs to send the case again and judge it. */
  readonly recorded: Json;
}

export interface ExchangeReport {
  readonly role: 'prepare' | 'case' | 'read' | 'control';
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** As text, cut at 4,096 characters; null without a body. */
  readonly body: string | null;
  /** How many times it was sent before the answer that counts. */
  readonly attempts: number;
  /** When it was last sent: ISO 8601, UTC, by the clock of the run. */
  readonly sentAt: string;
  /** Milliseconds from then to the whole reply, or until it was clear that none would come. */
  readonly durationMs: number;
  readonly status: number | null;
  readonly responseHeaders: readonly (readonly [name: string, value: string])[];
  /** As text, cut at 4,096 characters; null where no reply came. */
  readonly responseBody: string | null;
  /** Why no reply came; null where one did. */
  readonly failure: string | null;
}

export interface RestoreReport {
  readonly serviceId: string;
  readonly outcome: 'unchanged' | 'restored' | 'failed' | 'not-needed';
  /** What could not be put back and what to send, in words. */
  readonly details: readonly string[];
}
