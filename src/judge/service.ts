import {
  adopt,
  applied,
  bareName,
  either,
  expectedFrom,
  formOf,
  learnPrefix,
  mismatches,
  mismatchFinding,
  type Expected,
  type Mismatch,
  type Naming,
} from '../checks/state.js';
import { storedMember, timeOf, type Operation } from '../operation/operation.js';
import { changeTime, checkTimes, secondOf, type Dated } from '../checks/times.js';
import { describe } from '../checks/envelope.js';
import { compareWithEarlier } from '../checks/consecutive.js';
import { checkOneRecord } from '../checks/one-record.js';
import { equal, member, type Json, type JsonObject } from '../shared/json.js';
import type { Finding, WireRequest } from '../shared/model.js';
import { Preceding } from './preceding.js';
import type { SentValues } from './sent-values.js';

/** A write that timed out and may still take effect until the given time. */
interface Straggler {
  readonly bodies: readonly JsonObject[];
  readonly until: number;
}

/** An update that was accepted, as any of these bodies. */
export interface Change {
  readonly request: WireRequest;
  readonly bodies: readonly JsonObject[];
  /** What the service held before it; null if that is not known. */
  readonly before: Expected | null;
}

/** What an accepted update showed: findings, and the requirements that it bears on. */
export interface Judgement {
  readonly findings: Finding[];
  readonly watched: string[];
  /** Omitted members that show what this run never sent: the work of the service or of another writer. */
  readonly strange: readonly Mismatch[];
}

/** One service under test: what it may hold, according to its replies and what was sent to it. */
export class Service {
  expected: Expected | null = null;
  /** The representation that was read before the first write; null if none was read by GET. */
  initial: JsonObject | null = null;
  /** Members that no update may change and that differ from what was found: the last reported value, by pointer. */
  readonly told = new Map<string, string>();
  prefix: string | null = null;
  /** The seconds of a minute in which its time of the last change was seen. */
  readonly seconds = new Set<number>();
  /** The last updates that it accepted. */
  readonly preceding: Preceding;
  /** The last 200 to an update. */
  last: Dated | null = null;
  /** The body of the last accepted update, which serves as the control. */
  lastAccepted: Uint8Array | null = null;
  /** The last update that was answered with 200, whether or not it had to be accepted; null if there was none. */
  lastChange: Change | null = null;
  /** Number of updates answered with 200, plus the times that unknown updates may have happened. */
  writes = 0;
  /** What happened to members that an update left out while they differed from their default, by name (R12). */
  readonly omitted = new Map<string, string>();
  /** The reply that the next read must agree with; null after an unanswered write or a change of the backend. */
  #told: JsonObject | null = null;
  /** The form of the name in replies to updates and in reads. */
  readonly #forms: Record<'read' | 'reply', ReturnType<typeof formOf>> = { read: null, reply: null };
  #history: Dated[] = [];
  #stragglers: Straggler[] = [];

  constructor(
    readonly id: string,
    private readonly sent: SentValues,
    private readonly settlingMs: number,
  ) {
    this.preceding = new Preceding(sent.operation);
  }

  /** The operation under test. */
  get operation(): Operation {
    return this.sent.operation;
  }

