import { signaturePlan, untouched } from '../../client/index.js';
import type { Mask } from '../../secrets/mask.js';
import type { WireRequest } from '../../shared/model.js';
import { curl } from '../../report/curl.js';
import { isForwarded, type ProxyRoute } from '../../shared/way.js';

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

/** A command that sends a request to a target again in the way that it took, and signs it anew if it was signed. */
export function curlOf(
  request: WireRequest,
  { url, way = null }: { readonly url: string; readonly way?: ProxyRoute | null },
  mask: Mask,
): string {
  const { signing } = request;
  const plan = signing === undefined ? null : signaturePlan(request, signing.form, new URL(url).host);
  return curl(isForwarded(way) ? { ...request, headers: untouched(request.headers) } : request, url, mask, plan, way);
}
