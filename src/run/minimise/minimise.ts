import { isUtf8 } from 'node:buffer';
import { isObject, member, serialize, type Json, type JsonObject } from '../../shared/json.js';
import type { CaseSession } from '../../judge/case-session.js';
import type { Purpose } from '../../judge/purpose.js';
import { applySteps } from '../../judge/apply-steps.js';
import { hasOwnState, stepsTo } from '../../judge/prepared.js';
import { fire, bodyOf } from '../../judge/fire.js';
import { Ledger, type Breach, type Tally } from '../../judge/ledger.js';
import { solo } from '../../judge/solo.js';
import { conflictKey } from '../../contract/items.js';
import type { Case } from '../../contract/case.js';
import type { Finding } from '../../shared/model.js';
import { packed } from '../../contract/sent.js';
import { openBy } from '../../contract/openness.js';
import type { Lane } from '../lanes/lane.js';
import { minimiseDrawn, originOf, withBody, type DrawnTrial } from './minimise-drawn.js';
import type { Suite } from '../suite/suite.js';

/** Maximum number of requests to shrink a drawn body, and to take a body apart. */
const SENDINGS = { drawn: 20, drawnApart: 10, apart: 40 } as const;
/** Maximum number of failures to minimise. */
const FAILURES = 40;

/** Looks for a smaller body that fails in the same way, for the first failure of each requirement. */
export async function minimiseAll(lane: Lane, suite: Suite, judged: ReadonlySet<string>): Promise<void> {
  const { session } = lane;
  let left = FAILURES;
  for (const { id } of suite.requirements) {
    if (!judged.has(id)) continue;
    const tally = session.env.ledger.of(id);
    const [breach] = tally.breaches;
    if (breach?.purpose.serviceId !== session.service.id || tally.broke || left === 0) continue;
    const { testCase } = breach.purpose;
    if (testCase === null || !isReducible(testCase, breach)) continue;
    if (testCase.requirement !== id && !id.startsWith('effect/')) continue;
    left -= 1;
    const smaller = await minimise(lane, suite, id, testCase, breach);
    if (smaller !== null) tally.minimal = minimalOf(smaller, session.baseline);
  }
}

/** The minimal body of a smaller case; null if its bytes are not text. */
function minimalOf({ body, prepare }: Case, baseline: JsonObject): Tally['minimal'] {
  const bytes = Buffer.from(body ?? '', 'base64');
  return isUtf8(bytes) ? { body: bytes.toString('utf8'), from: prepare === 'baseline' ? baseline : null } : null;
}

/** Whether the body of a case can be minimised: the failure must not be due to an earlier update. */
function isReducible(testCase: Case, { exchanges }: Breach): boolean {
  return (
    exchanges.some(({ role }) => role === 'case') &&
    ['single', 'twice'].includes(testCase.shape) &&
    testCase.raw === null &&
    testCase.expect.forces === null &&
    isObject(bodyOf(testCase))
  );
}

/** A smaller case that fails in the same way; null if there is none. */
async function minimise(
  lane: Lane,
  suite: Suite,
  requirement: string,
  original: Case,
  breach: Breach,
): Promise<Case | null> {
  const trial = trialOf(lane, suite, requirement, original, breach);
  const drawn = originOf(suite, lane, original);
  if (drawn === null) return takeApart({ ...trial, sendings: SENDINGS.apart });
  const smaller = await minimiseDrawn(drawn, { ...trial, sendings: SENDINGS.drawn });
  // fast-check shrinks within what it drew: a text of a drawn length, for instance.
  const apart = await takeApart({ ...trial, original: smaller ?? original, sendings: SENDINGS.drawnApart });
  return apart ?? smaller;
}

function trialOf(
  lane: Lane,
  suite: Suite,
  requirement: string,
  original: Case,
  breach: Breach,
): Omit<DrawnTrial, 'sendings'> {
  const label = labelOf(suite, lane, bodyOf(original));
  // For a valid body, most smaller draws result in a body that was seen before.
  const known = new Map<string, boolean>();
  return {
    operation: suite.operation,
    original,
    // Cases that are judged by the answer alone can be tried concurrently.
    width:
      original.applies.length === 0 && requirement === original.requirement && !original.expect.conflict
        ? lane.session.env.concurrency
        : 1,
    alike: (body) => {
      const text = packed(body);
      let alike = known.get(text);
      if (alike === undefined) {
        const smaller = bodyOf({ ...original, body: text });
        alike = labelOf(suite, lane, smaller) === label && collides(original, smaller, lane);
        known.set(text, alike);
      }
      return alike;
    },
    fails: (testCase) => stillFails(lane.session, testCase, requirement, breach),
  };
}

