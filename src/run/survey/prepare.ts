import type { Config } from '../../config/config.js';
import { shardName } from '../../config/parse-shard.js';
import type { Context } from '../../contract/context.js';
import { heldPairs } from '../../contract/items.js';
import { otherOf, baselineOf } from '../../contract/plain.js';
import { RunStopped } from '../../shared/errors.js';
import { member } from '../../shared/json.js';
import { ofRun } from '../../judge/purpose.js';
import { CaseSession } from '../../judge/case-session.js';
import { ServiceSession } from '../../judge/service-session.js';
import type { Environment, Reads } from '../../judge/environment.js';
import type { SentValues } from '../../judge/sent-values.js';
import { Service } from '../../judge/service.js';
import type { Capability } from '../../shared/model.js';
import type { Operation } from '../../operation/operation.js';
import { contextOf } from '../plan/contexts.js';
import type { Endpoint } from '../target/endpoint.js';
import { findService, readByGet, type FoundService } from './find-service.js';
import type { Suite } from '../suite/suite.js';
import { loosens } from '../../shared/readings.js';
import { isForwarded } from '../../shared/way.js';

/** What a run found before it changed anything. */
export interface Survey {
  readonly found: readonly FoundService[];
  readonly reads: Reads;
  readonly capabilities: ReadonlySet<Capability>;
  /** The services that are changed: one per port_id. */
  readonly sessions: readonly {
    readonly session: CaseSession;
    readonly context: Context;
    readonly changeable: boolean;
  }[];
  /** Services that are only read: the sibling, and those that share a port_id with one that is changed. */
  readonly onlookers: readonly ServiceSession[];
  readonly warnings: readonly string[];
  /** The same survey without some of the services that are changed. */
  readonly without: (serviceIds: ReadonlySet<string>) => Survey;
}

/** Reads the state of every service and works out what the target allows the run to judge. */
export async function survey(
  suite: Suite,
  config: Config,
  endpoint: Endpoint,
  env: Environment,
  sent: SentValues,
): Promise<Survey> {
  const { target, address } = endpoint;
  const lenient = { ...env, marks: null };
  const { operation } = suite;
  const portIdOf = (state: FoundService['state']): string | null => resourceOf(operation, state);
  const foreign = await surveyOthers(config, endpoint, lenient, sent);
  const found: FoundService[] = [];
  // Nothing was sent yet: any mark is another run's, even one with the same seed.
  const strict = { ...env, marks: new Set<string>() };
  for (const serviceId of target.serviceIds) found.push(await findService(strict, serviceId, sent));
  for (const { serviceId, retyped, exchanges } of found)
    env.ledger.blame(ofRun('survey', serviceId), retyped, exchanges);
  const reads: Reads = found.every((one) => one.reads === 'GET')
    ? 'GET'
    : found.some((one) => one.state !== null)
      ? 'PUT {}'
      : null;
  const sibling =
    target.siblingServiceId === null || reads !== 'GET' ? null : await readByGet(strict, target.siblingServiceId, sent);
  const shares =
    sibling !== null && portIdOf(sibling) !== null && portIdOf(sibling) === portIdOf(found[0]?.state ?? null);
  const changeable = found.filter(
    (one, n) =>
      portIdOf(one.state) === null ||
      (found.findIndex((other) => portIdOf(other.state) === portIdOf(one.state)) === n &&
        !foreign.some(({ portId, isBefore }) => portId === portIdOf(one.state) && isBefore(one.serviceId))),
  );
  if (changeable.length === 0 && config.shard !== null)
    throw new RunStopped(
      `the services of shard ${shardName(config.shard)} share their ${operation.backend ?? 'resource'} with services of other shards`,
    );
  const idle = found.filter((one) => !changeable.includes(one));
  const siblingPairs = shares ? heldPairs(operation, sibling) : [];
  const takenPorts = new Set(
    [...siblingPairs, ...idle.flatMap(({ state }) => (state === null ? [] : heldPairs(operation, state)))]
      .flatMap((pair) => Object.values(pair))
      .filter((value) => typeof value === 'number'),
  );

  const capabilities = new Set<Capability>();
  if (reads === 'GET') capabilities.add('reads');
  if (!isForwarded(endpoint.way)) capabilities.add('verbatim');
  if (config.concurrency > 1) capabilities.add('concurrency');
  if (address.token !== null) capabilities.add('token');
  if (address.signs !== null) capabilities.add('aksk');
  if (target.foreignToken !== null) capabilities.add('foreign-token');
  if (siblingPairs.length > 0) capabilities.add('sibling');
  if (reads === 'GET' && (found.length > 1 || sibling !== null)) capabilities.add('other-service');

  const heldIds = [...found.map(({ state }) => portIdOf(state)), ...foreign.map(({ portId }) => portId)];
  const freeIds = target.portIds.filter((id) => !heldIds.includes(id));
  if (freeIds.length > 0) capabilities.add('port-id');
  const settled: Environment = { ...env, reads };
  const { serviceIds, among = [], siblingServiceId } = target;
  const knownIds = new Set([...serviceIds, ...among, ...(siblingServiceId === null ? [] : [siblingServiceId])]);
  const services = new Map(changeable.map((one) => [one, serviceOf(one, sent, env)]));
  const sessionsOf = (changed: readonly FoundService[]) =>
    changed.map((one, n) => {
      const service = services.get(one) ?? serviceOf(one, sent, env);
      const context = contextOf(suite, config, capabilities, {
        serviceId: one.serviceId,
        knownIds,
        lane: n,
        lanes: changed.length,
        projectId: address.projectId,
        state: one.state ?? {},
        // Dealt out, so that no two services ever hold the same one (R5).
        portIds: freeIds.filter((_, i) => i % changed.length === n),
        takenPorts,
        siblingPairs: n === 0 ? siblingPairs : [],
      });
      return {
        session: new CaseSession(service, settled, { baseline: baselineOf(context), other: otherOf(context) }),
        context,
        changeable: one.obstacle === null,
      };
    });
  const siblings = target.siblingServiceId === null ? [] : [{ serviceId: target.siblingServiceId, state: sibling }];
  const onlookers = [...idle, ...siblings.filter(({ state }) => state !== null)].map(({ serviceId, state }) => {
    const service = new Service(serviceId, sent, env.settlingMs);
    service.initial = state;
    return new ServiceSession(service, settled);
  });
  const surveyOf = (changed: readonly FoundService[]): Survey => ({
    found,
    reads,
    capabilities,
    sessions: sessionsOf(changed),
    onlookers,
    without: (serviceIds) => surveyOf(changed.filter(({ serviceId }) => !serviceIds.has(serviceId))),
    warnings: warningsOf(
      operation,
      found,
      idle,
      target.siblingServiceId !== null && !shares,
      !loosens(config.readings, 'R6') && !endpoint.embedded,
    ),
  });
  return surveyOf(changeable);
}

