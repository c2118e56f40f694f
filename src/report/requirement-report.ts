import type { Json } from '../shared/json.js';
import type { Count, Day, Duration, Share, UtcTime } from './quantities.js';
import type { Basis, Capability, Clause, Finding, Level, ReadingId, Verdict } from '../shared/model.js';

/** Why a failure is known. */
export interface KnownFailure {
  /** Why it is known and excused. */
  readonly reason: string;
  /** Where it is tracked; null if the entry does not say. */
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
  /** The reading that it depends on; null if the document needs none. */
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
     * if none was drawn, or one failed.
     */
    readonly misjudgedBelow: Share | null;
  };
  /** The first failures, minimised; only a few are kept. */
  readonly failures: readonly FailureReport[];
  /** Number of cases that failed. */
  readonly failed: Count;
  /**
   * What is unusual about how the failed requests are written, if almost nothing written that way conforms; else
   * absent.
   */
  readonly forms?: BlamedForms;
  /** Why its failure is known and does not decide; absent if it did not fail, or is not known. */
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
  /** The smallest body seen to fail in the same way; null if the failure does not concern the body. */
  readonly minimalBody: string | null;
  /** The rules of the document's schema that this body, or the judged one, breaks; absent if it breaks none. */
  readonly breaks?: readonly BrokenRule[];
  /** What is unusual about how the case is written, whatever it says: `a chunked body`; absent if nothing is. */
  readonly forms?: readonly string[];
  /** A shell command that sends the case, with variables for secrets. */
  readonly curl: string;
  /** The command that sends the case again and judges it. */
  readonly replay: string;
  /** Seed of the run. */
  readonly seed: Count;
  /** X-Request-Id of the reply; null if the target sent none. */
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
  /** Status of the reply; null if none came. */
  readonly status: Count | null;
  /** Headers of the reply as received; a secret is replaced by a marker. */
  readonly responseHeaders: readonly (readonly [name: string, value: string])[];
  /** Body of the reply as text, cut at 4,096 characters; null if no reply came. */
  readonly responseBody: string | null;
  /** Why no reply came; null if one did. */
  readonly failure: string | null;
}
