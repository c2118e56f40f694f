import type { Failure } from './failure.js';

/**
 * The words that the stages share: what a requirement is, what is sent for it, what came back, and what follows. Every
 * stage knows this file; the stages do not know each other.
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
  /** Requests arrive byte for byte: directly, or through a tunnel. */
  'verbatim',
] as const;

/** What a user signs requests with. All three are secret. */
export interface AccessKeys {
  /** AK, the id of the key. */
  readonly accessKey: string;
  /** SK, which is never sent. */
  readonly secretKey: string;
  /** Accompanies temporary keys; null or absent for others. */
  readonly securityToken?: string | null;
}

/** How a request is signed with AK and SK (SDK-HMAC-SHA256): correctly, or in a way that must be refused. */
export type SignatureForm =
  | 'good'
  /** Valid: of the headers, X-Sdk-Date alone is signed. */
  | 'date-only'
  /** Valid: every header is signed. */
  | 'every-header'
  /** With digits changed. */
  | 'changed'
  /** Made with another SK. */
  | 'other-secret'
  /** With an AK that nobody has. */
  | 'unknown-key'
  /** Computed over another body, path, method, or time. */
  | 'other-body'
  | 'no-body'
  | 'other-path'
  | 'other-method'
  | 'other-date'
  /** 35 minutes old, or 35 minutes ahead; 15 minutes are allowed. */
  | 'old'
  | 'future'
  /** Of the headers, X-Sdk-Date is not signed. */
  | 'date-unsigned'
  /** Authorization is sent as the headers give it; X-Sdk-Date is added. */
  | 'as-given';

/** How the client signs a request at each attempt; a signature is valid for a quarter of an hour. */
export interface Signing {
  readonly form: SignatureForm;
  /** Whether the target may reject the signature; five rejected ones in a row lock a key. */
  readonly doubtful: boolean;
}

/** A request as it goes onto the wire. Header values may hold secrets: mask before printing. */
export interface WireRequest {
  readonly method: string;
  /** Request target in origin form, sent verbatim: dot segments are not resolved, nothing is encoded. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array | null;
  /**
   * For what the ordinary client refuses to send: these exact bytes, head and body, go over a connection of their own.
   * The other members then only describe the request.
   */
  readonly raw?: Uint8Array;
  /** Whether the raw bytes are sent in several writes, so that head and body arrive in pieces. Default false. */
  readonly split?: boolean;
  /**
   * Bytes of a request that goes before the raw bytes on the same connection. Its reply is dropped; if the connection
   * is closed then, the raw bytes go over another one.
   */
  readonly behind?: Uint8Array;
  /**
   * Whether it gets a connection of its own and three times the usual time limit: a late answer is not a missing one,
   * and an idle connection may be closed at any time. Default false.
   */
  readonly unpooled?: boolean;
  /** How the client signs it; if absent, `headers` are sent as they are. */
  readonly signing?: Signing;
  /**
   * The headers as the contract writes them, with templates for credentials; they identify the request without a
   * secret.
   */
  readonly templates?: readonly (readonly [name: string, value: string])[];
  /** The path and body as the contract writes them, if either contains a credential. */
  readonly told?: string;
}

/** One attempt at a request and its outcome. Times are milliseconds of `performance.now()`. */
export type Attempt = AttemptResponse | AttemptFailure;

export interface AttemptResponse {
  readonly kind: 'response';
  readonly status: number;
  /** As received, in order; names as spelled where the client preserves it. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** As received, except that a Content-Encoding is decoded if possible; a BOM or invalid UTF-8 is kept. */
  readonly body: Uint8Array;
  readonly sentAt: number;
  readonly endedAt: number;
}

export interface AttemptFailure extends Failure {
  readonly kind: 'failure';
  readonly sentAt: number;
  readonly endedAt: number;
}

/** A check's complaint as data; its prose is written last. */
export interface Finding {
  /** The requirement that is breached. */
  readonly requirement: string;
  /** JSON pointer into the body; '' is the whole. */
  readonly pointer?: string;
  /** What the contract requires. */
  readonly expected: string;
  /** What came instead. */
  readonly received: string;
}

/** The outcome of a requirement. */
export type Verdict =
  /** Judged and satisfied. */
  | { readonly kind: 'passed' }
  /** Breached. */
  | { readonly kind: 'failed' }
  /** Conclusive answers could not be obtained, for this reason. */
  | { readonly kind: 'not-judged'; readonly reason: string }
  /** The target lacks something that it needs, as the reason says. */
  | { readonly kind: 'not-exercised'; readonly reason: string }
  /** Left open by this reading. */
  | { readonly kind: 'not-applicable'; readonly reading: ReadingId }
  /** Not selected, for this reason. */
  | { readonly kind: 'deselected'; readonly reason: string };

/** The outcome of a run. */
export type RunVerdict =
  | 'conformant'
  /** The only failed requirements are those that the user lists as known failures. */
  | 'known-failures'
  /** Nothing else is breached, but the known failures file lists something that passes or is no longer excused. */
  | 'outdated-known-failures'
  | 'non-conformant'
  | 'partial'
  | 'could-not-judge'
  | 'interrupted';
