import { formatGenerators } from '../../arbitraries/formats.js';
import type { Target } from '../../config/target.js';
import type { MockOptions } from '../../mock/index.js';

/** A mock in this process. */
export interface Embedded {
  readonly target: Target;
  close(): Promise<void>;
}

/** Options of an embedded mock. */
export type EmbeddedOptions = Pick<MockOptions, 'faults' | 'variants' | 'seed'>;

/** A second of the embedded mock's clock, in milliseconds, so that nobody waits longer than necessary. */
export const SECOND_MS = 100;

/** Starts a mock with all that a run can use: its services may take a port_id of every form that a UUID has. */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<Embedded> {
  const { createMock } = await import('../../mock/index.js');
  const server = await createMock({
    ...options,
    secondMs: SECOND_MS,
    portIds: formatGenerators.uuid.edges.map(({ text }) => text),
  });
  const { url, projectId, serviceIds, siblingServiceId, token, foreignToken, keys, portIds, secondMs } = server;
  return {
    target: { url, projectId, serviceIds, siblingServiceId, token, foreignToken, keys, portIds, secondMs },
    close: () => server.close(),
  };
}
