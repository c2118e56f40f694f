import type { JsonObject } from '../shared/json.js';
import type { ReadingId } from '../shared/model.js';

/** What a case sends to a service, and what the service would store of it, as plain data: what `given` states. */
export interface Sent {
  /** Whether it was drawn at random (true) or is listed (false). */
  readonly drawn: boolean;
  readonly shape: Shape;
  readonly method: string;
  /** With `{project_id}` and `{service_id}`; see `templates.ts` for the derived ones. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** In base64, so that a report can hold it; null sends no body. */
  readonly body: string | null;
  /** Parts of a request that only the raw client can send; null for the ordinary client. */
  readonly raw: RawParts | null;
  /**
   * What the service would hold if it accepted the request: the known members of the body. Several entries are
   * alternatives. Empty if acceptance is a violation.
   */
  readonly applies: readonly JsonObject[];
  /** Index of the base body of a violation; null if there is none. */
  readonly base: number | null;
  /** The member whose rule is broken; null for none. */
  readonly member: string | null;
  /** The other update of a race; the body of a crowd that must be rejected; the legal part of a rejected body. */
  readonly rival: JsonObject | null;
  /**
   * State that must hold before the request is sent: `baseline` is that of the lane, a list holds the updates that lead
   * to the state, in order; null for any state.
   */
  readonly prepare: JsonObject | readonly JsonObject[] | 'baseline' | null;
  /** False for a body that must be rejected, whatever else is wrong with the request. */
  readonly lawful?: false;
  /** Further statuses that conform for the form in which the case is sent. */
  readonly tolerates?: readonly number[];
  /** The reading that leaves open whether the body must be accepted; null for none. */
  readonly open: ReadingId | null;
}

/**
 * One case of a requirement: what is sent, and which answers conform. It holds no secret: headers name credentials by a
 * template (`{{token}}`), which is filled in when the request is made. Reports and records contain it as it is.
 */
export interface Case extends Omit<Sent, 'open'> {
  readonly requirement: string;
  /** Position among the cases of its requirement; the lowest failing one becomes the counterexample. */
  readonly index: number;
  readonly expect: Expectation;
}

/** How the requests of a case are arranged. */
export type Shape =
  /** One request. */
  | 'single'
  /** The same request twice, one after the other (R17). */
  | 'twice'
  /** The request, and the body of `rival` at the same time (R32). */
  | 'race'
  /** The request, with a look at every other service before and after (R18). */
  | 'isolated'
  /** The request to every service under test at once (R18). */
  | 'everywhere'
  /** The request, which must be refused, and the same again right after it. */
  | 'again'
  /**
   * The request alongside others: bodies that must be rejected, reads, and updates of a service that does not exist.
   */
  | 'crowd'
  /** The request, which must be rejected, and an empty update, or its legal part, right after it (R13, R16). */
  | 'followed'
  /** The request more than a second after an earlier change (R16, R26). */
  | 'after-a-second';

/** Which answers to a case conform. */
export interface Expectation {
  /** Every status that conforms. 200 needs `applies`. */
  readonly statuses: readonly number[];
  /** The codes with which a 400 conforms; null if any code will do. */
  readonly codes: readonly string[] | null;
  /** In the production profile a 404 of the gateway conforms too (R21). */
  readonly gateway404: boolean;
  /** Any 4xx, and a connection closed without a reply, conform too (R31: the HTTP server answers before the API). */
  readonly belowApi: boolean;
  /** Whether the credentials and the path are good, so that 401, 403 and 404 must be explained by a control. */
  readonly good: boolean;
  /** Whether the body intentionally collides with a pair of the sibling (R19). */
  readonly conflict: boolean;
  /** The status that the request asks for with `Prefer: code=NNN`; null for none. */
  readonly forces: number | null;
  /** Whether `port_id` may come back in another case (upper-case UUIDs are open, R5). */
  readonly foldsPortId: boolean;
}

/**
 * How a body is announced, and how its bytes arrive: `small-chunks` uses chunks of a few bytes, `split` a
 * Content-Length with head and body in several writes.
 */
export type Framing = 'content-length' | 'chunked' | 'small-chunks' | 'split' | 'trailers' | 'none';

/** How the bytes of a raw request differ from an ordinary one. */
export interface RawParts {
  readonly framing: Framing;
  /** Replaces `METHOD path HTTP/1.1`. */
  readonly requestLine: string | null;
  readonly omitHost: boolean;
  /** A request without credentials that goes before it on the same connection. Left out if none does. */
  readonly behind?: Forerunner;
}

/**
 * What is unusual about the body of a request that another one follows on its connection: `trailers` and extensions in
 * its chunks (RFC 9112, 7.1), or its length, announced or in chunks, if the request is refused before it is read.
 */
export type Forerunner = 'trailers' | 'long-body' | 'long-chunks';
