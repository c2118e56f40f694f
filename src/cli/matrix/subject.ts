import { matchesAny } from '../../shared/glob.js';
import { faults, variants } from '../../mock/index.js';
import { combinations } from './combinations.js';

/** A fault of the mock, or a conforming variant of it, or several of one kind at once, joined by `+` in the id. */
export interface Subject {
  readonly kind: 'fault' | 'variant';
  readonly id: string;
  readonly says: string;
  /** Globs that match requirements; for each, at least one of them must catch the fault. Empty for a variant. */
  readonly caughtBy: readonly string[];
}

/** Returns every fault and variant of the mock, and those that are judged together. */
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

/** Whether the failed requirements prove that a fault was caught where it must be. */
export function isCaught({ caughtBy }: Subject, failed: readonly string[]): boolean {
  return caughtBy.every((glob) => failed.some((id) => matchesAny([glob], id)));
}