/** Takes a body apart, member by member, as long as the remainder fails. */
async function takeApart({
  operation,
  original,
  sendings: most,
  alike,
  fails: stillFailing,
}: DrawnTrial): Promise<Case | null> {
  const body = bodyOf(original);
  // A body that no serializer writes (-0, 1e400) would not survive being taken apart.
  if (!isObject(body) || JSON.stringify(body) !== Buffer.from(original.body ?? '', 'base64').toString('utf8'))
    return null;
  let sendings = 0;
  let best = body;
  const fails = async (candidate: JsonObject): Promise<boolean> => {
    if (sendings >= most || !alike(serialize(candidate))) return false;
    sendings += 1;
    return stillFailing(withBody(operation, original, serialize(candidate)));
  };
  let smaller = true;
  while (smaller && sendings < most) {
    smaller = false;
    for (const candidate of reductions(best)) {
      if (await fails(candidate)) {
        best = candidate;
        smaller = true;
        break;
      }
      if (sendings >= most) break;
    }
  }
  if (best === body && !(await fails(body))) return null;
  return withBody(operation, original, serialize(best));
}

/** The violations of a body, as a label; a smaller body must have the same. */
function labelOf(suite: Suite, { context }: Lane, body: Json | undefined): string {
  const component = suite.operation.schemas.request;
  const errors = suite.validator.validate(component, body);
  if (errors.length === 0) return `valid ${isObject(body) ? (openBy(body, context) ?? '') : ''}`;
  return [...new Set(errors.map(({ pointer, keyword }) => `${pointer.replace(/\/\d+/g, '/*')} ${keyword}`))]
    .sort()
    .join();
}

/** Whether a body still conflicts with another service (R19): otherwise it need not be refused. */
function collides({ expect }: Case, body: Json | undefined, { context }: Lane): boolean {
  const { conflict } = context.operation;
  if (!expect.conflict || conflict === null) return true;
  const items = isObject(body) ? member(body, conflict.member) : undefined;
  const held = new Set(context.siblingPairs.map((pair) => conflictKey(conflict, pair)));
  return Array.isArray(items) && (items as readonly Json[]).some((item) => held.has(conflictKey(conflict, item)));
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

/** Whether two breaches are alike: at the same place, or by the same answer. */
function isAlike(one: readonly Finding[], other: readonly Finding[]): boolean {
  const placeOf = ({ pointer }: Finding): string | undefined => pointer?.replace(/\/\d+/g, '/*');
  const answerOf = ({ received }: Finding): string => received.split(' ')[0] ?? '';
  return one.some((a) =>
    other.some((b) => placeOf(a) === placeOf(b) && (a.pointer !== undefined || answerOf(a) === answerOf(b))),
  );
}

async function stillFails(
  session: CaseSession,
  testCase: Case,
  requirement: string,
  original: Pick<Breach, 'findings'>,
): Promise<boolean> {
  const ledger = new Ledger({ ids: session.env.ledger.ids });
  const trial = session.within({ ...session.env, ledger });
  const purpose: Purpose<Case> = { order: 'minimising', testCase, serviceId: session.service.id };
  if (testCase.applies.length > 0) await solo(trial, purpose);
  else {
    // A conflict, like anything that depends on the state of a case, occurs only in that state (R19).
    if (
      (testCase.expect.conflict || hasOwnState(testCase)) &&
      !(await applySteps(trial, stepsTo(testCase, session.baseline), { ...purpose, order: 0 }))
    )
      return false;
    const { ruling } = await fire(trial, purpose);
    if (ruling.kind === 'violates' && requirement === testCase.requirement)
      return isAlike(original.findings, [ruling.finding]);
  }
  const shown = ledger.of(requirement).breaches;
  // What an earlier update already shows is not due to this one.
  return (
    shown.every(({ exchanges }) => exchanges.some(({ role }) => role === 'case')) &&
    shown.some(({ findings }) => isAlike(original.findings, findings))
  );
}
