import type { Attempt, AttemptResponse, WireRequest } from '../shared/model.js';
import type { Asked, CodeClassOf } from './classify.js';
import type { Purpose } from './purpose.js';
import type { ConcurrencyLimiter } from './concurrency-limiter.js';
import type { RetryPolicy } from './retry-policy.js';
import type { Traffic } from './traffic.js';

/** Sends one request once. The purpose names its case; null for a request outside every session. */
export type Send = (request: WireRequest, purpose: Purpose | null) => Promise<Attempt>;

/** How a control ended: without an answer, or with a status; only 200 is good. */
export type Controlled =
  'failed' | { readonly status: number; readonly bytes: number; /** Time until the answer. */ readonly ms: number };

/** Sends a known good request to the same service on behalf of another, padded to a number of bytes if one is given. */
export type Control = (behalf?: Purpose['behalf'], bytes?: number) => Promise<Controlled>;

/** Whether a control was accepted. */
export const isGood = (controlled: Controlled): boolean => controlled !== 'failed' && controlled.status === 200;

/** Final outcome of a request. */
export type Settled =
  | {
      readonly kind: 'answered';
      readonly response: AttemptResponse;
      readonly attempts: readonly Attempt[];
      /** Whether a control showed that the credentials, or the service, are good nonetheless. */
      readonly controlled: boolean;
    }
  /** R31 only: closed without a reply. */
  | { readonly kind: 'closed'; readonly attempts: readonly Attempt[] }
  /** The input breaks the service: every attempt failed while every control succeeded. */
  | { readonly kind: 'breaks'; readonly what: string; readonly attempts: readonly Attempt[] }
  | { readonly kind: 'unjudged'; readonly reason: string; readonly attempts: readonly Attempt[] };

/** What a settler needs. */
export interface Settling {
  readonly send: Send;
  readonly concurrencyLimiter: ConcurrencyLimiter;
  readonly traffic: Traffic;
  readonly retryPolicy: RetryPolicy;
  readonly classOf: CodeClassOf;
  readonly signal: AbortSignal;
  /** Called with every reply that may be judged on its own: all but throttled ones. */
  readonly observe: (request: WireRequest, response: AttemptResponse, asked: Asked) => void;
  /** Called with the final outcome of each request. */
  readonly settled?: ((request: WireRequest, asked: Asked, settled: Settled) => void) | undefined;
  /**
   * Called when a request is throttled or put off, with the cause and the milliseconds since an update was last taken.
   */
  readonly waiting?: ((what: string, ms: number) => void) | undefined;
  /** Called when a case begins. Throws BudgetSpent if none may begin any more. */
  readonly begin: () => void;
  /** Waits. Default: by the clock; a replay of a record does not wait. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A request that changes nothing, to see whether the target can be reached again. */
  readonly ping: () => WireRequest;
  /** Whether a proxy forwards the requests, which then may answer them itself. Default: no. */
  readonly isForwarded?: () => boolean;
  /** Renews a token that has expired. Default: no renewal. */
  readonly renewal?: Renewal;
}

/** Gets a new token after one has expired. */
export interface Renewal {
  /** Called when a request with good credentials was accepted. */
  accepted(): void;
  /** The request with a newer token; null if there is none or it is too soon to ask for another. */
  renewed(request: WireRequest): Promise<WireRequest | null>;
}
