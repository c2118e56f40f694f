import { ofRun } from '../../judge/purpose.js';
import { broughtAbout, type BroughtAbout } from '../../judge/brought-about.js';
import type { Exchange } from '../../judge/ledger.js';
import type { ServiceSession } from '../../judge/service-session.js';
import { putRequest } from '../../judge/wire.js';
import type { AnotherWriter } from '../../shared/errors.js';
import { serialize, type JsonObject } from '../../shared/json.js';
import type { WireRequest } from '../../shared/model.js';
import { restoringBody } from '../restore/restoring-body.js';
import { environment, type RunSession } from '../run-session.js';
import type { Survey } from '../survey/prepare.js';

/** How often a request must change the other service in the same way. */
const TIMES = 3;

/**
 * Sends the last updates of the other services again, one by one, after a service showed what this run never sent to
 * any: if one of them changes that service in the same way each time, and nothing else does, enters this as a breach
 * (R18). Returns the breach in words; null if there is none.
 */
export async function causedByThisRun(
  runSession: RunSession,
  surveyed: Survey,
  { serviceId }: AnotherWriter,
): Promise<string | null> {
  const lanes = surveyed.sessions.map(({ session }) => session);
  const concerned = lanes.find(({ service }) => service.id === serviceId);
  const state = concerned?.service.last?.value ?? null;
  if (concerned === undefined || state === null || surveyed.reads !== 'GET') return null;
  const env = { ...environment(runSession, runSession.hooks.signal), reads: surveyed.reads };
  const other = concerned.apart(env);
  const { operation, prefix } = concerned.service;
  const { body } = restoringBody(operation, state, serviceId, prefix);
  for (const lane of lanes) {
    if (lane === concerned) continue;
    const session = lane.apart(env);
    for (const { request } of lane.service.preceding.all.toReversed()) {
      const found = await broughtAbout(
        {
          other,
          order: 'watch',
          requirement: 'effect/isolation',
          reset: async () => {
            const back = [await sendUpdate(other, body), await sendUpdate(session, lane.baseline)];
            return back.every((one) => one !== null) ? back : null;
          },
          harmless: () => sendUpdate(session, lane.service.least),
          send: async () => [await send(session, request)].filter((one) => one !== null),
        },
        TIMES,
      ).catch(() => null);
      if (found !== null) return enter(runSession, session, found, serviceId);
    }
  }
  return null;
}

function sendUpdate(session: ServiceSession, body: JsonObject): Promise<Exchange | null> {
  return send(session, putRequest(serialize(body), session.env.address, session.service.id));
}

/** The exchange of a request; null if it was not accepted. */
async function send(session: ServiceSession, request: WireRequest): Promise<Exchange | null> {
  const { id: serviceId } = session.service;
  const settled = await session.settle(request, session.asked(ofRun('watch', serviceId)));
  const isAccepted = settled.kind === 'answered' && settled.response.status === 200;
  return isAccepted ? { role: 'case', request, attempts: settled.attempts } : null;
}

function enter(
  { ledger }: RunSession,
  { service: { id } }: ServiceSession,
  found: BroughtAbout,
  other: string,
): string {
  ledger.blame(ofRun('watch', id), found.findings, found.exchanges);
  return `an update of ${id} changes ${other} (effect/isolation), so the rest could not be judged`;
}
