import { checkEnvelope } from '../../checks/envelope.js';
import { serialize } from '../../shared/json.js';
import type { Bench } from '../../judge/bench.js';
import { fire } from '../../judge/fire.js';
import type { Placed } from '../../judge/placed.js';
import { wireRequest } from '../../judge/wire.js';

/** Whether the target answers the status that `Prefer: code=NNN` asks for. Two are asked, as one may come by chance. */
export async function canForce(bench: Bench): Promise<boolean> {
  const { method, path, headers } = bench.service.operation;
  const { least } = bench.service;
  for (const status of [501, 504]) {
    const draft = {
      method,
      path,
      headers: [...headers, ['Prefer', `code=${status}`] as const],
      body: null,
      raw: null,
    };
    const request = { ...wireRequest(draft, bench.env.address, bench.service.id), body: serialize(least) };
    const mark = { order: -1, probe: null, serviceId: bench.service.id };
    const { settled } = await bench.update(request, bench.asked(mark, { forces: status, statuses: [200] }), [least]);
    if (settled.kind !== 'answered' || settled.response.status !== status) return false;
  }
  return true;
}

/** Asks for one status; a target that answers another cannot be told this one. */
export async function force(bench: Bench, placed: Placed): Promise<void> {
  const { probe, order } = placed;
  const { ledger } = bench.env;
  const { ruling, exchange } = await fire(bench, placed);
  const last = exchange.attempts.at(-1);
  if (last?.kind === 'response' && last.status === probe.expect.forces) {
    const findings = checkEnvelope(last, bench.env.profile).map((finding) => ({
      ...finding,
      requirement: probe.requirement,
    }));
    if (findings.length === 0) ledger.conforms(probe.requirement, order, false);
    else
      ledger.violates(probe.requirement, {
        order,
        probe,
        serviceId: bench.service.id,
        findings,
        exchanges: [exchange],
      });
  } else if (ruling.kind === 'unjudged') ledger.unjudged(probe.requirement, order, ruling.reason);
  else ledger.impossible(probe.requirement, 'the target cannot be told to answer this status');
}
