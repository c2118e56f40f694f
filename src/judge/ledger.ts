import type { JsonObject } from '../shared/json.js';
import type { Attempt, Finding, WireRequest } from '../shared/model.js';
import { NOT_RECORDED } from './not-recorded.js';
import type { Probe } from '../contract/probe.js';
import { trimmed } from './trim.js';

/** One request of a case and all that came of it. */
export interface Exchange {
  readonly role: 'prepare' | 'case' | 'read';
  readonly request: WireRequest;
  readonly attempts: readonly Attempt[];
}

/** What shows that a requirement is breached. */
export interface Evidence {
  /** Place of the case in the contract: the lowest becomes the counterexample, whatever the order of arrival. */
  readonly order: number;
  /** The case whose requests brought it to light; null for a request that belongs to no case. */
  readonly probe: Probe | null;
  readonly serviceId: string;
  readonly findings: readonly Finding[];
  readonly exchanges: readonly Exchange[];
}

/** How the cases of one requirement ended. */
export interface Tally {
  sent: number;
  judged: number;
  drawn: number;
  /** Sendings of cases that failed on the way or at the target before the answer that counted; throttled ones not counted. */
  resent: number;
  /** Cases that are still unjudged, by why. */
  readonly unjudged: Map<number, string>;
  failed: number;
  /** How many of these rest on what a service held. */
  onState: number;
  /** The lowest failures, in order. */
  readonly evidence: Evidence[];
  /** Why cases could not be sent, or could not show anything, on this target. */
  impossible: string | null;
  /** Whether a failure was a broken service, found out at the price of many sendings. */
  broke: boolean;
  /**
   * The smallest body that was seen to fail like the first evidence, as text, and the state in which it was sent, where it
   * was the baseline; null where none was looked for.
   */
  minimal: { readonly body: string; readonly from: JsonObject | null } | null;
  /** Rejections, and how many of them named the member. */
  rejections: number;
  named: number;
}

/** The requirements on what an update does to services. */
const done = /^effect\/(?:echo|persist|kept|constant|atomic|isolation)(?:\/|$)/;

/** Requirements that are judged by what a service holds. */
const held = /^(?:effect\/|reply\/[^/]+\/(?:constant|not-before-created|moves-on)$)/;

/** How many failures of one requirement are kept. */
const KEPT = 3;

/** Collects, for every requirement, what its cases came to. */
export class Ledger {
  /** The requirements that there are; null where any may be. */
  readonly ids: ReadonlySet<string> | null;
  readonly #judged: ReadonlySet<string> | null;
  readonly #tallies = new Map<string, Tally>();
  readonly #onState = new WeakSet<Evidence>();

  /** `judged` are the requirements that the run is to judge; without it, all. */
  constructor({ ids = null, judged = null }: Partial<Record<'ids' | 'judged', ReadonlySet<string> | null>> = {}) {
    this.ids = ids;
    this.#judged = judged;
  }

  /**
   * The tally of a requirement; made when it is first asked for.
   *
   * @throws Error for what is no requirement
   */
  of(requirement: string): Tally {
    let tally = this.#tallies.get(requirement);
    if (tally === undefined) {
      if (this.ids?.has(requirement) === false) throw new Error(`there is no requirement ${requirement}`);
      tally = {
        sent: 0,
        judged: 0,
        drawn: 0,
        resent: 0,
        unjudged: new Map(),
        failed: 0,
        onState: 0,
        evidence: [],
        impossible: null,
        broke: false,
        minimal: null,
        rejections: 0,
        named: 0,
      };
      this.#tallies.set(requirement, tally);
    }
    return tally;
  }

