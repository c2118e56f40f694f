import { errorText } from '../checks/envelope.js';
import { decode } from '../checks/media.js';
import type { Doubt, Unanswered } from '../shared/failure.js';
import type { Attempt, AttemptResponse, WireRequest } from '../shared/model.js';
import { classify, type Asked, type Meaning } from './classify.js';
import type { EarlierReplies } from './earlier-replies.js';
import type { Settling } from './settling.js';

/** Describes a reply that may come from the proxy, or be due to what it changed. */
export function doubtText({ doubt }: Doubt): string {
  return `${doubt}, which the proxy may have caused`;
}

/** The statuses about framing, expectations, connections and versions, all of which the proxy handles itself. */
const OF_THE_HOP: ReadonlySet<number> = new Set([411, 417, 421, 426, 505]);

/**
 * Why the reply to a forwarded request may be the proxy's own, for people; null if only the target makes such replies.
 * A proxy may answer with any status, but without the error envelope; it may answer a read from a cache (RFC 9111,
 * 5.1), redirect to a page of its own, and say that it changed a reply (203; RFC 9110, 15.3.4). It also frames the
 * request anew, which the target may refuse.
 */
export function doubtOf(reply: AttemptResponse, isRead: boolean): Doubt | null {
  const doubt = wordsOfDoubt(reply, isRead);
  return doubt === null ? null : { status: reply.status, doubt };
}

function wordsOfDoubt({ status, headers, body }: AttemptResponse, isRead: boolean): string | null {
  if (OF_THE_HOP.has(status)) return `${status} to the form of the request`;
  if (status >= 400) return errorText(body).code === null ? `${status} without the error envelope` : null;
  if (status >= 300 || status === 203) return String(status);
  if (decode(body).kind === 'broken') return `${status} without JSON`;
  const cache = isRead ? cacheHeader({ headers }) : null;
  return cache === null ? null : `${status} from a cache (${cache})`;
}

/** The name of a header that says that a reply comes from a cache; null if there is none. */
export function cacheHeader({ headers }: Pick<AttemptResponse, 'headers'>): string | null {
  return headers.find(([name, value]) => tellsOfCache(name.toLowerCase(), value))?.[0] ?? null;
}

/** Names such as X-Cache, X-Cache-Status (nginx) and CF-Cache-Status, which no standard defines. */
const CACHE_NAME = /(?:^|-)cache(?:-status|-lookup)?$/;

/** Values such as `HIT from proxy`, `TCP_MEM_HIT`, `STALE`. */
const CACHE_HIT = /^(?:tcp_)?(?:\w+_)?(?:hit|stale|updating)\b/i;

/** Whether a header says that a reply comes from a cache: Age, Cache-Status (RFC 9211), or X-Cache and its like. */
function tellsOfCache(name: string, value: string): boolean {
  if (name === 'age') return true;
  if (name === 'cache-status') return /;\s*hit\b/i.test(value) || CACHE_HIT.test(value.trim());
  return CACHE_NAME.test(name) && value.split(',').some((one) => CACHE_HIT.test(one.trim()));
}

/**
 * What an attempt through a forwarding proxy means. What the proxy may have caused, broken connections included, proves
 * nothing.
 *
 * @param plain what it would mean without such a proxy
 * @param earlier the replies that came through it before
 */
export function throughProxy(
  request: WireRequest,
  attempt: Attempt,
  { sends }: Asked,
  plain: Meaning,
  earlier: EarlierReplies,
): Meaning {
  if (!DOUBTFUL.has(plain.kind)) return plain;
  if (attempt.kind === 'failure')
    return { kind: 'transient', what: plain.kind === 'transient' ? plain.what : attempt.detail, byProxy: attempt };
  const doubt = doubtOf(attempt, sends === 'read') ?? earlier.doubtAbout(request, attempt);
  return doubt === null ? plain : { kind: 'transient', what: doubtText(doubt), byProxy: doubt };
}

/** What an attempt means on the way that its request took. */
export function meaningOf(
  request: WireRequest,
  attempt: Attempt,
  asked: Asked,
  { classOf, isForwarded, traffic }: Pick<Settling, 'classOf' | 'isForwarded' | 'traffic'>,
): Meaning {
  const code = attempt.kind === 'response' && attempt.status >= 400 ? errorText(attempt.body).code : null;
  const plain = classify(attempt, code, asked, classOf);
  return isForwarded?.() === true ? throughProxy(request, attempt, asked, plain, traffic.earlier) : plain;
}

/** The meanings that a proxy can cause; the others are the proxy's anyway, or come without a reply. */
const DOUBTFUL: ReadonlySet<Meaning['kind']> = new Set([
  'answer',
  'platform',
  'transient',
  'denied',
  'gone',
  'contested',
]);

/** What a proxy may have caused; null if an attempt means something else. */
export function byProxy(meaning: Meaning): Unanswered | null {
  return meaning.kind === 'transient' ? (meaning.byProxy ?? null) : null;
}
