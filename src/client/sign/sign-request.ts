import type { AccessKeys, WireRequest } from '../../shared/model.js';
import { ALGORITHM, sdkDate, computeSignature } from './canonical-request.js';
import { signaturePlan, type SignedTime } from './signature-plan.js';

const FAR = 35 * 60_000;
const SHIFTS: Readonly<Record<SignedTime, number>> = { now: 0, old: -FAR, future: FAR };

/**
 * Returns the request signed as of now: X-Sdk-Date and Authorization are added to the headers, and to the bytes of a
 * raw request.
 */
export function signRequest(request: WireRequest, keys: AccessKeys, host: string, now: Date): WireRequest {
  const { signing, ...rest } = request;
  if (signing === undefined) return request;
  const plan = signaturePlan(request, signing.form, host);
  const at = (time: SignedTime) => sdkDate(new Date(now.getTime() + SHIFTS[time]));
  if (plan === null) return withHeaders(rest, [['X-Sdk-Date', at('now')]]);
  const signedDate = at(plan.signedDate);
  const signature = computeSignature(plan.canonical.join(signedDate), signedDate, keys.secretKey + plan.secretEnd);
  return withHeaders(rest, [
    ['X-Sdk-Date', at(plan.date)],
    [
      'Authorization',
      authorization(
        plan.accessKey ?? keys.accessKey,
        plan.signedHeaders,
        plan.changed ? changed(signature) : signature,
      ),
    ],
  ]);
}

/** Returns the value of Authorization. */
function authorization(accessKey: string, signedHeaders: string, signature: string): string {
  return `${ALGORITHM} Access=${accessKey}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}

/** Replaces every digit by the next one. */
function changed(signature: string): string {
  return signature.replace(/[\da-f]/g, (digit) => ((Number.parseInt(digit, 16) + 1) % 16).toString(16));
}

/** In a raw request they follow the request line, whose line end is intact whatever else is broken. */
function withHeaders(request: WireRequest, added: readonly (readonly [string, string])[]): WireRequest {
  const headers = [...request.headers, ...added];
  if (request.raw === undefined) return { ...request, headers };
  const raw = Buffer.from(request.raw);
  const at = raw.indexOf('\r\n') + 2;
  const lines = Buffer.from(added.map(([name, value]) => `${name}: ${value}\r\n`).join(''), 'latin1');
  return {
    ...request,
    headers,
    raw: new Uint8Array(Buffer.concat([raw.subarray(0, at), lines, raw.subarray(at)])),
  };
}
