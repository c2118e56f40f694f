import {
  adopt,
  applied,
  checkConstant,
  either,
  expectedFrom,
  formOf,
  learnPrefix,
  matches,
  mismatches,
  mismatchFinding,
  type Expected,
  type Mismatch,
  type Naming,
} from '../checks/state.js';
import { storedMembers } from '../service-members.js';
import { checkMovesOn, checkTimes, SETTLING_MS, type Dated } from '../checks/times.js';
import { describe } from '../checks/envelope.js';
import { checkOneRecord } from '../checks/one-record.js';
import { equal, member, type Json, type JsonObject } from '../json.js';
import type { Finding } from '../model.js';
import type { SentValues } from './sent-values.js';

/** A write that timed out may still take effect until then. */
interface Straggler {
  readonly bodies: readonly JsonObject[];
  readonly until: number;
}

/** What an accepted update showed: findings, and the requirements that it bore on. */
export interface Judgement {
  readonly findings: Finding[];
  readonly watched: string[];
  /** Omitted members that show what this run never sent: the service's doing, or another writer's. */
  readonly strange: readonly Mismatch[];
}

/** One service under test: what it may hold, as far as its own replies and what was sent to it tell. */
export class Service {
  expected: Expected | null = null;
  /** The representation that was read before the first write; null where none was read by GET. */
  initial: JsonObject | null = null;
  prefix: string | null = null;
  /** The last 200 to an update. */
  last: Dated | null = null;
  /** The body of the last accepted update: the control. */
  lastAccepted: Uint8Array | null = null;
  /** How many 200s the service gave to updates, and how often others took place that nothing is known of. */
  writes = 0;
  /** Whether an update left out approval_enabled while it was false, and what came of it (R12). */
  omittedApproval: 'kept' | 'set to true' | null = null;
  /** The reply that the next read must agree with; null where a write got no answer since, or the service moved. */
  #told: JsonObject | null = null;
  /** The form of a name in replies to updates and in reads. */
  readonly #forms: Record<'read' | 'reply', ReturnType<typeof formOf>> = { read: null, reply: null };
  #history: Dated[] = [];
  #stragglers: Straggler[] = [];

  constructor(
    readonly id: string,
    private readonly sent: SentValues,
  ) {}

  get naming(): Naming {
    return { serviceId: this.id, prefix: this.prefix };
  }

