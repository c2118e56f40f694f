import type { Config } from '../config.js';
import { shardName } from '../config/parse-shard.js';
import type { Context } from '../contract/context.js';
import type { Probe } from '../contract/probe.js';
import type { Case, Requirement } from '../contract/requirement.js';
import { UserError } from '../errors.js';
import { isChosen, matchesAny } from '../glob.js';
import type { Placed } from '../judge/flock.js';
import { lacking } from '../judge/rulings.js';
import type { Capability } from '../model.js';
import { loosens } from '../readings.js';
import { shardOf } from './share.js';

/** The work of one lane, in the order in which it is done. */
export interface LanePlan {
  /** Probes that must not be accepted, by the base body that they fly around. */
  readonly flocks: readonly (readonly Placed[])[];
  /** Probes that may be accepted. */
  readonly solos: readonly Placed[];
  readonly later: readonly Placed[];
  readonly isolated: readonly Placed[];
  readonly forced: readonly Placed[];
}

/** Cases of one requirement lie so far apart in order from those of the next. */
const STRIDE = 100_000;

/** Flocks are about so large: one read proves that nothing changed, and a culprit is looked for among so many. */
const FLOCK = 256;

/** At most so many cases of one requirement, by effort. */
const most = { quick: 3, standard: Infinity, thorough: Infinity } as const;

/** Which requirements are judged, and which only carry what others watch. */
export interface Selection {
  readonly judged: ReadonlySet<string>;
  readonly sent: ReadonlySet<string>;
  /** What is selected and judged by another shard, and which one: `shard 2/3`. */
  readonly elsewhere: ReadonlyMap<string, string>;
}

/**
 * Selects requirements by `--only` and `--skip`, and the carriers of those that only watch.
 *
 * @throws UserError where they leave none
 */
export function select(
  requirements: readonly Requirement[],
  choice: Pick<Config, 'only' | 'skip' | 'shard' | 'target'>,
): Selection {
  const { skip } = choice;
  const judged = requirements.filter(({ id }) => isChosen(id, choice));
  if (judged.length === 0) {
    throw new UserError(
      'no requirement is selected',
      'See `vpcep-contract list` for the ids that --only and --skip can name.',
    );
  }
  const carriers = [...new Set(judged.flatMap(({ judged: by }) => (by.by === 'watching' ? by.carriers : [])))];
  const sent = requirements.filter(
    (requirement) =>
      requirement.judged.by === 'cases' &&
      (judged.includes(requirement) ||
        (judged.length < requirements.length &&
          matchesAny(carriers, requirement.id) &&
          !matchesAny(skip, requirement.id))),
  );
  const elsewhere = judgedElsewhere(requirements, choice);
  const own = (of: readonly Requirement[]) => of.map(({ id }) => id).filter((id) => !elsewhere.has(id));
  return {
    judged: new Set(own(judged)),
    sent: new Set(own(sent)),
    elsewhere: new Map([...elsewhere].filter(([id]) => isChosen(id, choice))),
  };
}

/** What is judged by cases falls to one shard; what is judged by watching is watched by all. */
function judgedElsewhere(
  requirements: readonly Requirement[],
  { shard, target }: Pick<Config, 'shard' | 'target'>,
): Map<string, string> {
  if (shard === null) return new Map();
  return new Map(
    requirements.flatMap((requirement, ordinal): [string, string][] => {
      if (requirement.judged.by !== 'cases') return [];
      const index = shardOf(requirement, ordinal, { shard, target });
      return index === shard.index ? [] : [[requirement.id, `shard ${shardName({ ...shard, index })}`]];
    }),
  );
}

