import { formatGenerators } from '../../arbitraries/formats.js';
import { settlingTime } from '../../checks/times.js';
import type { Config, Spending } from '../../config/config.js';
import { samplePairs } from '../../contract/items.js';
import { caseless, LEFT_OUT, lacking } from '../../judge/rulings.js';
import type { Capability } from '../../shared/model.js';
import { contextOf } from './contexts.js';
import { inIsolation } from '../../judge/isolated.js';
import { MOST_BATCHES } from './deal-flights.js';
import { SECOND_MS } from '../target/embedded.js';
import { plan, type LanePlan, type Part } from './plan.js';
import { select } from './select.js';
import { shareOf } from './share.js';
import { shardsOf } from './shards-of.js';
import type { Suite } from '../suite/suite.js';

/** What a run would send, estimated without asking the target. */
export interface Forecast {
  /** What precedes `/v1`; null for the embedded mock. */
  readonly url: string | null;
  readonly requirements: {
    readonly selected: number;
    /** Selected requirements that the target and the configuration allow to be judged. */
    readonly exercised: number;
    readonly notExercised: readonly { readonly reason: string; readonly count: number }[];
  };
  readonly lanes: readonly LaneForecast[];
  /** Approximate number of requests, including those around the cases: base bodies, reads, restoring. */
  readonly requests: number;
  readonly concurrency: number;
  /** Approximate duration if each reply takes `latencyMs`. */
  readonly times: readonly { readonly latencyMs: number; readonly seconds: number }[];
  readonly limits: Spending;
  /** The assumptions, in words. */
  readonly assumed: readonly string[];
}

/** What one service would be sent: cases by kind, see ARCHITECTURE.md. */
export interface LaneForecast {
  /** Null for a service of the embedded mock. */
  readonly serviceId: string | null;
  readonly batches: number;
  /** Cases that must not be accepted. */
  readonly violations: number;
  readonly solos: number;
  readonly afterASecond: number;
  readonly isolated: number;
  readonly forced: number;
}

const LATENCIES_MS = [20, 100];
/** A batch has its base body before it, and a read and the base body after it. */
const AROUND_BATCH = 3;
/** A flight has its baseline and a read before it. */
const AROUND_FLIGHT = 2;
/** A service is read, read, claimed and read before the cases, and read, written and read after them. */
const AROUND_SERVICE = 7;

/** Estimates what a run would send, without sending anything. */
export function forecast(suite: Suite, asked: Config): Forecast {
  const selection = select(suite.requirements, asked, suite.telling, shardsOf(suite, asked));
  const config = shareOf(asked);
  const { target } = config;
  const { backend } = suite.operation;
  const capabilities = assumedCapabilities(config);
  const serviceIds = target?.serviceIds ?? [null, null];
  const others = serviceIds.length - 1 + (target === null || target.siblingServiceId !== null ? 1 : 0);
  const contexts = serviceIds.map((serviceId, lane) =>
    contextOf(suite, config, capabilities, {
      serviceId: serviceId ?? `3f1c9d2e-0000-4000-8000-00000000000${lane}`,
      projectId: target?.projectId ?? '6e9dfd51d1124e8d8498dce894923a0d',
      lane,
      lanes: serviceIds.length,
      state: backend === null ? {} : { [backend]: `00000000-0000-4000-8000-00000000010${lane}` },
      assumed: true,
      portIds: (target?.portIds ?? SPARE_PORT_IDS).filter((_, n) => n % serviceIds.length === lane),
      takenPorts: new Set(),
      siblingPairs: lane === 0 && capabilities.has('sibling') ? samplePairs(suite.operation, 8_443) : [],
    }),
  );
  const plans = plan(suite.requirements, selection, contexts, capabilities);
  const lacks = suite.requirements
    .filter(({ id }) => selection.judged.has(id))
    .flatMap((requirement) => {
      if (selection.leftOut.has(requirement.id)) return [LEFT_OUT];
      const isDealt = plans.some(({ counts }) => counts.has(requirement.id));
      const isAsking = requirement.judged.by === 'cases' && requirement.judged.asks !== undefined;
      return lacking(requirement, capabilities) ?? (isAsking && !isDealt ? caseless(requirement) : []);
    });
  const outlooks = plans.map(outlookOf);
  const costs = outlooks.map((outlook) => costOf(outlook, others, config));
  const around = serviceIds.length * AROUND_SERVICE + (others > 0 ? 1 : 0);
  const requests = costs.reduce((sum, { side, alone }) => sum + side.requests + alone, around);
  return {
    url: target?.url ?? null,
    requirements: {
      selected: selection.judged.size,
      exercised: selection.judged.size - lacks.length,
      notExercised: [...new Set(lacks)].map((reason) => ({
        reason,
        count: lacks.filter((other) => other === reason).length,
      })),
    },
    lanes: outlooks.map(({ numbers }, n) => ({ serviceId: serviceIds[n] ?? null, ...numbers })),
    requests,
    concurrency: config.concurrency,
    times: LATENCIES_MS.map((latencyMs) => ({
      latencyMs,
      seconds: secondsFor(costs, around, latencyMs, config),
    })),
    limits: config.spending,
    assumed: [
      `GET shows the state of the services${backend === null ? '' : `, and each has a ${backend} of its own`}`,
      ...(target?.siblingServiceId == null ? [] : [`the sibling shares the first one's ${backend ?? 'resource'}`]),
      ...(target === null ? [] : ['the target cannot be told to answer with errors (R30)']),
    ],
  };
}

