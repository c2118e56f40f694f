import { formats } from '../../arbitraries/formats.js';
import type { Target } from '../../config/target.js';
import type { MockOptions } from '../../mock/index.js';

/** A mock in this process. */
export interface Embedded {
  readonly target: Target;
  close(): Promise<void>;
}

/** Options of an embedded mock. */
export type EmbeddedOptions = Pick<MockOptions, 'faults' | 'variants' | 'seed'>;

/** Starts a mock with all that a run can use: its services may take a port_id of every form that a UUID has. */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<Embedded> {
  const { createMock } = await import('../../mock/index.js');
  const server = await createMock({ ...options, portIds: formats.uuid.edges.map(({ text }) => text) });
  const { url, projectId, serviceIds, siblingServiceId, token, foreignToken, keys, portIds } = server;
  return {
    target: { url, projectId, serviceIds, siblingServiceId, token, foreignToken, keys, portIds },
    close: () => server.close(),
  };
}
