import type { JsonObject } from '../shared/json.js';
import type { Attempt, Finding, WireRequest } from '../shared/model.js';
import { FormTally } from './forms.js';
import { NOT_RECORDED } from './not-recorded.js';
import type { Case } from '../contract/case.js';
import { groupBy } from '../shared/group-by.js';
import { isBefore, type Order } from './order.js';
import type { Purpose } from './purpose.js';
import { trimmed } from './trim.js';

/** One request of a case and all attempts at it. */
export interface Exchange {
  readonly role: 'prepare' | 'case' | 'read';
  readonly request: WireRequest;
  readonly attempts: readonly Attempt[];
}

/** A breach of a requirement, and what shows it. */
export interface Breach {
  /** What the requests that revealed it were sent for: the lowest in order becomes the counterexample. */
  readonly purpose: Purpose;
  readonly findings: readonly Finding[];
  readonly exchanges: readonly Exchange[];
}

/** How the cases of one requirement ended. */
export interface Tally {
  sent: number;
  /** Number of cases that were not sent, since the proxy may rewrite them. */
  withheld: number;
  judged: number;
  drawn: number;
  /** Failed attempts at cases before the conclusive answer, throttled ones excluded. */
  resent: number;
  /** Cases that are still unjudged, by order, with the reason. */
  readonly unjudged: Map<Order, string>;
  failed: number;
  /** Number of failures that depend on the state of a service. */
  onState: number;
  /** The failures lowest in order. */
  readonly breaches: Breach[];
  /** How its requests fared, by the form in which they were written. */
  forms: FormTally;
  /** Why cases could not be sent, or could not show anything, on this target; null if they could. */
  impossible: string | null;
  /** Whether a failure was a broken service, which takes many attempts to prove. */
  broke: boolean;
  /**
   * The smallest body seen to fail like the first breach, as text, and the state in which it was sent if that was the
   * baseline; null if none was searched for.
   */
  minimal: { readonly body: string; readonly from: JsonObject | null } | null;
  /** Number of rejections, and of those that named the member. */
  rejections: number;
  named: number;
}

/** The requirements on what an update does to services. */
const done = /^effect\/(?:echo|persist|kept|constant|atomic|isolation)(?:\/|$)/;

/** Requirements judged by the state of a service. */
const held = /^(?:effect\/|reply\/[^/]+\/(?:constant|not-before-created|moves-on)$)/;

/** Advisory requirements (R32): a breach of one does not breach the case's own requirement. */
const advised = /^effect\/race-replies$/;

/** Maximum number of failures kept per requirement. */
const KEPT = 3;

/** Collects the outcomes of the cases of every requirement. */
export class Ledger {
  /** All requirements. */
  readonly ids: ReadonlySet<string>;
  readonly #judged: ReadonlySet<string> | null;
  readonly #tallies = new Map<string, Tally>();
  readonly #onState = new WeakSet<Breach>();
  readonly #failed: (requirement: string) => void;

  /** `judged` holds the requirements that the run judges; default all. `failed` is called once for each that fails. */
  constructor({
    ids,
    judged = null,
    failed = () => undefined,
  }: {
    readonly ids: ReadonlySet<string>;
    readonly judged?: ReadonlySet<string> | null;
    readonly failed?: ((requirement: string) => void) | undefined;
  }) {
    this.ids = ids;
    this.#judged = judged;
    this.#failed = failed;
  }

