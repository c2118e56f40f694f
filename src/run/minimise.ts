import { isObject, serialize, type Json, type JsonObject } from '../json.js';
import type { Bench } from '../judge/bench.js';
import { fire, bodyOf } from '../judge/fire.js';
import { Ledger, type Evidence } from '../judge/ledger.js';
import { solo } from '../judge/solo.js';
import type { Probe } from '../contract/probe.js';
import { knownMembers, packed } from '../contract/sent.js';
import { openBy } from '../contract/openness.js';
import type { Lane } from './lane.js';
import type { Suite } from './suite.js';

/** How many requests the search for one smaller body may take, and how many failures are minimised at all. */
const SENDINGS = 40;
const FAILURES = 40;

/** Looks for a smaller body that fails in the same way, for the first failure of each requirement. */
export async function minimiseAll(lane: Lane, suite: Suite, judged: ReadonlySet<string>): Promise<void> {
  const { bench } = lane;
  let left = FAILURES;
  for (const { id } of suite.requirements) {
    if (!judged.has(id)) continue;
    const tally = bench.env.ledger.of(id);
    const [evidence] = tally.evidence;
    if (evidence === undefined || evidence.serviceId !== bench.service.id || tally.broke || left === 0) continue;
    if (!isReducible(evidence) || (evidence.probe?.requirement !== id && !id.startsWith('effect/'))) continue;
    left -= 1;
    const probe = await minimise(lane, suite, id, evidence);
    if (probe !== null) tally.minimal = new TextDecoder().decode(Buffer.from(probe.body ?? '', 'base64'));
  }
}

function isReducible({ probe }: Evidence): boolean {
  return (
    probe !== null &&
    ['single', 'twice'].includes(probe.shape) &&
    probe.raw === null &&
    probe.expect.forces === null &&
    isObject(bodyOf(probe))
  );
}

async function minimise(lane: Lane, suite: Suite, requirement: string, evidence: Evidence): Promise<Probe | null> {
  const original = evidence.probe;
  if (original === null) return null;
  const body = bodyOf(original);
  // A body that no serializer writes (-0, 1e400) would not survive being taken apart.
  if (!isObject(body) || JSON.stringify(body) !== Buffer.from(original.body ?? '', 'base64').toString('utf8'))
    return null;
  let sendings = 0;
  let best = body;
  const label = labelOf(suite, lane, body);
  const fails = async (candidate: JsonObject): Promise<boolean> => {
    if (sendings >= SENDINGS || labelOf(suite, lane, candidate) !== label) return false;
    sendings += 1;
    return stillFails(lane.bench, withBody(original, candidate), requirement);
  };
  let smaller = true;
  while (smaller && sendings < SENDINGS) {
    smaller = false;
    for (const candidate of reductions(best)) {
      if (await fails(candidate)) {
        best = candidate;
        smaller = true;
        break;
      }
      if (sendings >= SENDINGS) break;
    }
  }
  return withBody(original, best);
}

function withBody(probe: Probe, body: JsonObject): Probe {
  return {
    ...probe,
    body: packed(serialize(body)),
    applies: probe.applies.length > 0 ? [knownMembers(body)] : [],
    prepare: probe.applies.length > 0 ? 'rest' : null,
  };
}

/** What is wrong with a body, or that nothing is: a smaller one must be just as wrong. */
function labelOf(suite: Suite, { context }: Lane, body: JsonObject): string {
  const component = 'UpdateEndpointServiceRequestBody';
  const errors = [...suite.validator.validate(component, body), ...suite.rules.check(component, body)];
  if (errors.length === 0) return `valid ${openBy(body, context) ?? ''}`;
  return [...new Set(errors.map(({ pointer, keyword }) => `${pointer.replace(/\/\d+/g, '/*')} ${keyword}`))]
    .sort()
    .join();
}

/** Smaller bodies, the smallest first: members left out, lists and texts cut. */
function* reductions(body: JsonObject): Generator<JsonObject> {
  for (const name of Object.keys(body)) {
    if (Object.keys(body).length > 2) yield Object.fromEntries(Object.entries(body).filter(([n]) => n === name));
  }
  for (const name of Object.keys(body)) yield Object.fromEntries(Object.entries(body).filter(([n]) => n !== name));
  for (const [name, value] of Object.entries(body)) {
    for (const cut of cuts(value)) yield { ...body, [name]: cut };
  }
}

function cuts(value: Json): Json[] {
  if (typeof value === 'string' && value.length > 1) {
    const half = Math.ceil(value.length / 2);
    return [value.slice(0, half), value.slice(half), value.slice(0, -1), value.slice(1)];
  }
  if (Array.isArray(value) && value.length > 1) {
    const items = value as readonly Json[];
    const half = Math.ceil(items.length / 2);
    const few = items.length <= 6 ? items.map((_, n) => items.filter((__, i) => i !== n)) : [];
    return [items.slice(0, half), items.slice(half), ...few];
  }
  return [];
}

async function stillFails(bench: Bench, probe: Probe, requirement: string): Promise<boolean> {
  const ledger = new Ledger();
  const trial = bench.within({ ...bench.env, ledger });
  const placed = { probe, order: Number.MAX_SAFE_INTEGER };
  if (probe.applies.length > 0) await solo(trial, placed);
  else {
    const { ruling } = await fire(trial, placed);
    if (ruling.kind === 'violates' && requirement === probe.requirement) return true;
  }
  return ledger.of(requirement).failed > 0;
}
