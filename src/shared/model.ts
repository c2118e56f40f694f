/**
 * The words that the stages share: what a requirement is, what is sent for it, what came back, and what follows.
 * Every stage knows this file; the stages do not know each other.
 */

/** MUST decides the verdict of a run; SHOULD only with `--strict`; MAY never does. */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/** Where a requirement comes from: the document's words, its tables, an RFC, or plain sanity. */
export type Basis = 'documented' | 'schema' | 'protocol' | 'sanity';

/**
 * A reading of the document (`openapi/readings.yaml`).
 *
 * @pattern ^R[0-9]+$
 */
export type ReadingId = `R${number}`;

/** `document` is the letter of the document; `production` loosens it for a region behind an API gateway. */
export type BaseProfile = 'document' | 'production';

/**
 * A profile, in which single readings may be switched: `document+R7` loosens R7 alone, `production-R7` all but R7.
 *
 * @asType string
 * @pattern ^(document(\+R[0-9]+)*|production(-R[0-9]+)*)$
 */
export type Profile = BaseProfile | `${BaseProfile}${'+' | '-'}R${string}`;

/** How many cases are sent. */
export type Effort = 'quick' | 'standard' | 'thorough';

/** A place in the API document: a table and its row, or a section. */
export interface Clause {
  /**
   * Number of a table.
   *
   * @asType integer
   * @minimum 1
   */
  readonly table?: number;
  /** Row of the table, or part of the section. */
  readonly row?: string;
  /** Section outside the tables. */
  readonly section?: string;
}

/** What a target must offer for some requirements to be judged. */
export type Capability = (typeof everyCapability)[number];

/** All of them. */
export const everyCapability = [
  'reads',
  'other-service',
  'concurrency',
  'sibling',
  'token',
  'aksk',
  'foreign-token',
  'port-id',
  'forced-status',
  'raw-client',
] as const;

/** What a user signs requests with. All three are secret. */
export interface AccessKeys {
  /** AK, the name of the key. */
  readonly accessKey: string;
  /** SK, which never goes onto the wire. */
  readonly secretKey: string;
  /** Belongs to keys that are valid for a while only; null, or absent, for others. */
  readonly securityToken?: string | null;
}

/** How a request is signed with AK and SK (SDK-HMAC-SHA256): as it should be, or in a way that must be refused. */
export type SignatureForm =
  | 'good'
  /** Good: of the headers, X-Sdk-Date alone is signed. */
  | 'date-only'
  /** Good: every header is signed. */
  | 'every-header'
  /** With other digits. */
  | 'changed'
  /** Made with another SK. */
  | 'other-secret'
  /** Under an AK that nobody has. */
  | 'unknown-key'
  /** Of another body, path, method, or time. */
  | 'other-body'
  | 'no-body'
  | 'other-path'
  | 'other-method'
  | 'other-date'
  /** An hour old, or an hour ahead; 15 minutes are allowed. */
  | 'old'
  | 'future'
  /** Authorization is sent as it stands among the headers; X-Sdk-Date is added. */
  | 'as-given';

/** What the client does to a request at each sending: a signature holds for a quarter of an hour. */
export interface Signing {
  readonly form: SignatureForm;
  /** Whether the target may take the signature for a bad one; five bad ones in a row lock a key. */
  readonly doubtful: boolean;
}

/** A request as it goes onto the wire. Header values may hold secrets: mask before printing. */
export interface WireRequest {
  readonly method: string;
  /** Origin form, sent as it is: no dot segment is resolved, nothing is encoded. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array | null;
  /**
   * What the ordinary client refuses to send goes through the raw one: these exact bytes, head and body, on a
   * connection of their own. The other members then only describe the request.
   */
  readonly raw?: Uint8Array;
  /** Whether the raw bytes are sent in several writes, so that head and body arrive in pieces. Default false. */
  readonly split?: boolean;
  /**
   * Whether it gets a connection of its own, and may take three times as long as others: an answer that comes late is no missing
   * one, and a connection that was idle may be closed at any time. Default false.
   */
  readonly patient?: boolean;
  /** How the client signs it; what is not signed stands in `headers` as it is sent. */
  readonly signing?: Signing;
  /** The headers as the contract writes them, with templates for credentials: they tell requests apart without a secret. */
  readonly templates?: readonly (readonly [name: string, value: string])[];
  /** The path and the body as the contract writes them, where a credential stands in either. */
  readonly told?: string;
}

/** Why no reply came. */
export type FailureKind =
  /** No connection could be made: refused, unreachable, or not made in time. */
  | 'refused'
  /** The host name does not resolve. */
  | 'unresolved'
  /** The TLS handshake failed. */
  | 'tls'
  /** A connection was made, and nothing, or not all, came in time. */
  | 'timeout'
  /** The peer reset the connection, or closed it before the reply was whole. */
  | 'reset'
  /** What came is not HTTP. */
  | 'malformed'
  /** The reply is larger than the cap. */
  | 'too-large'
  /** The run is being stopped. */
  | 'aborted'
  /** Recorded exchanges are judged again, and this one is not among them. */
  | 'unrecorded';

/** One sending of a request and what came of it. Times are milliseconds of `performance.now()`. */
export type Attempt = AttemptResponse | AttemptFailure;

export interface AttemptResponse {
  readonly kind: 'response';
  readonly status: number;
  /** As received, in order, names in the spelling received where the client keeps it. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** As received, but for a Content-Encoding that could be undone: a BOM or bad UTF-8 is still there. */
  readonly body: Uint8Array;
  readonly sentAt: number;
  readonly endedAt: number;
}

export interface AttemptFailure {
  readonly kind: 'failure';
  readonly failure: FailureKind;
  /** For people: what the network said. */
  readonly detail: string;
  readonly sentAt: number;
  readonly endedAt: number;
}

/** A check's complaint, as data. Prose is made of it last. */
export interface Finding {
  /** The requirement that is breached. */
  readonly requirement: string;
  /** Where in the body, as a JSON pointer; '' is the whole. */
  readonly pointer?: string;
  /** What the contract asks for. */
  readonly expected: string;
  /** What came instead. */
  readonly received: string;
}

/** What became of a requirement. */
export type Verdict =
  /** Judged, and kept. */
  | { readonly kind: 'passed' }
  /** Breached. */
  | { readonly kind: 'failed' }
  /** The answers that count could not be seen, for this reason. */
  | { readonly kind: 'not-judged'; readonly reason: string }
  /** The target lacks what it needs: this. */
  | { readonly kind: 'not-exercised'; readonly reason: string }
  /** Left open by this reading. */
  | { readonly kind: 'not-applicable'; readonly reading: ReadingId }
  /** Not selected, for this reason. */
  | { readonly kind: 'deselected'; readonly reason: string };

/** What became of a run. */
export type RunVerdict =
  | 'conformant'
  /** Only requirements failed that the user lists as known failures: nothing else is breached. */
  | 'known-failures'
  /** Nothing else is breached, but the file of known failures lists what passes, or what is no longer excused. */
  | 'outdated-known-failures'
  | 'non-conformant'
  | 'partial'
  | 'could-not-judge'
  | 'interrupted';
