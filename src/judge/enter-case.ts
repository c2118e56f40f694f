import type { Finding } from '../shared/model.js';
import type { Exchange } from './ledger.js';
import type { Placed } from './placed.js';
import type { ServiceSession } from './service-session.js';
import type { Ruling } from './verdict.js';

/** What a case showed beside the status of its answer. */
interface Shown {
  /** Departures in its effect or its reply, whatever requirement they were found by; none by default. */
  readonly findings?: readonly Finding[];
  readonly exchanges: readonly Exchange[];
}

/** What the answer to a case says where only its effect is in question. */
export const CONFORMS: Ruling = { kind: 'conforms' };

/** Enters what a case showed of its own requirement: a breach where its answer or its effect departs, else the ruling. */
export function enterCase(
  { service, env: { ledger } }: ServiceSession,
  { probe, order }: Placed,
  ruling: Ruling,
  { findings = [], exchanges }: Shown,
): void {
  const { requirement } = probe;
  const breaches = [
    ...(ruling.kind === 'violates' ? [ruling.finding] : []),
    ...findings.map((finding) => ({ ...finding, requirement })),
  ];
  if (breaches.length > 0)
    ledger.violates(requirement, { order, probe, serviceId: service.id, findings: breaches, exchanges });
  else if (ruling.kind === 'unjudged') ledger.unjudged(requirement, order, ruling.reason);
  else ledger.conforms(probe, order);
}
