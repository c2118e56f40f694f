import { formats } from '../../arbitraries/formats.js';
import type { Target } from '../../config/target.js';
import type { MockOptions } from '../../mock/index.js';

/** A mock that runs in this process. */
export interface Embedded {
  readonly target: Target;
  close(): Promise<void>;
}

/** What an embedded mock may be started with. */
export type EmbeddedOptions = Pick<MockOptions, 'faults' | 'variants' | 'seed'>;

/** Starts a mock with all that a run can make use of: its services may take a port_id of every form that a UUID has. */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<Embedded> {
  const { createMock } = await import('../../mock/index.js');
  const server = await createMock({ ...options, portIds: formats.uuid.edges.map(({ text }) => text) });
  const { url, projectId, serviceIds, siblingServiceId, token, foreignToken, keys, portIds } = server;
  return {
    target: { url, projectId, serviceIds, siblingServiceId, token, foreignToken, keys, portIds },
    close: () => server.close(),
  };
}
