import { headerValues } from '../checks/media.js';
import type { Doubt } from '../shared/failure.js';
import type { AttemptResponse, WireRequest } from '../shared/model.js';

/** Maximum number of ids kept: a cache that keeps replies for longer shows by their Date. */
const MOST_IDS = 10_000;
/** Milliseconds by which a Date may run backwards: it counts whole seconds, and may be taken at any time of a request. */
const TOLERANCE = 1_000;

/**
 * The replies that came through a forwarding proxy so far: a read that repeats one of them is from a cache, though it
 * does not say so and no request allows it. Only what shows that it tells replies apart counts as a sign: no cache
 * answers an update, nor the read of one service with that of another.
 */
export class EarlierReplies {
  /** The ids of replies, with what was asked for. */
  readonly #ids = new Map<string, string>();
  /** Ascending Dates, in milliseconds since 1970, each with the time at which a reply first had it. */
  readonly #dates: { readonly date: number; readonly endedAt: number }[] = [];
  #hasOwnIds = true;
  #hasOneClock = true;

  /** Why a reply may be an earlier one, for people; null if nothing suggests it. The reply is an earlier one from now on. */
  doubtAbout({ method, path }: WireRequest, reply: AttemptResponse): Doubt | null {
    const { status } = reply;
    const isRead = method === 'GET';
    const asked = `${method} ${path}`;
    const [id] = headerValues(reply, 'x-request-id');
    const before = id === undefined ? undefined : this.#ids.get(id);
    if (before !== undefined && (!isRead || before !== asked)) this.#hasOwnIds = false;
    const runsBack = this.#runsBack(reply);
    if (runsBack && !isRead) this.#hasOneClock = false;
    if (id !== undefined) this.#keep(id, asked);
    if (!isRead) return null;
    if (before !== undefined && this.#hasOwnIds)
      return { status, doubt: `${status} with the X-Request-Id of an earlier reply` };
    return runsBack && this.#hasOneClock
      ? { status, doubt: `${status} with a Date before that of an earlier reply` }
      : null;
  }

  #keep(id: string, asked: string): void {
    this.#ids.set(id, asked);
    const [oldest] = this.#ids.keys();
    if (this.#ids.size > MOST_IDS && oldest !== undefined) this.#ids.delete(oldest);
  }

  /** Whether the Date of a reply is before that of a reply that had come when its request was sent. */
  #runsBack(reply: AttemptResponse): boolean {
    const date = Date.parse(headerValues(reply, 'date')[0] ?? '');
    if (Number.isNaN(date)) return false;
    const latest = this.#dates.findLast(({ endedAt }) => endedAt <= reply.sentAt)?.date ?? -Infinity;
    if (date > (this.#dates.at(-1)?.date ?? -Infinity)) this.#dates.push({ date, endedAt: reply.endedAt });
    return date < latest - TOLERANCE;
  }
}