/** The port_ids that the embedded mock may take, see `startEmbedded`. */
const SPARE_PORT_IDS = formatGenerators.uuid.edges.map(({ text }) => text);

function assumedCapabilities({ target, concurrency }: Config): ReadonlySet<Capability> {
  const has: readonly (readonly [Capability, boolean])[] = [
    ['reads', true],
    ['concurrency', concurrency > 1],
    ['token', target === null || target.token !== null || target.tokenCommand !== undefined],
    ['aksk', target === null || target.keys !== undefined],
    ['foreign-token', target === null || target.foreignToken !== null],
    ['sibling', target === null || target.siblingServiceId !== null],
    ['other-service', target === null || target.serviceIds.length > 1 || target.siblingServiceId !== null],
    ['port-id', target === null || target.portIds.length > 0],
    ['forced-status', target === null],
    ['verbatim', true],
  ];
  return new Set(has.flatMap(([capability, offered]) => (offered ? [capability] : [])));
}

interface Cost {
  /** While the other lanes work: requests, consecutive round trips, and waits in milliseconds. */
  readonly side: { readonly requests: number; readonly steps: number; readonly waitMs: number };
  /** Consecutive requests while the other lanes stand still. */
  readonly alone: number;
}

type DealtLane = LanePlan<Iterable<Part>>;

/** What a lane is sent. Only the first of its parts is made; the others are assumed to be like it. */
interface Outlook {
  readonly numbers: Omit<LaneForecast, 'serviceId'>;
  readonly first: Part;
  readonly plan: DealtLane;
}

function outlookOf(plan: DealtLane): Outlook {
  const [first = { batches: [], solos: [] }] = plan.parts;
  const { afterASecond, isolated, forced } = plan;
  const further = new Map(plan.counts);
  for (const { testCase } of [first.batches, first.solos, afterASecond, isolated, forced].flat(2))
    further.set(testCase.requirement, (further.get(testCase.requirement) ?? 1) - 1);
  const accepting = new Set(first.solos.map(({ testCase }) => testCase.requirement));
  const made = first.batches.flat().length;
  let [solos, violations] = [first.solos.length, made];
  for (const [requirement, count] of further) {
    if (accepting.has(requirement)) solos += count;
    else violations += count;
  }
  return {
    plan,
    first,
    numbers: {
      batches: made === 0 ? 0 : Math.ceil((first.batches.length * violations) / made),
      violations,
      solos,
      afterASecond: afterASecond.length,
      isolated: isolated.length,
      forced: forced.length,
    },
  };
}

function costOf({ plan, first, numbers }: Outlook, others: number, { concurrency, target }: Config): Cost {
  const { afterASecond, isolated, forced } = plan;
  const soloRequests =
    first.solos.reduce(
      (sum, { testCase }) => sum + (testCase.prepare === null ? 0 : 1) + (testCase.shape === 'single' ? 1 : 2) + 1,
      0,
    ) +
    2 * (numbers.solos - first.solos.length);
  const afterASecondRequests = afterASecond.length === 0 ? 0 : 3 + 2 * afterASecond.length;
  const flown = numbers.violations;
  const rounds = numbers.batches * Math.ceil(flown / Math.max(numbers.batches, 1) / concurrency);
  const flights = Math.ceil(numbers.batches / MOST_BATCHES);
  const besides = AROUND_BATCH * numbers.batches + AROUND_FLIGHT * flights + soloRequests + afterASecondRequests;
  const changes = afterASecond.filter(({ testCase }) => testCase.applies.length > 0).length;
  const looks = isolated.length === 0 ? 0 : others;
  return {
    side: {
      requests: flown + besides,
      steps: rounds + besides,
      waitMs:
        afterASecond.length === 0
          ? 0
          : settlingTime(target === null ? SECOND_MS : target.secondMs) * Math.max(changes, 1),
    },
    alone:
      isolated.length +
      inIsolation(isolated).length * (2 + 2 * others) +
      2 * looks +
      forced.length +
      (forced.length === 0 ? 0 : 2),
  };
}

function secondsFor(costs: readonly Cost[], around: number, latencyMs: number, config: Config): number {
  const requests = costs.reduce((sum, { side }) => sum + side.requests, 0);
  const alone = costs.reduce((sum, cost) => sum + cost.alone, around);
  const longest = Math.max(...costs.map(({ side }) => side.steps * latencyMs + side.waitMs));
  const ms = Math.max(longest, (requests / config.concurrency) * latencyMs) + alone * latencyMs;
  const { perSecond } = config.spending;
  const paced = perSecond === null ? 0 : (requests + alone) / perSecond;
  return Math.max(Math.ceil(ms / 1_000), Math.ceil(paced));
}
