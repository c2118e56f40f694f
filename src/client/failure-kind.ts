import type { Failure, FailureKind } from '../shared/failure.js';
import { tlsTroubleOf } from './tls-trouble.js';

/** A failure whose kind is known where it occurs. The message is short and written for people. */
export class ClientFailure extends Error {
  override readonly name = 'ClientFailure';

  constructor(
    readonly failure: FailureKind,
    message: string,
    readonly trouble?: Failure['trouble'],
  ) {
    super(message);
  }
}

const KINDS: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EHOSTDOWN: 'refused',
  ENETDOWN: 'refused',
  EADDRNOTAVAIL: 'refused',
  EACCES: 'refused',
  EPERM: 'refused',
  EMFILE: 'refused',
  ENFILE: 'refused',
  ENOTFOUND: 'unresolved',
  ENODATA: 'unresolved',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  EPROTO: 'tls',
  // The input ended within a reply: the peer closed before it was complete.
  HPE_INVALID_EOF_STATE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reset',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'too-large',
  UND_ERR_HEADERS_OVERFLOW: 'too-large',
  UND_ERR_ABORTED: 'aborted',
  UND_ERR_DESTROYED: 'aborted',
  UND_ERR_CLOSED: 'aborted',
};

/**
 * Returns the kind and description of an error of node:net, node:tls or undici; null for a request that cannot be sent
 * at all.
 */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof ClientFailure) {
    const { failure, message: detail, trouble } = error;
    return { failure, detail, ...(trouble === undefined ? {} : { trouble }) };
  }
  if (!(error instanceof Error)) return { failure: 'reset', detail: String(error) };
  const code = codeOf(error);
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED' || code.startsWith('UND_ERR_REQ_'))
    return null;
  if (error.message === 'bad upgrade')
    return { failure: 'malformed', detail: 'the reply switches to another protocol unasked' };
  const failure = kindOf(code, error);
  const detail = WORDS[code] ?? detailOf(code, error);
  return {
    failure,
    detail,
    ...(failure === 'reset' && OF_THE_SYSTEM.test(code) ? { code } : {}),
    ...(failure === 'tls' ? { trouble: tlsTroubleOf(error, code, detail) } : {}),
  };
}

const OF_THE_SYSTEM = /^E[A-Z]+$/;

/** Descriptions for errors that undici words in its own terms. */
const WORDS: Readonly<Record<string, string>> = {
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'the body of the reply is too large to be read',
  UND_ERR_HEADERS_OVERFLOW: 'the head of the reply is too large to be read',
};

function kindOf(code: string, error: Error): FailureKind {
  const known = KINDS[code];
  if (known !== undefined) return known;
  if (code.startsWith('EAI_')) return 'unresolved';
  if (code.startsWith('HPE_') || error.name === 'HTTPParserError') return 'malformed';
  if (/^UND_ERR_\w*TIMEOUT$/.test(code)) return 'timeout';
  if (error.name === 'AbortError') return 'aborted';
  if (isTls(code)) return 'tls';
  return 'reset';
}

/** The codes of OpenSSL, of Node.js, and of certificate verification. */
function isTls(code: string): boolean {
  return /^ERR_(SSL|TLS|OSSL)_|CERT|_CRL|UNABLE_TO_|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH/.test(
    code,
  );
}

/** Returns the code of an error, or of its first attempt if several addresses of a host were tried. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return first instanceof Error ? codeOf(first) : '';
}

/** What OpenSSL reports: its library, the place in its sources, and between them the reason, which is shown alone. */
const OPENSSL = /\berror:[0-9A-F]{8}:[^:]*:[^:]*:([^:\n]+):/;

const LONGEST_DETAIL = 200;

function detailOf(code: string, error: Error): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : null;
  const said = error.message === '' && first instanceof Error ? first.message : error.message;
  const reason = OPENSSL.exec(said)?.[1];
  const line = (reason ?? said).split('\n', 1)[0]?.trim() ?? '';
  const text = line === '' ? error.name : line;
  const detail = code === '' || text.includes(code) ? text : `${text} (${code})`;
  return detail.length <= LONGEST_DETAIL ? detail : `${detail.slice(0, LONGEST_DETAIL)}…`;
}
