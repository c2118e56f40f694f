import type { Boundary, Patch, Violation } from '../arbitraries/index.js';
import type { Config } from '../config.js';
import type { Context } from '../contract/context.js';
import { certainValues, sendableMembers, twinsOf } from '../contract/legal.js';
import { requestMembers } from '../contract/openness.js';
import { member, type JsonObject } from '../json.js';
import type { Capability } from '../model.js';
import { drawFrom, seedFor } from './draws.js';
import type { Suite } from './suite.js';

/** Randomly drawn cases per requirement, by effort: of valid bodies, and of each violation. */
const drawsByEffort = {
  quick: { valid: 10, violation: 1 },
  standard: { valid: 60, violation: 3 },
  thorough: { valid: 600, violation: 60 },
} as const;

/** What is known of a service when its cases are made. */
export interface Known {
  readonly serviceId: string;
  readonly projectId: string;
  readonly state: JsonObject;
  readonly lane: number;
  readonly lanes: number;
  readonly portIds: readonly string[];
  readonly takenPorts: ReadonlySet<number>;
  readonly siblingPairs: Context['siblingPairs'];
}

function listBoundaries({ generators }: Suite, context: Context): ReadonlyMap<string, readonly Boundary[]> {
  const listed = new Map<string, Boundary[]>();
  for (const boundary of generators.boundaries('UpdateEndpointServiceRequestBody', certainValues(context))) {
    const key = `${boundary.pointer} ${boundary.keyword} ${boundary.way}`;
    const same = listed.get(key);
    if (same === undefined) listed.set(key, [boundary]);
    else same.push(boundary);
  }
  return listed;
}

/** The services under test break one rule in the same ways: these are drawn once. */
const drawn = new WeakMap<Violation, { readonly seed: number; readonly patches: readonly Patch[] }>();

function drawsOf(violation: Violation, seed: number, count: number): readonly Patch[] {
  const known = drawn.get(violation);
  if (known?.seed === seed && known.patches.length === count) return known.patches;
  const { pointer, keyword, way, arbitrary } = violation;
  const patches = drawFrom(arbitrary, seedFor(seed, `${pointer} ${keyword} ${way}`), count);
  drawn.set(violation, { seed, patches });
  return patches;
}

/** The context in which the cases of one service are made. */
export function contextOf(suite: Suite, config: Config, capabilities: ReadonlySet<Capability>, known: Known): Context {
  const { generators } = suite;
  const draws = drawsByEffort[config.effort];
  const text = (name: string): string | null => {
    const value = member(known.state, name);
    return typeof value === 'string' ? value : null;
  };
  const plain: Omit<Context, 'twins' | 'draws' | 'boundaries'> = {
    generators,
    seed: config.seed,
    effort: config.effort,
    cases: config.cases ?? draws.violation,
    profile: config.readings,
    capabilities,
    lane: known.lane,
    lanes: known.lanes,
    projectId: known.projectId,
    serviceId: known.serviceId,
    portId: text('port_id'),
    portIds: known.portIds,
    vipPortId: text('vip_port_id'),
    takenPorts: known.takenPorts,
    siblingPairs: known.siblingPairs,
    drawsOf: (violation: Violation, count: number) => drawsOf(violation, config.seed, count),
  };
  let listed: ReadonlyMap<string, readonly Boundary[]> | null = null;
  const context: Context = {
    ...plain,
    twins: [],
    boundaries: (pointer, keyword, way) =>
      (listed ??= listBoundaries(suite, context)).get(`${pointer} ${keyword} ${way}`) ?? [],
    draws: (schema) => {
      const narrowed = generators.valid('UpdateEndpointServiceRequestBody', certainValues(context));
      const values = drawFrom(
        narrowed,
        seedFor(config.seed, schema),
        config.cases ?? draws.valid,
      ) as unknown as JsonObject[];
      const sendable = sendableMembers(context);
      return values.map((value) => only(value, sendable));
    },
  };
  const rows = generators
    .pairwise('UpdateEndpointServiceRequestBody')
    .map((row) => requestMembers.filter((name) => row.includes(name)));
  return { ...context, twins: twinsOf(context, rows) };
}

function only(body: JsonObject, members: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => members.has(name)));
}
