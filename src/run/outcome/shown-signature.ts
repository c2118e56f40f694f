import { signaturePlan } from '../../client/index.js';
import type { Mask } from '../../secrets/mask.js';
import type { WireRequest } from '../../shared/model.js';
import { curl } from '../../report/curl.js';

/**
 * The headers of a request as a report shows them, with placeholders for those that its signature adds, since they
 * differ each time.
 */
export function headersToShow(request: WireRequest, host: string): WireRequest['headers'] {
  const { headers, signing } = request;
  if (signing === undefined) return headers;
  const plan = signaturePlan(request, signing.form, host);
  const date = ['X-Sdk-Date', '<date>'] as const;
  if (plan === null) return [...headers, date];
  const value = `SDK-HMAC-SHA256 Access=${plan.accessKey ?? '<access-key>'}, SignedHeaders=${plan.signedHeaders}, Signature=<signature>`;
  return [...headers, date, ['Authorization', value]];
}

/** A command that sends a request again, and signs it anew if it was signed. */
export function curlOf(request: WireRequest, url: string, host: string, mask: Mask): string {
  const { signing } = request;
  return curl(request, url, mask, signing === undefined ? null : signaturePlan(request, signing.form, host));
}
