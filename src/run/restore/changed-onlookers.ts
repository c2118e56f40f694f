import { describe } from '../../checks/envelope.js';
import { ofRun } from '../../judge/purpose.js';
import type { Exchange } from '../../judge/ledger.js';
import { ServiceSession } from '../../judge/service-session.js';
import type { Environment } from '../../judge/environment.js';
import type { Json } from '../../shared/json.js';
import { storedMember } from '../../operation/operation.js';
import type { RestoreReport } from '../../report/report.js';
import type { Survey } from '../survey/prepare.js';
import { departures, departureText, type Departure } from './departures.js';

/** Services that are only read, yet show at the end what this run sent to others. */
export async function changedOnlookers({ onlookers, reads }: Survey, env: Environment): Promise<RestoreReport[]> {
  const reports: RestoreReport[] = [];
  if (reads !== 'GET') return reports;
  for (const { service } of onlookers) {
    const { initial, id: serviceId } = service;
    if (initial === null) continue;
    const session = new ServiceSession(service, env);
    const read = await session.look(ofRun('restoring', serviceId)).catch(() => null);
    if (read === null) continue;
    // What somebody else set there is not for this run to judge, and a boolean does not tell who set it.
    const left = departures(service.operation, initial, read.value, service.naming).filter(
      ({ name, is }) => storedMember(service.operation, name)?.type !== 'boolean' && service.explainsShown(name, is),
    );
    if (left.length === 0) continue;
    // A value that was sent elsewhere leaked. Who emptied a member cannot be told afterwards.
    const leaked = left.filter(({ is }) => !isEmpty(is));
    blameLeaks(session, leaked, read.exchange);
    const emptied =
      leaked.length < left.length ? ['it cannot be told whether an update of another service emptied it'] : [];
    const details = [...left.map(departureText), ...emptied, 'it is only ever read: set it by hand'];
    reports.push({ serviceId, outcome: 'failed', details });
  }
  return reports;
}

/** Enters a breach for a service that is only read and shows what was sent to another one (R18). */
function blameLeaks({ service, env }: ServiceSession, leaked: readonly Departure[], read: Exchange): void {
  if (leaked.length === 0) return;
  const findings = leaked.map(({ name, was, is }) => ({
    requirement: 'effect/isolation',
    pointer: `/${name}`,
    expected: describe(was),
    received: `${describe(is)}, which was sent to another service`,
  }));
  env.ledger.blame(ofRun('restoring', service.id), findings, [read]);
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