  /** Until when a write that got no answer may still take effect, in milliseconds of `performance.now()`. */
  get stragglerUntil(): number {
    return Math.max(0, ...this.#stragglers.map(({ until }) => until));
  }

  /** Takes the state that was found before the first write, as reads show it or replies to updates do. */
  found(state: JsonObject, by: 'read' | 'reply' = 'read'): void {
    this.expected = expectedFrom(state);
    this.oneForm(state, by);
    this.sent.note(this.id, state, this.naming);
  }

  /** Where a name is shown in another form than replies, or reads, have shown it so far (R15). */
  oneForm(shown: JsonObject, by: 'read' | 'reply'): Finding[] {
    const name = member(shown, 'service_name');
    const form = formOf(name, this.naming);
    const before = (this.#forms[by] ??= form);
    if (form === null || before === null || form === before) return [];
    const received = `${describe(name)}, ${form}`;
    const expected = `a ${before} name, as in every other ${by === 'read' ? 'read' : 'reply to an update'}`;
    return [{ requirement: 'effect/name-form', pointer: '/service_name', expected, received }];
  }

  /** Learns how names are decorated from what shows the name that was sent last (R15). */
  learn(shown: JsonObject): void {
    const [sent, ...others] = this.expected?.service_name ?? [];
    const name = member(shown, 'service_name');
    if (this.prefix !== null || sent === undefined || sent.shown || others.length > 0) return;
    if (typeof sent.value === 'string' && typeof name === 'string')
      this.prefix = learnPrefix(sent.value, name, this.id);
  }

  /** Notes that a body is about to be sent. */
  sending(bodies: readonly JsonObject[]): void {
    for (const body of bodies) this.sent.note(this.id, body, this.naming);
  }

  /** A write got no answer: its old and its new state both conform until the next 200. */
  unanswered(bodies: readonly JsonObject[], mayComeUntil: number | null): void {
    if (bodies.length === 0) return;
    this.#told = null;
    if (this.expected !== null) this.expected = either(this.expected, applied(this.expected, bodies));
    if (mayComeUntil !== null) this.#stragglers.push({ bodies, until: mayComeUntil });
  }

  /** Updates took place that nothing is known of: whatever the service shows next is taken for what it holds. */
  forget(): void {
    this.expected = null;
    this.last = null;
    this.#told = null;
    this.writes += 1;
  }

  /** A write was accepted that should not have been: what it shows conforms until the next one. */
  surprised(shown: JsonObject): void {
    if (this.expected !== null) this.expected = either(this.expected, expectedFrom(shown));
    this.last = null;
    this.#told = null;
  }

  /** Judges the reply to an accepted update (R12 to R15, R24, R26) and learns from it. */
  accepted(bodies: readonly JsonObject[], reply: Dated, foldsPortId: boolean): Judgement {
    const shown = reply.value;
    const name = shown['service_name'];
    for (const body of bodies) {
      const sentName = member(body, 'service_name');
      if (this.prefix === null && typeof sentName === 'string' && typeof name === 'string') {
        this.prefix = learnPrefix(sentName, name, this.id);
      }
    }
    const before = this.expected ?? expectedFrom(shown);
    const expected = this.#widened(applied(before, bodies));
    const given = new Set(bodies.flatMap((body) => Object.keys(body)));
    const findings: Finding[] = [];
    const strange: Mismatch[] = [];
    const watched: string[] = storedMembers.map((m) => `effect/${given.has(m) ? 'echo' : 'kept'}/${m}`);
    for (const mismatch of mismatches(shown, expected, this.naming, { sent: given, foldsPortId })) {
      findings.push(mismatchFinding(this.#blame(mismatch, given.has(mismatch.name) ? 'echo' : 'kept'), mismatch));
      if (!given.has(mismatch.name) && !this.explains([mismatch])) strange.push(mismatch);
    }
    this.#noteApproval(before, given, shown);
    if (this.last !== null) findings.push(...this.#compareWithLast(reply, this.last, given, watched));
    findings.push(...checkTimes(shown, this.last?.value ?? null), ...this.oneForm(shown, 'reply'));
    watched.push('effect/name-form', 'reply/created_at/constant', 'reply/updated_at/not-before-created');
    // Another port_id may bring another VPC, and not at once.
    this.#told = given.has('port_id') && !equal(before.port_id[0]?.value, member(shown, 'port_id')) ? null : shown;
    this.expected = adopt(shown, expected, this.naming);
    // What this request met, sent when no straggler could come any more, is what there is.
    this.#stragglers = this.#stragglers.filter(({ until }) => until > reply.sentAt);
    this.#remember(reply);
    return { findings, watched, strange };
  }

  #compareWithLast(reply: Dated, last: Dated, given: ReadonlySet<string>, watched: string[]): Finding[] {
    const shown = reply.value;
    const findings: Finding[] = [];
    if (!given.has('port_id') || equal(member(last.value, 'port_id'), member(shown, 'port_id'))) {
      findings.push(...checkConstant(shown, last.value));
      watched.push(...Object.keys(shown).map((name) => `effect/constant/${name}`));
      const [was, is] = [member(last.value, 'vip_port_id'), member(shown, 'vip_port_id')];
      if (!given.has('vip_port_id') && was !== undefined) {
        watched.push('effect/kept/vip_port_id');
        if (!equal(was, is)) {
          findings.push({
            requirement: 'effect/kept/vip_port_id',
            pointer: '/vip_port_id',
            expected: describe(was),
            received: describe(is),
          });
        }
      }
    }
    const changed = storedMembers.some(
      (m) => given.has(m) && !matches(m, { value: member(last.value, m), shown: true }, member(shown, m), this.naming),
    );
    const earlier = [...this.#history, last].findLast(({ endedAt }) => reply.sentAt - endedAt >= SETTLING_MS);
    if (changed && earlier !== undefined && member(shown, 'updated_at') !== undefined) {
      watched.push('reply/updated_at/moves-on');
      findings.push(...checkMovesOn(reply, earlier));
    }
    return findings;
  }

  /** Where a read departs from what the service may hold (R13 to R15). */
  readMismatches(shown: JsonObject): Mismatch[] {
    if (this.expected === null) return [];
    return mismatches(shown, this.#widened(this.expected), this.naming, { sent: null, foldsPortId: true });
  }

  /** Where a read shows another record than the reply to the update before it; null where there is none to hold it against. */
  disagreements(read: JsonObject): Finding[] | null {
    return this.#told === null ? null : checkOneRecord(this.#told, read);
  }

  /** Whether every departure shows a value that this run, or the state found at its start, explains. */
  explains(departures: readonly Mismatch[]): boolean {
    return departures.every(({ name, shown }) => this.sent.explains(name, shown, this.naming));
  }

  /** Whether a member shows a value that this run sent to any service, found, or could have cleared. */
  explainsShown(name: string, shown: Json | undefined): boolean {
    const stored = storedMembers.find((m) => m === name);
    return stored !== undefined && this.sent.explains(stored, shown, this.naming);
  }

  /** The findings of a read; `given` are the members of the update before it. */
  readFindings(departures: readonly Mismatch[], given: ReadonlySet<string>): Finding[] {
    return departures.map((m) => mismatchFinding(this.#blame(m, given.has(m.name) ? 'persist' : 'kept'), m));
  }

  /** Takes what a read shows as what the service holds. */
  adoptRead(shown: JsonObject): void {
    this.expected = this.expected === null ? expectedFrom(shown) : adopt(shown, this.expected, this.naming);
  }

  #blame(mismatch: Mismatch, effect: 'echo' | 'kept' | 'persist'): string {
    const to = this.sent.sentTo(mismatch.name, mismatch.shown, this.naming);
    const leaked = to.size > 0 && !to.has(this.id) && mismatch.name !== 'approval_enabled';
    return leaked ? 'effect/isolation' : `effect/${effect}/${mismatch.name}`;
  }

  #widened(expected: Expected): Expected {
    return this.#stragglers.reduce((wide, { bodies }) => either(wide, applied(wide, bodies)), expected);
  }

  #noteApproval(before: Expected, given: ReadonlySet<string>, shown: JsonObject): void {
    const was = before.approval_enabled;
    if (given.has('approval_enabled') || was.length !== 1 || was[0]?.value !== false) return;
    const is = member(shown, 'approval_enabled');
    if (is === true) this.omittedApproval = 'set to true';
    else if (is === false) this.omittedApproval ??= 'kept';
  }

  #remember(reply: Dated): void {
    this.writes += 1;
    this.last = reply;
    const settled = this.#history.findLastIndex(({ endedAt }) => reply.endedAt - endedAt >= SETTLING_MS);
    if (settled > 0) this.#history.splice(0, settled);
    if (this.#history.length > 0 && reply.endedAt - (this.#history.at(-1) as Dated).endedAt < 100) return;
    this.#history.push(reply);
  }
}