  /**
   * The tally of a requirement, created on first use.
   *
   * @throws Error for an unknown requirement
   */
  of(requirement: string): Tally {
    let tally = this.#tallies.get(requirement);
    if (tally === undefined) {
      if (!this.ids.has(requirement)) throw new Error(`there is no requirement ${requirement}`);
      tally = {
        sent: 0,
        withheld: 0,
        judged: 0,
        drawn: 0,
        resent: 0,
        unjudged: new Map(),
        failed: 0,
        onState: 0,
        breaches: [],
        forms: new FormTally(),
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

  /** Number of the given requirements that are breached. */
  failedAmong(requirements: ReadonlySet<string>): number {
    let failed = 0;
    for (const [id, tally] of this.#tallies) if (tally.failed > 0 && requirements.has(id)) failed += 1;
    return failed;
  }

  /** Enters a case that conforms. */
  conforms(testCase: Case, order: Order): void {
    const tally = this.of(testCase.requirement);
    tally.judged += 1;
    if (testCase.drawn) tally.drawn += 1;
    tally.forms.enter(testCase, 'conforming');
    tally.unjudged.delete(order);
  }

  /** Enters `times` observations that conform. */
  watched(requirement: string, times = 1): void {
    const tally = this.of(requirement);
    tally.sent += times;
    tally.judged += times;
  }

  /** Enters a case whose conclusive answer was not seen. */
  unjudged(requirement: string, order: Order, reason: string): void {
    const { unjudged } = this.of(requirement);
    // The run's own reason says more than the lack of a recorded attempt.
    if (reason !== NOT_RECORDED || !unjudged.has(order)) unjudged.set(order, reason);
  }

  /** Enters that a case cannot show anything on this target. */
  impossible(requirement: string, reason: string): void {
    this.of(requirement).impossible ??= reason;
  }

  /**
   * Enters a breach; all its findings belong to this requirement.
   *
   * @param onState whether it depends on the state of a service, though the requirement is of another kind
   */
  violates(requirement: string, breach: Breach, onState = false): void {
    const tally = this.of(requirement);
    tally.judged += 1;
    tally.failed += 1;
    if (tally.failed === 1) this.#failed(requirement);
    const { order, testCase } = breach.purpose;
    tally.unjudged.delete(order);
    tally.forms.enter(testCase, 'failed');
    const at = tally.breaches.findIndex(({ purpose }) => isBefore(order, purpose.order));
    const exchanges = breach.exchanges.map(trimmed);
    const cut = exchanges.some((exchange, n) => exchange !== breach.exchanges[n]);
    const kept = cut ? { ...breach, exchanges } : breach;
    if (onState || held.test(requirement) || exchanges.some(({ role }) => role === 'read')) {
      tally.onState += 1;
      this.#onState.add(kept);
    }
    tally.breaches.splice(at === -1 ? tally.breaches.length : at, 0, kept);
    if (tally.breaches.length > KEPT) tally.breaches.length = KEPT;
  }

  /** Withdraws the failures that depend on the state of a service: another writer may have changed it. */
  withdraw(why: string): void {
    for (const tally of this.#tallies.values()) {
      if (tally.onState === 0) continue;
      tally.failed -= tally.onState;
      tally.onState = 0;
      tally.forms = new FormTally();
      const left = tally.breaches.filter((one) => !this.#onState.has(one));
      // Only some of many failures are kept.
      if (left.length === 0) tally.failed = 0;
      tally.breaches.splice(0, KEPT, ...left);
      tally.minimal = null;
      for (let n = 0; n <= tally.judged; n += 1) tally.unjudged.set(-1 - n, why);
    }
  }

  /** Enters each finding that exchanges with a purpose revealed for its own requirement. */
  blame(purpose: Purpose, findings: readonly Finding[], exchanges: readonly Exchange[]): void {
    for (const [requirement, own] of groupBy(findings, (finding) => finding.requirement)) {
      const tally = this.of(requirement);
      tally.sent += 1;
      this.violates(requirement, { purpose, findings: own, exchanges });
    }
    this.#chargeCase(purpose, findings, exchanges);
  }

  /** Whether a requirement on the state of a service is not judged in this run. */
  #isOthersToJudge(requirement: string): boolean {
    return this.#judged?.has(requirement) === false && held.test(requirement) && !advised.test(requirement);
  }

  /**
   * Charges the effect of an update to the case's own requirement too if that one is open or the breached requirement
   * is not judged: otherwise the case would pass.
   */
  #chargeCase(purpose: Purpose, findings: readonly Finding[], exchanges: readonly Exchange[]): void {
    const { testCase } = purpose;
    if (testCase === null || !exchanges.some(({ role }) => role === 'case')) return;
    const { requirement } = testCase;
    const open = testCase.expect.statuses.includes(200) && testCase.expect.statuses.includes(400);
    const charged = findings.filter(
      (finding) =>
        finding.requirement !== requirement &&
        ((open && done.test(finding.requirement)) || this.#isOthersToJudge(finding.requirement)),
    );
    if (charged.length > 0)
      this.violates(
        requirement,
        { purpose, findings: charged.map((finding) => ({ ...finding, requirement })), exchanges },
        true,
      );
  }
}
