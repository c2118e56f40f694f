import type { Attempt, AttemptResponse, WireRequest } from '../shared/model.js';
import type { Asked, CodeClassOf, Mark } from './classify.js';
import type { ConcurrencyLimiter } from './concurrency-limiter.js';
import type { RetryPolicy } from './retry-policy.js';
import type { Traffic } from './traffic.js';

/** Sends one request once; the mark says whose it is, null for one that belongs to no case. */
export type Send = (request: WireRequest, mark: Mark | null) => Promise<Attempt>;

/** What a known good request to the same service came to, sent for the sake of another. */
export type Control = (behalf?: Mark['behalf']) => Promise<'good' | 'failed' | { readonly status: number }>;

/** What a request came to in the end. */
export type Settled =
  | {
      readonly kind: 'answered';
      readonly response: AttemptResponse;
      readonly attempts: readonly Attempt[];
      /** The control that showed the credentials, or the service, to be good all the same. */
      readonly controlled: boolean;
    }
  /** R31 only: closed without a reply. */
  | { readonly kind: 'closed'; readonly attempts: readonly Attempt[] }
  /** The input breaks the service: every sending failed while every control succeeded. */
  | { readonly kind: 'breaks'; readonly what: string; readonly attempts: readonly Attempt[] }
  | { readonly kind: 'unjudged'; readonly reason: string; readonly attempts: readonly Attempt[] };

/** What settling takes. */
export interface Settling {
  readonly send: Send;
  readonly concurrencyLimiter: ConcurrencyLimiter;
  readonly traffic: Traffic;
  readonly retryPolicy: RetryPolicy;
  readonly classOf: CodeClassOf;
  readonly signal: AbortSignal;
  /** Sees every reply that may be judged for itself: all but throttled ones. */
  readonly observe: (request: WireRequest, response: AttemptResponse, asked: Asked) => void;
  /** Told what each request came to in the end. */
  readonly settled?: ((request: WireRequest, asked: Asked, settled: Settled) => void) | undefined;
  /** Told that a request is throttled or put off, what by, and for how many milliseconds no update has been taken. */
  readonly waiting?: ((what: string, ms: number) => void) | undefined;
  /** A case begins. Throws BudgetSpent where none may begin any more. */
  readonly begin: () => void;
  /** Waits; a record is judged again without waiting. Default: by the clock. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A request that changes nothing, to see whether the target can be reached again. */
  readonly ping: () => WireRequest;
  /** Where a token that has expired can be had anew; default: it cannot. */
  readonly renewal?: Renewal;
}

/** Gets a new token when one has expired. */
export interface Renewal {
  /** A request with good credentials was accepted. */
  accepted(): void;
  /** The request with a newer token; null where there is none, or it is too soon to ask for another. */
  renewed(request: WireRequest): Promise<WireRequest | null>;
}
