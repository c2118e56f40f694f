import type { Purpose } from './purpose.js';
import type { Failure, Unanswered } from '../shared/failure.js';
import type { Attempt } from '../shared/model.js';

/** What the code of an error reply says about its cause (`openapi/error-codes.yaml`). */
export type ErrorClass = string;

/** The class of a code, ignoring case; undefined for an unlisted code. */
export type CodeClassOf = (code: string) => ErrorClass | undefined;

/** What one attempt means, by the table under Settling in ARCHITECTURE.md. */
export type Meaning =
  /** An answer to the request. */
  | { readonly kind: 'answer' }
  /** Too many requests: wait and send again. */
  | { readonly kind: 'throttled' }
  /** The platform's state or fault, not the input: send again. */
  | { readonly kind: 'platform'; readonly what: string }
  /** 408, 5xx, a time-out or a broken connection: send again, then send a control. */
  | {
      readonly kind: 'transient';
      readonly what: string;
      /** What a forwarding proxy may have caused, so that it proves nothing. */
      readonly byProxy?: Unanswered;
    }
  /** No connection could be made: the target never saw the request. */
  | { readonly kind: 'unreachable'; readonly failure: Failure }
  /** 401 or 403 though the credentials are good: send a control. */
  | { readonly kind: 'denied' }
  /** 404 though the service exists: send a control. */
  | { readonly kind: 'gone' }
  /** A pair may belong to a service that is not under test. */
  | { readonly kind: 'contested' }
  /** The proxy requires credentials. */
  | { readonly kind: 'proxy' }
  /** The run is being stopped. */
  | { readonly kind: 'aborted' }
  /** The record being judged does not hold the attempt. */
  | { readonly kind: 'unrecorded' };

/** What the classification must know about the request. */
export interface Asked {
  /** Statuses that conform, and so need no explanation. */
  readonly statuses: readonly number[];
  /**
   * A case, an update of the run's own, the first update of a service (whose failure is final), or a read of the state.
   */
  readonly sends: 'case' | 'update' | 'first-update' | 'read';
  /**
   * What is valid in the request, so that a control must explain a refusal: credentials and path, or the credentials
   * alone.
   */
  readonly good: 'all' | 'credentials' | 'nothing';
  /** The status requested by `Prefer: code=NNN`; null for none. */
  readonly forces: number | null;
  /**
   * Which mappings the body has: none, only the service's own, some that another service may own, or one that another
   * service is known to own (R19).
   */
  readonly mappings: 'none' | 'own' | 'contestable' | 'conflicting';
  /** R31: a connection closed without a reply is an answer. */
  readonly belowApi: boolean;
  /** The case that the request belongs to. */
  readonly purpose: Purpose;
}

/** What is expected of an ordinary update without mappings. */
export function ordinary(purpose: Purpose, extra: Partial<Asked> = {}): Asked {
  return {
    statuses: [200],
    sends: 'update',
    good: 'all',
    forces: null,
    mappings: 'none',
    belowApi: false,
    purpose,
    ...extra,
  };
}

const retryable = new Set(['state', 'platform', 'token', 'quota', 'in-use']);

/** Whether a code class describes the platform rather than the input. */
export function isPlatformClass(codeClass: ErrorClass | undefined): boolean {
  return codeClass !== undefined && retryable.has(codeClass);
}

/** What an attempt means. */
export function classify(attempt: Attempt, code: string | null, asked: Asked, classOf: CodeClassOf): Meaning {
  if (attempt.kind === 'failure') return classifyFailure(attempt, asked);
  const { status } = attempt;
  if (asked.forces === status) return { kind: 'answer' };
  const codeClass = code === null ? undefined : classOf(code);
  if (status === 429 || codeClass === 'throttled') return { kind: 'throttled' };
  if (status === 400 && isPlatformClass(codeClass)) {
    return { kind: 'platform', what: `400 with ${code}` };
  }
  if (status === 407) return { kind: 'proxy' };
  if (status === 409 || (status === 400 && codeClass === 'conflict')) {
    if (asked.mappings === 'conflicting' || asked.statuses.includes(409)) return { kind: 'answer' };
    if (asked.mappings === 'contestable') return { kind: 'contested' };
    return status === 409 && asked.mappings === 'none' ? { kind: 'platform', what: '409' } : { kind: 'answer' };
  }
  if (asked.statuses.includes(status)) return { kind: 'answer' };
  if (status === 408 || (status >= 500 && status < 600))
    return asked.sends === 'read' && status === 501 ? { kind: 'answer' } : { kind: 'transient', what: String(status) };
  if (status === 401 && asked.good === 'credentials' && !asked.belowApi) return { kind: 'denied' };
  if (asked.good !== 'all' || asked.sends === 'read') return { kind: 'answer' };
  if (status === 401 || status === 403) return { kind: 'denied' };
  if (status === 404) return { kind: 'gone' };
  return { kind: 'answer' };
}

function classifyFailure(failed: Failure, asked: Asked): Meaning {
  const { failure, detail } = failed;
  switch (failure) {
    case 'aborted':
      return { kind: 'aborted' };
    case 'refused':
    case 'unresolved':
    case 'tls':
      return { kind: 'unreachable', failure: failed };
    case 'reset':
      return asked.belowApi ? { kind: 'answer' } : { kind: 'transient', what: detail };
    default:
      return { kind: 'transient', what: failure === 'timeout' ? 'no answer in time' : detail };
  }
}
