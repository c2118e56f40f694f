/** Why no reply came. */
export type FailureKind =
  /** No connection could be made: refused, unreachable, or not made in time. */
  | 'refused'
  /** The host name does not resolve. */
  | 'unresolved'
  /** The TLS handshake failed. */
  | 'tls'
  /** A connection was made, but the reply did not arrive, or not completely, in time. */
  | 'timeout'
  /** The peer reset the connection, or closed it before the reply was complete. */
  | 'reset'
  /** The reply is not HTTP. */
  | 'malformed'
  /** The reply is larger than the cap. */
  | 'too-large'
  /** The run is being stopped. */
  | 'aborted'
  /** Recorded exchanges are being judged again, and this one is not among them. */
  | 'unrecorded';

/** Why no reply came, and what is known of it. */
export interface Failure {
  readonly failure: FailureKind;
  /** What the network reported, for people. */
  readonly detail: string;
  /** The code with which the operating system broke the connection, such as ECONNRESET; absent without one. */
  readonly code?: string;
  /** What is wrong with TLS or with the proxy; absent if neither is at fault. */
  readonly trouble?: TlsTrouble | ProxyTrouble;
}

/** What is wrong with a TLS handshake. */
export interface TlsTrouble {
  readonly kind: 'tls';
  readonly fault: TlsFault;
  /** Whether the other side sent an alert: only a server that speaks TLS does. */
  readonly alert: boolean;
  /** What TLS reports, for people: a code, or the reason. */
  readonly said: string;
}

export type TlsFault =
  /** The other side does not speak TLS. */
  | 'no-tls'
  /** The issuer of its certificate is not trusted. */
  | 'untrusted'
  /** Its certificate has expired, or is not valid yet. */
  | 'not-valid-now'
  /** Its certificate is for another name. */
  | 'other-name'
  /** It does not speak HTTP/1.1. */
  | 'no-http-1'
  /** No version of TLS is supported by both sides. */
  | 'no-common-version'
  /** It does not trust the client certificate. */
  | 'client-refused'
  /** It refuses the handshake, as it does where a client certificate is missing. */
  | 'refused'
  /** It closes the connection. */
  | 'closed'
  | 'other';

/** What is wrong with a proxy, or between it and the target. The detail of the failure says it of the proxy by name. */
export type ProxyTrouble =
  | {
      readonly kind: 'proxy';
      readonly fault:
        | 'unreachable'
        /** It opens no tunnel in time. */
        | 'no-tunnel'
        /** It closes the connection instead of answering. */
        | 'closes'
        | 'no-http';
    }
  /** It answers CONNECT with a status that opens no tunnel. */
  | { readonly kind: 'proxy'; readonly fault: 'refuses'; readonly status: number; readonly authority: string }
  | { readonly kind: 'proxy'; readonly fault: 'tls'; readonly tls: TlsTrouble };

/** A reply to a forwarded request that the proxy may have made or caused. */
export interface Doubt {
  readonly status: number;
  /** The status, and what is doubtful about the reply, for people. */
  readonly doubt: string;
}

/** What came in place of an answer that counts. */
export type Unanswered = Failure | Doubt;