/** Deals the probes of the selected requirements to the lanes: always in the same way. */
export function plan(
  requirements: readonly Requirement[],
  selection: Selection,
  contexts: readonly Context[],
  capabilities: ReadonlySet<Capability>,
): LanePlan[] {
  const lanes = contexts.map(emptyLane);
  requirements.forEach((requirement, ordinal) => {
    const { judged } = requirement;
    if (judged.by !== 'cases' || !selection.sent.has(requirement.id)) return;
    if (lacking(requirement, capabilities) !== null) return;
    const { loosenedBy } = requirement;
    if (loosenedBy !== null && contexts.some(({ profile }) => loosens(profile, loosenedBy))) return;
    const cases = contexts.map((context) => judged.cases(context));
    const isAlone = (index: number): boolean => cases.filter((own) => (own[index] ?? null) !== null).length === 1;
    for (const [n, context] of contexts.entries()) {
      for (const [index, made] of (cases[n] ?? []).entries()) {
        const lane = lanes[n];
        if (index >= most[context.effort]) break;
        if (made === null || lane === undefined) continue;
        const turn = { ordinal, index, alone: isAlone(index) };
        if (!isDealt(requirement, made, turn, context)) continue;
        const probe: Probe = { ...made, requirement: requirement.id, index };
        place(lane, { probe, order: ordinal * STRIDE + index * contexts.length + n });
      }
    }
  });
  return lanes.map(({ flocks, ...rest }) => ({
    ...rest,
    flocks: [...flocks.values()].flatMap((probes) => chunks(probes)),
  }));
}

/**
 * Whether a case belongs to a service. Cases are dealt in turn, so that a fault of one service alone is seen; what must
 * keep its order, or rests on what only one service has, stays together. A case that only one service can make is its own.
 */
function isDealt(
  requirement: Requirement,
  made: Case,
  { ordinal, index, alone }: { readonly ordinal: number; readonly index: number; readonly alone: boolean },
  { lane, lanes }: Context,
): boolean {
  if (made.twin !== null) return index % lanes === lane;
  if (alone) return true;
  // The sibling shares the port_id of the first service.
  if (requirement.needs.includes('sibling')) return lane === 0;
  // Each service moves to the ids that were dealt to it, and back.
  if (requirement.needs.includes('port-id')) return true;
  // Each change needs a second of its own, so no lane takes more of them than it must.
  if (made.shape === 'later') return index % lanes === lane;
  if (made.expect.forces !== null) return lane === lanes - 1;
  return (ordinal + index) % lanes === lane;
}

/** A plan of one case: on the service that it was recorded on, or on the first where that is not under test. */
export function planOne(
  { probe, serviceId }: { readonly probe: Probe; readonly serviceId: string },
  contexts: readonly Context[],
): LanePlan[] {
  const at = Math.max(
    contexts.findIndex((context) => context.serviceId === serviceId),
    0,
  );
  return contexts.map((_, n) => {
    const lane = emptyLane();
    if (n === at) place(lane, { probe, order: probe.index });
    return { ...lane, flocks: [...lane.flocks.values()] };
  });
}

type Filling = {
  flocks: Map<string, Placed[]>;
  solos: Placed[];
  later: Placed[];
  isolated: Placed[];
  forced: Placed[];
};

function emptyLane(): Filling {
  return { flocks: new Map(), solos: [], later: [], isolated: [], forced: [] };
}

/** Puts a probe where it belongs. */
function place(lane: Filling, placed: Placed): void {
  const { probe } = placed;
  if (probe.expect.forces !== null) lane.forced.push(placed);
  else if (probe.shape === 'later') lane.later.push(placed);
  else if (probe.shape === 'isolated') lane.isolated.push(placed);
  else if (probe.applies.length > 0) lane.solos.push(placed);
  else {
    const key = String(probe.twin ?? 0);
    const flock = lane.flocks.get(key);
    if (flock === undefined) lane.flocks.set(key, [placed]);
    else flock.push(placed);
  }
}

/** Flocks of about the same size. */
function chunks(probes: readonly Placed[]): Placed[][] {
  const count = Math.max(Math.round(probes.length / FLOCK), 1);
  const size = Math.ceil(probes.length / count);
  return Array.from({ length: count }, (_, n) => probes.slice(n * size, (n + 1) * size));
}
