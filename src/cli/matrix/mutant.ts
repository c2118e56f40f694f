import { faultId, variantId } from '../../mock/index.js';
import { startEmbedded, type Embedded } from '../../run/target/embedded.js';
import type { Subject } from './subject.js';

/** Starts a mock that behaves as a subject says. `seed` fixes the mock's own randomness. */
export function startMutant({ kind, id }: Pick<Subject, 'kind' | 'id'>, seed = 1): Promise<Embedded> {
  const ids = id.split('+');
  return startEmbedded({
    seed,
    ...(kind === 'fault' ? { faults: ids.map(faultId) } : { variants: ids.map(variantId) }),
  });
}