  /** How many of some requirements are breached. */
  failedAmong(requirements: ReadonlySet<string>): number {
    let failed = 0;
    for (const [id, tally] of this.#tallies) if (tally.failed > 0 && requirements.has(id)) failed += 1;
    return failed;
  }

  /** A case conforms. */
  conforms(requirement: string, order: number, drawn: boolean): void {
    const tally = this.of(requirement);
    tally.judged += 1;
    if (drawn) tally.drawn += 1;
    tally.unjudged.delete(order);
  }

  /** What was watched conforms: `times` observations at once. */
  watched(requirement: string, times = 1): void {
    const tally = this.of(requirement);
    tally.sent += times;
    tally.judged += times;
  }

  /** The answer that counts was not seen. */
  unjudged(requirement: string, order: number, reason: string): void {
    const { unjudged } = this.of(requirement);
    // Why it was not judged in the run says more than that no other sending is recorded.
    if (reason !== NOT_RECORDED || !unjudged.has(order)) unjudged.set(order, reason);
  }

  /** A case cannot show anything on this target. */
  impossible(requirement: string, reason: string): void {
    this.of(requirement).impossible ??= reason;
  }

  /**
   * A requirement is breached; the findings of the evidence are of this requirement alone.
   *
   * @param onState whether it is for what a service held, though the requirement is another
   */
  violates(requirement: string, evidence: Evidence, onState = false): void {
    const tally = this.of(requirement);
    tally.judged += 1;
    tally.failed += 1;
    tally.unjudged.delete(evidence.order);
    const at = tally.evidence.findIndex(({ order }) => order > evidence.order);
    const exchanges = evidence.exchanges.map(trimmed);
    const cut = exchanges.some((exchange, n) => exchange !== evidence.exchanges[n]);
    const kept = cut ? { ...evidence, exchanges } : evidence;
    if (onState || held.test(requirement) || exchanges.some(({ role }) => role === 'read')) {
      tally.onState += 1;
      this.#onState.add(kept);
    }
    tally.evidence.splice(at === -1 ? tally.evidence.length : at, 0, kept);
    if (tally.evidence.length > KEPT) tally.evidence.length = KEPT;
  }

  /** Takes back the failures that rest on what a service held: another may have changed it. */
  withdraw(why: string): void {
    for (const tally of this.#tallies.values()) {
      if (tally.onState === 0) continue;
      tally.failed -= tally.onState;
      tally.onState = 0;
      const left = tally.evidence.filter((one) => !this.#onState.has(one));
      // Of many failures only some are kept.
      if (left.length === 0) tally.failed = 0;
      tally.evidence.splice(0, KEPT, ...left);
      tally.minimal = null;
      for (let n = 0; n <= tally.judged; n += 1) tally.unjudged.set(-1 - n, why);
    }
  }

  /** Spreads findings over the requirements that they are of. */
  blame(findings: readonly Finding[], evidence: Omit<Evidence, 'findings'>): void {
    const byRequirement = new Map<string, Finding[]>();
    for (const finding of findings) {
      const list = byRequirement.get(finding.requirement);
      if (list === undefined) byRequirement.set(finding.requirement, [finding]);
      else list.push(finding);
    }
    for (const [requirement, own] of byRequirement) {
      const tally = this.of(requirement);
      tally.sent += 1;
      this.violates(requirement, { ...evidence, findings: own });
    }
    this.#chargeCase(findings, evidence);
  }

  /**
   * What an update did is charged to the case's own requirement too, where that says what may become of it, or where the
   * requirement that is breached is not asked for: else the case would be called kept.
   */
  #chargeCase(findings: readonly Finding[], evidence: Omit<Evidence, 'findings'>): void {
    const { probe, exchanges } = evidence;
    if (probe === null || !exchanges.some(({ role }) => role === 'case')) return;
    const { requirement } = probe;
    const open = probe.expect.statuses.includes(200) && probe.expect.statuses.includes(400);
    const charged = findings.filter(
      (finding) =>
        finding.requirement !== requirement &&
        done.test(finding.requirement) &&
        (open || this.#judged?.has(finding.requirement) === false),
    );
    if (charged.length > 0)
      this.violates(
        requirement,
        { ...evidence, findings: charged.map((finding) => ({ ...finding, requirement })) },
        true,
      );
  }
}
