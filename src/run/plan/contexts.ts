import type * as fc from 'fast-check';
import type { Boundary, Patch, Violation } from '../../arbitraries/index.js';
import type { Config } from '../../config/config.js';
import type { Context } from '../../contract/context.js';
import type { Span } from '../../contract/span.js';
import { certainValues, onlySendable } from '../../contract/legal.js';
import { basesOf } from '../../contract/plain.js';
import { member, type JsonObject } from '../../shared/json.js';
import type { Capability } from '../../shared/model.js';
import type { StoredMember } from '../../operation/operation.js';
import { drawFrom, seedFor } from './draws.js';
import { sharedContext } from './shared-cases.js';
import type { Suite } from '../suite/suite.js';

/** Number of randomly drawn cases per requirement, by effort: of valid bodies, and of each violation. */
const drawsByEffort = {
  quick: { valid: 10, violation: 1 },
  standard: { valid: 34, violation: 3 },
  thorough: { valid: 600, violation: 60 },
} as const;

type DrawSettings = Pick<Config, 'effort' | 'cases' | 'seed' | 'readings'>;

/** What is known about a service when its cases are made. */
export interface KnownService {
  readonly serviceId: string;
  /** The ids of all known services; default none. */
  readonly knownIds?: ReadonlySet<string>;
  readonly projectId: string;
  readonly state: JsonObject;
  readonly lane: number;
  readonly lanes: number;
  readonly portIds: readonly string[];
  readonly takenPorts: ReadonlySet<number>;
  readonly siblingPairs: Context['siblingPairs'];
  /** Whether it is a placeholder: no service has been read yet. */
  readonly assumed?: boolean;
}

/** Whether a member can be put back: it shows a value, or some value means that there is none. */
function isReversible({ name, always, cleared, fallback }: StoredMember, state: JsonObject): boolean {
  return always || cleared !== undefined || fallback !== undefined || member(state, name) !== undefined;
}

/** Returns the boundaries of a place, keyword and way. Those of a place are made on first use. */
function boundariesIn(
  { generators, operation }: Pick<Suite, 'operation' | 'generators'>,
  context: () => Context,
): Context['boundaries'] {
  let at: ((pointer: string) => readonly Boundary[]) | null = null;
  const byPlace = new Map<string, readonly Boundary[]>();
  return (pointer, keyword, way) => {
    at ??= generators.boundariesAt(operation.schemas.request, certainValues(context()));
    const here = byPlace.get(pointer) ?? at(pointer);
    byPlace.set(pointer, here);
    return here.filter((boundary) => boundary.keyword === keyword && boundary.way === way);
  };
}

function seedOf({ pointer, keyword, way }: Violation, seed: number): number {
  return seedFor(seed, `${pointer} ${keyword} ${way}`);
}

/** The arbitrary and seed of random cases: of one way to break a rule, or of valid bodies. */
export function drawingOf(
  { generators }: Pick<Suite, 'generators'>,
  context: Context,
  violation: Violation | null,
  schema = context.operation.schemas.request,
): { readonly arbitrary: fc.Arbitrary<unknown>; readonly seed: number } {
  if (violation !== null) return { arbitrary: violation.arbitrary, seed: seedOf(violation, context.seed) };
  return { arbitrary: generators.valid(schema, certainValues(context)), seed: seedFor(context.seed, schema) };
}

/** Cache of the last span: all services under test break a rule in the same ways. */
const drawn = new WeakMap<
  Violation,
  { readonly seed: number; readonly from: number; readonly patches: readonly Patch[] }
>();

function drawsOf(violation: Violation, seed: number, span: Span): readonly Patch[] {
  const known = drawn.get(violation);
  if (known?.seed === seed && known.from === span.from && known.patches.length === span.to - span.from)
    return known.patches;
  const patches = drawFrom(violation.arbitrary, seedOf(violation, seed), span);
  drawn.set(violation, { seed, from: span.from, patches });
  return patches;
}

/** The context in which the cases of a service are made: the same object whenever the same is known. */
export function contextOf(
  suite: Pick<Suite, 'operation' | 'generators'>,
  { effort, cases, seed, readings }: DrawSettings,
  capabilities: ReadonlySet<Capability>,
  known: KnownService,
): Context {
  const settings = { effort, cases, seed, readings };
  return sharedContext(suite, { settings, capabilities, known }, () => made(suite, settings, capabilities, known));
}

function made(
  suite: Pick<Suite, 'operation' | 'generators'>,
  config: DrawSettings,
  capabilities: ReadonlySet<Capability>,
  known: KnownService,
): Context {
  const { generators, operation } = suite;
  const { members, stored, backend } = operation;
  const draws = drawsByEffort[config.effort];
  const text = (name: string): string | null => {
    const value = member(known.state, name);
    return typeof value === 'string' ? value : null;
  };
  const plain: Omit<Context, 'bases' | 'draws' | 'boundaries'> = {
    operation,
    generators,
    seed: config.seed,
    effort: config.effort,
    cases: config.cases ?? draws.violation,
    bodies: config.cases ?? draws.valid,
    profile: config.readings,
    capabilities,
    lane: known.lane,
    lanes: known.lanes,
    projectId: known.projectId,
    serviceId: known.serviceId,
    knownIds: known.knownIds ?? new Set(),
    portId: backend === null ? null : text(backend),
    portIds: known.portIds,
    own: Object.fromEntries(
      members
        .filter(({ certain }) => certain.some(({ known: values }) => values?.includes('own')))
        .flatMap(({ name }): [string, string][] => {
          const value = text(name);
          return value === null ? [] : [[name, value]];
        }),
    ),
    irreversible: new Set(
      known.assumed === true ? [] : stored.filter((one) => !isReversible(one, known.state)).map(({ name }) => name),
    ),
    shown: known.state,
    takenPorts: known.takenPorts,
    siblingPairs: known.siblingPairs,
    drawsOf: (violation, span) => drawsOf(violation, config.seed, span),
  };
  const context: Context = {
    ...plain,
    bases: [],
    boundaries: boundariesIn(suite, () => context),
    draws: (schema, span) => {
      const { arbitrary, seed } = drawingOf(suite, context, null, schema);
      const values = drawFrom(arbitrary, seed, span) as JsonObject[];
      return values.map((value) => onlySendable(value, context));
    },
  };
  const names = members.map(({ name }) => name);
  const rows = generators.pairwise(operation.schemas.request).map((row) => names.filter((name) => row.includes(name)));
  return { ...context, bases: basesOf(context, rows) };
}
