import type { Case } from '../contract/case.js';
import { serialize } from '../shared/json.js';
import type { CaseSession } from './case-session.js';
import { enterCase } from './enter-case.js';
import type { Purpose } from './purpose.js';
import { together } from './together.js';
import { rule } from './verdict.js';
import { putRequest } from './wire.js';

/**
 * Sends the same bytes to several services at once: they must take effect on each, whatever was just sent to the others
 * (R18).
 */
export async function everywhere(all: readonly CaseSession[], purpose: Purpose<Case>): Promise<void> {
  const { testCase, order } = purpose;
  const [body = {}] = testCase.applies;
  const on = ({ service }: CaseSession): Purpose<Case> => ({ order, testCase, serviceId: service.id });
  const ready = await together(all.map((session) => session.put(session.baseline, on(session))));
  if (ready.some(({ value }) => value === null)) {
    all[0]?.env.ledger.unjudged(testCase.requirement, order, 'the initial state was not accepted');
    return;
  }
  const updates = await together(
    all.map((session) => {
      const request = putRequest(serialize(body), session.env.address, session.service.id);
      return session.update(request, session.asked(on(session)), [body]);
    }),
  );
  const exchanges = updates.map(({ exchange }) => exchange);
  for (const [n, session] of all.entries()) {
    const updated = updates[n];
    if (updated === undefined) continue;
    const { findings, settled, value, exchange } = updated;
    // What shows a breach comes last.
    const evidence = [...exchanges.filter((one) => one !== exchange), exchange];
    enterCase(session, on(session), rule(testCase, settled, session.env.profile), { findings, exchanges: evidence });
    if (value !== null) await session.read(on(session), evidence);
  }
}
