import { matchesAny } from '../../shared/glob.js';
import { faults, variants } from '../../mock/index.js';
import { combinations } from './combinations.js';

/** A fault of the mock, or a conforming variant of it; or several of either at once, joined by `+` in the id. */
export interface Subject {
  readonly kind: 'fault' | 'variant';
  readonly id: string;
  readonly says: string;
  /** Globs over requirements; of each at least one must catch a fault. Empty for a variant. */
  readonly caughtBy: readonly string[];
}

/** Every fault and every variant of the mock, and those that are judged together. */
export function subjects(): readonly Subject[] {
  const together = (kind: Subject['kind'], ids: readonly string[]): Subject => ({
    kind,
    id: ids.join('+'),
    says: `${kind === 'fault' ? 'Both of these' : 'All of these'} at once`,
    caughtBy: ids.flatMap((id) => faults.find((fault) => fault.id === id)?.caughtBy ?? []),
  });
  return [
    ...faults.map(({ id, says, caughtBy }): Subject => ({ kind: 'fault', id, says, caughtBy: [caughtBy] })),
    ...combinations.faults.map((ids) => together('fault', ids)),
    ...variants.map(({ id, says }): Subject => ({ kind: 'variant', id, says, caughtBy: [] })),
    ...combinations.variants.map((ids) => together('variant', ids)),
  ];
}

/** Whether some failed requirements prove that a fault was seen where it must be. */
export function isCaught({ caughtBy }: Subject, failed: readonly string[]): boolean {
  return caughtBy.every((glob) => failed.some((id) => matchesAny([glob], id)));
}
