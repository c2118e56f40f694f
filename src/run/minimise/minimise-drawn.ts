import { isObject, serialize, type Draft, type Json } from '../../shared/json.js';
import type { Case } from '../../contract/case.js';
import type { Origin } from '../../contract/requirement.js';
import type { Operation } from '../../operation/operation.js';
import { knownMembers, packed } from '../../contract/sent.js';
import { drawingOf } from '../plan/contexts.js';
import { drawFrom } from '../plan/draws.js';
import type { Lane } from '../lanes/lane.js';
import { search, type Search } from './search.js';
import type { Suite } from '../suite/suite.js';

/** What the search for a smaller body needs. */
export interface DrawnTrial {
  readonly operation: Operation;
  /** The failing case. */
  readonly original: Case;
  /** Maximum number of requests. */
  readonly sendings: number;
  /** Maximum number of bodies tried at once. */
  readonly width: number;
  /** Whether a body has the same violations as the original: what is wrong with it must not change on the way. */
  readonly alike: (body: Uint8Array) => boolean;
  /** Sends a case and returns whether it fails in the same way. */
  readonly fails: (testCase: Case) => Promise<boolean>;
}

/** A drawn case, and the arbitrary that it was drawn from. */
interface DrawnCase {
  readonly origin: Origin;
  readonly drawing: Pick<Search<unknown>, 'arbitrary' | 'seed'>;
}

/** How a case was drawn; null for one that is listed, or was drawn with another seed. */
export function originOf(suite: Suite, { context }: Lane, testCase: Case): DrawnCase | null {
  const judged = suite.requirements.find(({ id }) => id === testCase.requirement)?.judged;
  const origin = judged?.by === 'cases' ? (judged.given.origin?.(context, testCase.index) ?? null) : null;
  if (origin === null) return null;
  const drawing = drawingOf(suite, context, origin.violation);
  const [value] = drawFrom(drawing.arbitrary, drawing.seed, { from: origin.nth, to: origin.nth + 1 });
  return packed(serialize(origin.body(value))) === testCase.body ? { origin, drawing } : null;
}

/**
 * Lets fast-check shrink a drawn body the way it was drawn. A violation is tried first on a base body that
 * holds nothing else; for a valid body, the members that the failure does not need are left out first. Null if no
 * smaller one is found.
 */
export async function minimiseDrawn(drawn: DrawnCase, trial: DrawnTrial): Promise<Case | null> {
  const { alone, body: asSent } = drawn.origin;
  if (alone !== null) {
    return (await shrink(drawn, trial, alone)) ?? (await shrink(drawn, trial, asSent));
  }
  const limited = limitedTrial(trial);
  const needed = await neededMembers(limited);
  return shrink(drawn, limited, (value) => pick(asSent(value), (name) => needed.has(name)));
}

/** The same trial with a cache of bodies and a limit of requests; correct only if bodies are sent one by one. */
function limitedTrial(trial: DrawnTrial): DrawnTrial {
  const known = new Map<string, Promise<boolean>>();
  let left = trial.sendings;
  const fails = (testCase: Case): Promise<boolean> => {
    const before = known.get(testCase.body ?? '');
    if (before !== undefined) return before;
    left -= 1;
    const outcome = left < 0 ? Promise.resolve(false) : trial.fails(testCase);
    known.set(testCase.body ?? '', outcome);
    return outcome;
  };
  return { ...trial, fails };
}

async function shrink(
  { origin: { nth, alone }, drawing }: DrawnCase,
  { operation, original, sendings, width, alike, fails }: DrawnTrial,
  body: (value: unknown) => Draft,
): Promise<Case | null> {
  const found = await search({
    ...drawing,
    numRuns: nth + 1,
    from: nth,
    width,
    // For a valid body, most smaller values result in a body that was tried before.
    shrinks: alone === null ? 50 * sendings : sendings,
    admits: (value) => alike(serialize(body(value))),
    fails: (value) => {
      const bytes = serialize(body(value));
      return alike(bytes) ? fails(withBody(operation, original, bytes)) : Promise.resolve(false);
    },
  });
  const smallest = found?.counterexample ?? null;
  return smallest === null ? null : withBody(operation, original, serialize(body(smallest[0])));
}

/** The members of a valid body that its failure needs: a single one if that is enough. */
async function neededMembers({ operation, original, alike, fails }: DrawnTrial): Promise<ReadonlySet<string>> {
  const whole = JSON.parse(Buffer.from(original.body ?? '', 'base64').toString('utf8')) as Draft;
  const names = Object.keys(whole as object);
  const failsWith = async (members: ReadonlySet<string>): Promise<boolean> => {
    const bytes = serialize(pick(whole, (name) => members.has(name)));
    return alike(bytes) && fails(withBody(operation, original, bytes));
  };
  for (const name of names) {
    if (names.length > 1 && (await failsWith(new Set([name])))) return new Set([name]);
  }
  const needed = new Set(names);
  for (const name of names) {
    needed.delete(name);
    if (!(await failsWith(needed))) needed.add(name);
  }
  return needed;
}

function pick(body: Draft, wanted: (name: string) => boolean): Draft {
  return isObject(body) ? Object.fromEntries(Object.entries(body).filter(([name]) => wanted(name))) : body;
}

/** The same case with another body. */
export function withBody(operation: Operation, testCase: Case, body: Uint8Array): Case {
  const accepted = testCase.applies.length > 0;
  return {
    ...testCase,
    body: packed(body),
    applies: accepted ? [knownMembers(operation, JSON.parse(new TextDecoder().decode(body)) as Json)] : [],
    prepare: testCase.prepare ?? (accepted || testCase.expect.conflict ? 'baseline' : null),
  };
}
