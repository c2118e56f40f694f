import type { JsonObject } from '../shared/json.js';
import type { Context } from './context.js';
import type { Sent } from './case.js';
import type { CaseMaker } from './requirement.js';
import { documentedOperation } from '../operation/documented.js';

export const OWN_PORT_ID = '4189d3c2-8882-4871-a3c2-d380272eed88';

/** The context of an ordinary service, with overrides. */
export function contextWith(given: Partial<Context> = {}): Context {
  return {
    operation: documentedOperation(),
    // Only families use generators, not the cases of the vocabulary.
    generators: {
      valid: () => {
        throw new Error('no generator is asked for');
      },
      violations: () => [],
      boundaries: () => [],
      pairwise: () => [],
      unbreakable: [],
    } as unknown as Context['generators'],
    seed: 1,
    effort: 'standard',
    cases: 3,
    bodies: 0,
    profile: 'document',
    capabilities: new Set(),
    lane: 0,
    lanes: 1,
    projectId: 'project',
    serviceId: 'service',
    knownIds: new Set(),
    portId: OWN_PORT_ID,
    portIds: [],
    own: given.portId === null ? {} : { port_id: given.portId ?? OWN_PORT_ID },
    irreversible: new Set(),
    shown: {},
    takenPorts: new Set(),
    siblingPairs: [],
    bases: [],
    boundaries: () => [],
    draws: () => [],
    drawsOf: () => [],
    ...given,
  };
}

/** The cases of a maker, none of which may be null. */
export function sentBy(given: CaseMaker, context: Context = contextWith()): Sent[] {
  return given(context).map((sent) => {
    if (sent === null) throw new Error('a case is left out');
    return sent;
  });
}

/** The bytes of a case, as text. */
export function textOf({ body }: Pick<Sent, 'body'>): string {
  return Buffer.from(body ?? '', 'base64').toString('utf8');
}

/** The bodies that a maker sends, parsed. */
export function bodiesOf(given: CaseMaker, context: Context = contextWith()): JsonObject[] {
  return sentBy(given, context).map((sent) => JSON.parse(textOf(sent)) as JsonObject);
}

/** The ports of a body's mappings: `client/server`, with the protocol if there is one. */
export function portsOf(body: JsonObject): string[] {
  return ((body['ports'] ?? []) as readonly Record<string, number | string>[]).map(
    ({ client_port, server_port, protocol }) =>
      `${client_port ?? ''}/${server_port ?? ''}${protocol === undefined ? '' : `/${protocol}`}`,
  );
}
