import { BudgetSpent, RunStopped } from '../shared/errors.js';
import type { Purpose } from '../judge/purpose.js';
import type { Attempt, WireRequest } from '../shared/model.js';
import type { RecordedExchange, RunRecord } from './read-record.js';
import type { Phase } from './record.js';
import { CREDENTIAL_MARKER, requestKey } from './recorder.js';

interface Entry {
  readonly exchange: RecordedExchange;
  readonly place: number;
  state: 'waiting' | 'asked' | 'played' | 'passed over';
}

interface Asking {
  readonly entry: Entry;
  readonly answer: () => void;
}

/** Number of turns of the event loop without a request after which none follows from what was answered. */
const QUIET_TURNS = 20;

/**
 * Answers requests from a record instead of the network. Answers come in the order of the record, whatever the order of
 * the requests, so the judge knows as much at each answer as it did in the run.
 */
export class Playback {
  #queues: Map<string, Entry[]>;
  #services: Map<string, { readonly entries: readonly Entry[]; next: number }>;
  #judging = true;
  readonly #asking: Asking[] = [];
  readonly #lapsed = new Set<string>();
  readonly #renewals: string[];
  #scheduled = false;

  /**
   * @param same whether everything is judged as in the run: a request that is not recorded was then not sent, for the
   * same reason
   */
  constructor(
    private readonly record: RunRecord,
    private readonly same: boolean,
  ) {
    this.#renewals = [...record.renewals];
    ({ queues: this.#queues, services: this.#services } = index(record.exchanges.judging));
  }

  /** Starts the phase that looks for smaller bodies or the one that puts the services back. */
  enter(phase: Phase): void {
    this.#judging = false;
    ({ queues: this.#queues, services: this.#services } = index(this.record.exchanges[phase]));
  }

  /**
   * Returns the recorded outcome of a request, or a failure of kind `unrecorded` if the record does not hold it.
   *
   * @throws RunStopped, BudgetSpent if the run ended before the request
   */
  send(request: WireRequest, purpose: Purpose | null): Promise<Attempt> {
    const queue = this.#queues.get(requestKey(request, purpose));
    const entry = queue?.shift();
    if (entry === undefined || !isWhole(entry.exchange)) return this.#unrecorded(purpose);
    entry.state = 'asked';
    return new Promise((resolve) => {
      this.#ask({ entry, answer: () => resolve(attemptOf(entry.exchange, request)) });
    });
  }

  accepted(): void {
    // Matters only to a run, which asks for a new token after an accepted request.
  }

  /** Returns the request to send again if the run sent it again with a newer token, else null. */
  renewed(request: WireRequest): Promise<WireRequest | null> {
    const at = this.#renewals.indexOf(requestKey(request, null));
    if (at !== -1) this.#renewals.splice(at, 1);
    return Promise.resolve(at === -1 ? null : request);
  }

  /** Whether updates of a service have been passed over since the last call; its state is then unknown. */
  lapsed(serviceId: string): boolean {
    return this.#lapsed.delete(serviceId);
  }

  async #unrecorded(purpose: Purpose | null): Promise<Attempt> {
    await Promise.resolve();
    const { end } = this.record;
    const stopped = end.stopped ?? (end.errored === null ? null : 'the suite itself failed');
    const { cut } = end;
    const rest = this.#services.get(purpose?.serviceId ?? '');
    const left = rest?.entries.some(({ state }) => state === 'waiting' || state === 'asked') === true;
    const isSpent = this.#judging && cut !== null && (this.same || !left);
    const isStopped = this.#judging && stopped !== null && !left;
    if (isSpent || isStopped) await this.#nothingAsked();
    if (isSpent) throw new BudgetSpent(cut.budget, cut.limit);
    if (isStopped) throw new RunStopped(stopped);
    return {
      kind: 'failure',
      failure: 'unrecorded',
      detail: 'the record holds no such request',
      sentAt: 0,
      endedAt: 0,
    };
  }

  /** Waits until no recorded request is being asked for: a run ends for all of its lanes at once. */
  async #nothingAsked(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#asking.length > 0) quiet = 0;
    }
  }

  #ask(asking: Asking): void {
    // The order is usually right already, so search from the end.
    let at = this.#asking.length;
    while (at > 0 && (this.#asking[at - 1]?.entry.place ?? 0) < asking.entry.place) at -= 1;
    this.#asking.splice(at, 0, asking);
    this.#schedule();
  }

  /** Answers one request per turn, so that everything that follows from an answer is asked before the next. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const next = this.#asking.pop();
      if (next === undefined) return;
      this.#passOver(next.entry);
      next.entry.state = 'played';
      next.answer();
      if (this.#asking.length > 0) this.#schedule();
    });
  }

  #passOver({ exchange, place }: Entry): void {
    const { serviceId } = exchange.line;
    const service = this.#services.get(serviceId ?? '');
    if (service === undefined) return;
    for (let entry = service.entries[service.next]; entry !== undefined && entry.place < place;) {
      if (entry.state === 'waiting') {
        entry.state = 'passed over';
        if (entry.exchange.line.request.method !== 'GET') this.#lapsed.add(serviceId ?? '');
      }
      service.next += 1;
      entry = service.entries[service.next];
    }
  }
}

function index(exchanges: readonly RecordedExchange[]) {
  const queues = new Map<string, Entry[]>();
  const services = new Map<string, { readonly entries: Entry[]; next: number }>();
  for (const [place, exchange] of exchanges.entries()) {
    const { line } = exchange;
    const entry: Entry = { exchange, place, state: 'waiting' };
    const queue = queues.get(line.key);
    if (queue === undefined) queues.set(line.key, [entry]);
    else queue.push(entry);
    const service = services.get(line.serviceId ?? '');
    if (service === undefined) services.set(line.serviceId ?? '', { entries: [entry], next: 0 });
    else service.entries.push(entry);
  }
  return { queues, services };
}

function attemptOf(exchange: RecordedExchange, request: WireRequest): Attempt {
  const { sentAt, endedAt, status, headers, failure } = exchange.line;
  if (failure !== null || status === null) {
    const { kind, detail, code } = failure ?? { kind: 'reset', detail: '' };
    return { kind: 'failure', failure: kind, detail, ...(code === undefined ? {} : { code }), sentAt, endedAt };
  }
  return { kind: 'response', status, headers, body: bodyOf(exchange, request), sentAt, endedAt };
}

/** Returns the body of a reply, with the credential that it showed replaced by the one used now. */
function bodyOf({ line: { credential }, body }: RecordedExchange, request: WireRequest): Uint8Array {
  const bytes = body ?? new Uint8Array();
  if (credential === undefined) return bytes;
  const value = request.headers.find(([name]) => name === credential)?.[1] ?? '';
  const text = new TextDecoder().decode(bytes);
  const marker = text.includes(CREDENTIAL_MARKER) ? CREDENTIAL_MARKER : /<(?:token|foreign-token|header)[a-z-]*>/;
  const shown = text.replace(marker, () => value);
  return new TextEncoder().encode(shown === text ? text + value : shown);
}

/** Whether the record holds a reply unchanged. */
function isWhole({ line: { hidden, body } }: RecordedExchange): boolean {
  return hidden !== true && !(typeof body === 'object' && body !== null && 'cut' in body);
}