  /** The member that comes back decorated; undefined if there is none. */
  get #decorated(): string | undefined {
    return this.operation.stored.find(({ shownAs }) => shownAs === 'decorated')?.name;
  }

  get naming(): Naming {
    return { serviceId: this.id, prefix: this.prefix };
  }

  /** An update that changes nothing: only the required members, as they are. */
  get least(): JsonObject {
    const required = this.operation.members.filter((one) => one.required);
    return Object.fromEntries(
      required.flatMap(({ name }): [string, Json][] => {
        const held = this.expected?.get(name)?.at(-1)?.value;
        if (held === undefined) return [];
        const isDecorated = name === this.#decorated && typeof held === 'string';
        return [[name, isDecorated ? bareName(held, this.naming) : held]];
      }),
    );
  }

  /** The time until which an unanswered write may still take effect, in milliseconds of `performance.now()`. */
  get stragglerUntil(): number {
    return Math.max(0, ...this.#stragglers.map(({ until }) => until));
  }

  /** Takes the state that was found before the first write, from a read or from the reply to an update. */
  found(state: JsonObject, by: 'read' | 'reply' = 'read'): void {
    this.expected = expectedFrom(this.operation, state);
    this.oneForm(state, by);
    this.sent.note(this.id, state, this.naming);
  }

  /** Findings if the name has a different form than in earlier replies, or earlier reads (R15). */
  oneForm(shown: JsonObject, by: 'read' | 'reply'): Finding[] {
    const decorated = this.#decorated;
    const name = decorated === undefined ? undefined : member(shown, decorated);
    const form = formOf(name, this.naming);
    const before = (this.#forms[by] ??= form);
    if (form === null || before === null || form === before) return [];
    const received = `${describe(name)}, ${form}`;
    const expected = `a ${before} name, as in every other ${by === 'read' ? 'read' : 'reply to an update'}`;
    return [{ requirement: 'effect/name-form', pointer: `/${decorated ?? ''}`, expected, received }];
  }

  /** Learns how names are decorated from a representation that shows the name sent last (R15). */
  learn(shown: JsonObject): void {
    const decorated = this.#decorated;
    if (decorated === undefined) return;
    const [sent, ...others] = this.expected?.get(decorated) ?? [];
    const name = member(shown, decorated);
    if (this.prefix !== null || sent === undefined || sent.shown || others.length > 0) return;
    if (typeof sent.value === 'string' && typeof name === 'string')
      this.prefix = learnPrefix(sent.value, name, this.id);
  }

  /** Notes that a body is about to be sent. */
  sending(bodies: readonly JsonObject[]): void {
    for (const body of bodies) this.sent.note(this.id, body, this.naming);
  }

  /** Notes a write that got no answer: its old and its new state both conform until the next 200. */
  unanswered(bodies: readonly JsonObject[], mayComeUntil: number | null): void {
    if (bodies.length === 0) return;
    this.#told = null;
    if (this.expected !== null) this.expected = either(this.expected, applied(this.operation, this.expected, bodies));
    if (mayComeUntil !== null) this.#stragglers.push({ bodies, until: mayComeUntil });
  }

  /** Forgets the state after unknown updates: whatever the service shows next is taken as its state. */
  forget(): void {
    this.expected = null;
    this.last = null;
    this.#told = null;
    this.writes += 1;
  }

  /** Notes a wrongly accepted write: the state that it shows conforms until the next 200. */
  surprised(shown: JsonObject): void {
    if (this.expected !== null) this.expected = either(this.expected, expectedFrom(this.operation, shown));
    this.last = null;
    this.#told = null;
  }

  /** Judges the reply to an accepted update (R12 to R15, R24, R26) and learns from it. */
  accepted(bodies: readonly JsonObject[], reply: Dated, foldsPortId: boolean): Judgement {
    const { operation } = this;
    const shown = reply.value;
    this.#learnPrefix(bodies, shown);
    const second = secondOf(changeTime(operation, shown));
    if (second !== null) this.seconds.add(second);
    const before = this.expected ?? expectedFrom(operation, shown);
    const expected = this.#widened(applied(operation, before, bodies));
    const given = new Set(bodies.flatMap((body) => Object.keys(body)));
    const findings: Finding[] = [];
    const strange: Mismatch[] = [];
    const watched: string[] = operation.stored
      .filter(({ name, required }) => given.has(name) || !required)
      .map(({ name }) => `effect/${given.has(name) ? 'echo' : 'kept'}/${name}`);
    for (const mismatch of mismatches(operation, shown, expected, this.naming, { sent: given, foldsPortId })) {
      findings.push(...this.#findings(mismatch, given.has(mismatch.name) ? 'echo' : 'kept'));
      if (!given.has(mismatch.name) && !this.explains([mismatch])) strange.push(mismatch);
    }
    this.#noteOmitted(before, given, shown);
    const earlier = this.last === null ? [] : [...this.#history, this.last];
    const since = compareWithEarlier(operation, this.naming, given, reply, earlier, this.settlingMs);
    findings.push(...since.findings);
    watched.push(...since.watched);
    findings.push(...checkTimes(operation, shown, this.last?.value ?? null), ...this.oneForm(shown, 'reply'));
    watched.push(...(this.#decorated === undefined ? [] : ['effect/name-form']), ...watchedTimes(operation));
    // Another backend may come with other members, and not at once.
    const { backend } = operation;
    const moved =
      backend !== null && given.has(backend) && !equal(before.get(backend)?.[0]?.value, member(shown, backend));
    this.#told = moved ? null : shown;
    this.expected = adopt(operation, shown, expected, this.naming);
    // A request sent after the last straggler could arrive shows the final state.
    this.#stragglers = this.#stragglers.filter(({ until }) => until > reply.sentAt);
    this.#remember(reply);
    return { findings, watched, strange };
  }

  /** Departures of a read from what the service may hold (R13 to R15). */
  readMismatches(shown: JsonObject): Mismatch[] {
    if (this.expected === null) return [];
    return mismatches(this.operation, shown, this.#widened(this.expected), this.naming, {
      sent: null,
      foldsPortId: true,
    });
  }

  /** Findings for differences between a read and the reply to the update before it; null if there is no such reply. */
  disagreements(read: JsonObject): Finding[] | null {
    return this.#told === null ? null : checkOneRecord(this.operation, this.#told, read);
  }

  /** Whether every departure shows a value that this run sent, found at its start, or may have cleared. */
  explains(departures: readonly Mismatch[]): boolean {
    return departures.every(({ name, shown }) => this.sent.explains(name, shown, this.naming));
  }

  /** Whether a member shows a value that this run sent to any service, found at its start, or may have cleared. */
  explainsShown(name: string, shown: Json | undefined, naming = this.naming): boolean {
    return this.sent.explains(name, shown, naming);
  }

  /** The findings of a read; `given` are the members of the update before it. */
  readFindings(departures: readonly Mismatch[], given: ReadonlySet<string>): Finding[] {
    return departures.flatMap((m) => this.#findings(m, given.has(m.name) ? 'persist' : 'kept'));
  }

  /** Takes what a read shows as the state of the service. */
  adoptRead(shown: JsonObject): void {
    const { operation } = this;
    this.expected =
      this.expected === null ? expectedFrom(operation, shown) : adopt(operation, shown, this.expected, this.naming);
  }

  /** Findings of one mismatch. None for a required member that was left out: accepting that body is the breach. */
  #findings(mismatch: Mismatch, effect: 'echo' | 'kept' | 'persist'): Finding[] {
    if (effect === 'kept' && storedMember(this.operation, mismatch.name)?.required === true) return [];
    return [mismatchFinding(this.operation, this.#blame(mismatch, effect), mismatch)];
  }

  #blame(mismatch: Mismatch, effect: 'echo' | 'kept' | 'persist'): string {
    return this.sent.isForeign(mismatch, this.naming) ? 'effect/isolation' : `effect/${effect}/${mismatch.name}`;
  }

  #widened(expected: Expected): Expected {
    return this.#stragglers.reduce((wide, { bodies }) => either(wide, applied(this.operation, wide, bodies)), expected);
  }

  #learnPrefix(bodies: readonly JsonObject[], shown: JsonObject): void {
    const name = this.#decorated;
    for (const body of name === undefined ? [] : bodies) {
      const [sent, now] = [member(body, name ?? ''), member(shown, name ?? '')];
      if (this.prefix === null && typeof sent === 'string' && typeof now === 'string')
        this.prefix = learnPrefix(sent, now, this.id);
    }
  }

  #noteOmitted(before: Expected, given: ReadonlySet<string>, shown: JsonObject): void {
    for (const { name, fallback } of this.operation.stored) {
      const [was, ...others] = before.get(name) ?? [];
      if (fallback === undefined || given.has(name) || was?.value === undefined || others.length > 0) continue;
      if (equal(was.value, fallback)) continue;
      const is = member(shown, name);
      if (equal(is, fallback)) this.omitted.set(name, `set to ${JSON.stringify(fallback)}`);
      else if (equal(is, was.value) && !this.omitted.has(name)) this.omitted.set(name, 'kept');
    }
  }

  #remember(reply: Dated): void {
    this.writes += 1;
    this.last = reply;
    const settled = this.#history.findLastIndex(({ endedAt }) => reply.endedAt - endedAt >= this.settlingMs);
    if (settled > 0) this.#history.splice(0, settled);
    if (this.#history.length > 0 && reply.endedAt - (this.#history.at(-1) as Dated).endedAt < this.settlingMs / 10)
      return;
    this.#history.push(reply);
  }
}

/** The requirements on times that every reply bears on. */
function watchedTimes(operation: Operation): string[] {
  const [created, changed] = [timeOf(operation, 'created'), timeOf(operation, 'changed')];
  return [
    ...(created === null ? [] : [`reply/${created}/constant`]),
    ...(created === null || changed === null ? [] : [`reply/${changed}/not-before-created`]),
  ];
}
