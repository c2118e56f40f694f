import { errors } from 'undici';
import { describe, expect, it } from 'vitest';
import { ClientFailure, failureOf } from './failure-kind.js';

function coded(code: string, message = 'said'): Error {
  return Object.assign(new Error(message), { code });
}

describe('failureOf', () => {
  it.each([
    ['EHOSTUNREACH', 'refused'],
    ['ENETUNREACH', 'refused'],
    ['EADDRNOTAVAIL', 'refused'],
    ['EAI_AGAIN', 'unresolved'],
    ['ENOTFOUND', 'unresolved'],
    ['ETIMEDOUT', 'timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'timeout'],
    ['EPIPE', 'reset'],
    ['ECONNRESET', 'reset'],
    ['HPE_INVALID_CONSTANT', 'malformed'],
    ['HPE_INVALID_EOF_STATE', 'reset'],
    ['EPROTO', 'tls'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['INVALID_CA', 'tls'],
    ['E_UNHEARD_OF', 'reset'],
  ])('takes %s for %s and shows it', (code, failure) => {
    expect(failureOf(coded(code))).toMatchObject({ failure, detail: `said (${code})` });
  });

  it.each([
    [new errors.HeadersOverflowError(), 'too-large'],
    [new errors.ResponseExceededMaxSizeError(), 'too-large'],
    [new errors.SocketError('other side closed'), 'reset'],
    [new errors.SocketError('bad upgrade'), 'malformed'],
    [new errors.ClientDestroyedError(), 'aborted'],
    [new errors.ClientClosedError(), 'aborted'],
    [new errors.RequestAbortedError(), 'aborted'],
    [new DOMException('This operation was aborted', 'AbortError'), 'aborted'],
    [new ClientFailure('tls', 'no'), 'tls'],
    [new AggregateError([coded('ECONNREFUSED', 'connect ECONNREFUSED ::1:1')]), 'refused'],
    [new Error('fetch failed', { cause: coded('ENOTFOUND') }), 'unresolved'],
    ['a text', 'reset'],
  ])('takes %s for %s', (error, failure) => {
    expect(failureOf(error)).toMatchObject({ failure });
  });

  it.each([
    [
      'EPROTO',
      'write EPROTO 80:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:x.c:3:',
      'no-tls',
      false,
    ],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'said', 'no-tls', false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', 'untrusted', false],
    ['CERT_HAS_EXPIRED', 'certificate has expired', 'not-valid-now', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'not for self-signed.example', 'other-name', false],
    ['ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL', 'said', 'no-http-1', true],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'said', 'no-common-version', false],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'said', 'no-common-version', true],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'said', 'client-refused', true],
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'said', 'refused', true],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'said', 'refused', true],
    ['INVALID_CA', 'said', 'other', false],
  ])('takes %s with %j for the trouble %s of TLS', (code, message, fault, alert) => {
    expect(failureOf(coded(code, message))?.trouble).toMatchObject({ kind: 'tls', fault, alert });
  });

  it('keeps the code of a connection that the system broke, and of no other', () => {
    expect(failureOf(coded('EPIPE'))?.code).toBe('EPIPE');
    expect(failureOf(new errors.SocketError('other side closed'))).not.toHaveProperty('code');
    expect(failureOf(coded('ECONNREFUSED'))).not.toHaveProperty('code');
  });

  it('knows what is not a request', () => {
    for (const error of [
      new errors.InvalidArgumentError('invalid path'),
      new errors.NotSupportedError('expect'),
      new errors.RequestContentLengthMismatchError(),
    ]) {
      expect(failureOf(error)).toBeNull();
    }
  });

  it('is brief: one line, of the first address if there were several', () => {
    expect(failureOf(new AggregateError([coded('ECONNREFUSED', 'connect ECONNREFUSED ::1:1')]))?.detail).toBe(
      'connect ECONNREFUSED ::1:1',
    );
    expect(failureOf(coded('EPROTO', `error:0A00010B\n${'x'.repeat(500)}`))?.detail).toBe('error:0A00010B (EPROTO)');
    expect(failureOf(coded('EPROTO', 'x'.repeat(500)))?.detail).toHaveLength(201);
    const openssl = 'write EPROTO 80:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl3.c:355:\n';
    expect(failureOf(coded('EPROTO', openssl))?.detail).toBe('wrong version number (EPROTO)');
    expect(failureOf(new Error(''))?.detail).toBe('Error');
  });
});
