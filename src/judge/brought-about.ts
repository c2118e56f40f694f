import { ofRun } from './purpose.js';
import { checkSame } from '../checks/state.js';
import type { Finding } from '../shared/model.js';
import type { Exchange } from './ledger.js';
import type { Order } from './order.js';
import type { ServiceSession } from './service-session.js';
import type { Look } from './updating.js';

/** Requests to one service that may have changed another one. */
export interface Suspected {
  readonly other: ServiceSession;
  readonly order: Order;
  readonly requirement: string;
  /** Sets both services to their initial states; null if these are not accepted. */
  readonly reset: () => Promise<readonly Exchange[] | null>;
  /** Sends a harmless update to the first service. */
  readonly harmless: () => Promise<unknown>;
  readonly send: () => Promise<readonly Exchange[]>;
}

/** What requests change in another service. */
export interface BroughtAbout {
  readonly findings: readonly Finding[];
  readonly exchanges: readonly Exchange[];
}

/**
 * Returns what requests change in another service, repeatedly and from the same states, while a harmless request from
 * these states changes nothing in twice the time. Null if they do not: then another writer is at work, such as a
 * program that enforces its own state.
 */
export async function broughtAbout(suspected: Suspected, times: number): Promise<BroughtAbout | null> {
  const { other, reset, harmless, send } = suspected;
  let last: BroughtAbout | null = null;
  for (let n = 0; n < times; n += 1) {
    const back = await reset();
    const began = performance.now();
    const found = back === null ? null : await around(suspected, send);
    if (back === null || found === null || found.findings.length === 0) return null;
    if (last !== null && textOf(last.findings) !== textOf(found.findings)) return null;
    const waits = 2 * (performance.now() - began);
    const nothing =
      (await reset()) === null
        ? null
        : await around(suspected, async () => {
            await harmless();
            await other.env.settler.pause(waits);
            return [];
          });
    if (nothing === null || nothing.findings.length > 0) return null;
    const prepared = back.map((one): Exchange => ({ ...one, role: 'prepare' }));
    last = { findings: found.findings, exchanges: [...prepared, ...found.exchanges] };
  }
  return last;
}

/** How two reads of the other service differ, with requests in between; null if a read fails. */
async function around(
  { other, order, requirement }: Suspected,
  send: () => Promise<readonly Exchange[]>,
): Promise<BroughtAbout | null> {
  const look = (): Promise<Look | null> => other.look(ofRun(order, other.service.id));
  const before = await look();
  const sent = await send();
  const after = await look();
  if (before === null || after === null) return null;
  const findings = checkSame(other.service.operation, requirement, before.value, after.value);
  return { findings, exchanges: [before.exchange, ...sent, after.exchange] };
}

/** Findings as text, for comparing two lists of them. */
export function textOf(findings: readonly Finding[]): string {
  return JSON.stringify(findings.map(({ pointer, received }) => [pointer, received]));
}
