import { createMock, faults, variants } from '../mock/index.js';
import type { Specimen, Subject } from './kill-matrix.js';

/** Every fault and every variant of the mock. */
export function subjects(): readonly Subject[] {
  return [
    ...faults.map(({ id, says, caughtBy }): Subject => ({ kind: 'fault', id, says, caughtBy: [caughtBy] })),
    ...variants.map(({ id, says }): Subject => ({ kind: 'variant', id, says, caughtBy: [] })),
  ];
}

/** Starts a mock that behaves as a subject says, or as several joined by `+` say together, with all that a run can make use of. */
export async function startSpecimen({ kind, id }: Subject): Promise<Specimen> {
  const ids = id.split('+');
  const server = await createMock(kind === 'fault' ? { faults: ids } : { variants: ids });
  const { url, projectId, serviceIds, siblingServiceId, token, foreignToken, keys, portIds } = server;
  return {
    target: { url, projectId, serviceIds, siblingServiceId, token, foreignToken, portIds, keys },
    close: () => server.close(),
  };
}
