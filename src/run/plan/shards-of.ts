import { formatGenerators } from '../../arbitraries/formats.js';
import type { Config } from '../../config/config.js';
import { casesOf } from '../../contract/cases-of.js';
import { samplePairs } from '../../contract/items.js';
import type { Case } from '../../contract/case.js';
import type { Requirement } from '../../contract/requirement.js';
import { everyCapability } from '../../shared/model.js';
import { contextOf } from './contexts.js';
import type { Suite } from '../suite/suite.js';

/** Round trips of a change that needs a second without a write, most of which passes while others are sent. */
const AFTER_A_SECOND = 12;
/** Share of a round trip that a case takes when sent alongside others. */
const BESIDE_OTHERS = 1 / 16;

/**
 * The shard, from 1, that judges each requirement by cases: always the same one, whatever is selected. What needs a
 * second service or a backend goes to a shard that has them, and everything else to the shard that lets all end
 * together.
 */
export function shardsOf(
  { requirements, ...suite }: Pick<Suite, 'operation' | 'generators' | 'requirements'>,
  { shard, target, readings }: Pick<Config, 'shard' | 'target' | 'readings'>,
): ReadonlyMap<string, number> {
  if (shard === null) return new Map();
  const context = standIn(suite, readings);
  const load = Array.from({ length: shard.count }, () => 0);
  const all = requirements.flatMap((requirement) =>
    requirement.judged.by === 'cases'
      ? [{ requirement, weight: sum(casesOf(requirement, context).map(roundTrips)), able: ableAmong(requirement) }]
      : [],
  );
  function ableAmong({ needs }: Requirement): number {
    if (target === null) return load.length;
    if (needs.includes('sibling') || needs.includes('other-service')) return 1;
    return needs.includes('port-id') ? Math.max(Math.min(target.portIds.length, load.length), 1) : load.length;
  }
  // What only some shards can take comes first, then the heaviest: each goes to the shard that has least to do.
  const inOrder = all.toSorted((a, b) => a.able - b.able || b.weight - a.weight);
  return new Map(
    inOrder.map(({ requirement, weight, able }) => {
      const least = load.indexOf(Math.min(...load.slice(0, able)));
      load[least] = (load[least] ?? 0) + weight;
      return [requirement.id, least + 1];
    }),
  );
}

/** A context in which every case can be made, the same on all machines. */
function standIn(suite: Pick<Suite, 'operation' | 'generators'>, readings: Config['readings']) {
  const { backend } = suite.operation;
  const [own = '', spare = ''] = formatGenerators.uuid.edges.map(({ text }) => text);
  return contextOf(suite, { effort: 'standard', cases: null, seed: 0, readings }, new Set(everyCapability), {
    serviceId: own,
    projectId: own,
    lane: 0,
    lanes: 1,
    state: backend === null ? {} : { [backend]: own },
    assumed: true,
    portIds: [spare],
    takenPorts: new Set(),
    siblingPairs: samplePairs(suite.operation, 8_443),
  });
}

/** About how many answers a case waits for, one after the other. */
function roundTrips(made: Case | null): number {
  if (made === null) return 0;
  const { shape, applies, prepare } = made;
  if (applies.length === 0 && shape !== 'followed') return BESIDE_OTHERS;
  const waits = shape === 'after-a-second' ? AFTER_A_SECOND : 0;
  return 2 + waits + (prepare === null ? 0 : 1) + (shape === 'twice' || shape === 'isolated' ? 1 : 0);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
