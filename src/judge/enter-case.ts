import type { Case } from '../contract/case.js';
import type { Finding } from '../shared/model.js';
import type { Exchange } from './ledger.js';
import type { Purpose } from './purpose.js';
import type { ServiceSession } from './service-session.js';
import type { Ruling } from './verdict.js';

/** What a case showed besides the status of its answer. */
interface ShownByCase {
  /** Departures in its effect or its reply, whichever requirement found them; none by default. */
  readonly findings?: readonly Finding[];
  readonly exchanges: readonly Exchange[];
}

/** The ruling on the answer when only the effect of a case is in question. */
export const CONFORMS: Ruling = { kind: 'conforms' };

/** Enters what a case showed about its own requirement: a breach if its answer or effect departs, else the ruling. */
export function enterCase(
  { env: { ledger } }: ServiceSession,
  purpose: Purpose<Case>,
  ruling: Ruling,
  { findings = [], exchanges }: ShownByCase,
): void {
  const { testCase, order } = purpose;
  const { requirement } = testCase;
  const breaches = [
    ...(ruling.kind === 'violates' ? [ruling.finding] : []),
    ...findings.map((finding) => ({ ...finding, requirement })),
  ];
  if (breaches.length > 0) ledger.violates(requirement, { purpose, findings: breaches, exchanges });
  else if (ruling.kind === 'unjudged') ledger.unjudged(requirement, order, ruling.reason);
  else ledger.conforms(testCase, order);
}