function serviceOf({ serviceId, state, reads }: FoundService, sent: SentValues, { settlingMs }: Environment): Service {
  const service = new Service(serviceId, sent, settlingMs);
  if (state !== null) service.found(state, reads === 'GET' ? 'read' : 'reply');
  if (reads === 'GET') service.initial = state;
  return service;
}

/** A service that another shard changes. It is read once, since no two services under test may hold one port_id. */
interface Foreign {
  readonly portId: string | null;
  /** Whether it precedes another service in the list that all shards are given. */
  readonly isBefore: (serviceId: string) => boolean;
}

async function surveyOthers(
  { shard }: Config,
  { target }: Endpoint,
  env: Environment,
  sent: SentValues,
): Promise<Foreign[]> {
  const among = target.among ?? [];
  const foreign: Foreign[] = [];
  for (const [place, serviceId] of among.entries()) {
    if (shard === null || target.serviceIds.includes(serviceId)) continue;
    const state = await readByGet(env, serviceId, sent);
    foreign.push({ portId: resourceOf(sent.operation, state), isBefore: (other) => place < among.indexOf(other) });
  }
  return foreign;
}

/** The id of the resource behind a service; null if the service shows none. */
function resourceOf({ backend }: Operation, state: FoundService['state']): string | null {
  const portId = state === null || backend === null ? undefined : member(state, backend);
  return typeof portId === 'string' ? portId : null;
}

function warningsOf(
  { backend, conditional }: Operation,
  found: readonly FoundService[],
  idle: readonly FoundService[],
  uselessSibling: boolean,
  documented: boolean,
): string[] {
  const warnings: string[] = [];
  for (const { serviceId, state, obstacle } of found) {
    const restorable = obstacle === null;
    if (!restorable)
      warnings.push(`${serviceId} could not be put back (${obstacle}), so nothing that may change it is sent`);
    if (state === null) continue;
    const connections = member(state, 'connection_count');
    if (typeof connections === 'number' && connections > 0)
      warnings.push(`${serviceId} has ${connections} connections, which this run disturbs`);
    for (const { name, where, elsewhere } of conditional) {
      // A service of another kind has none to put back (R24).
      const mayHave = elsewhere.every((value) => member(state, where.member) !== value);
      if (documented && restorable && mayHave && member(state, name) === undefined)
        warnings.push(`${serviceId} does not show its ${name}: its value before this run cannot be put back`);
    }
  }
  for (const { serviceId } of idle)
    warnings.push(`${serviceId} shares its ${backend ?? 'resource'} with another service under test, and is only read`);
  if (uselessSibling)
    warnings.push(
      `the sibling does not share the ${backend ?? 'resource'} of the first service, or cannot be read by GET: conflicts are not judged`,
    );
  return warnings;
}
