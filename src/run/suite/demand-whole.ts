import { casesOf } from '../../contract/cases-of.js';
import { DocumentFault } from '../../shared/errors.js';
import { envelopeRequirement, UNLISTED_ENVELOPE } from '../../checks/envelope.js';
import { oneRecord } from '../../checks/one-record.js';
import { identityRequirements } from '../../checks/reply.js';
import { timeRequirements } from '../../checks/times.js';
import { breachesOf } from '../../contract/parameters.js';
import { openBy } from '../../contract/openness.js';
import { sendableMembers } from '../../contract/legal.js';
import { plainBody } from '../../contract/plain.js';
import type { Context } from '../../contract/context.js';
import { mostCases, type Requirement } from '../../contract/requirement.js';
import { matchesAny } from '../../shared/glob.js';
import { member, type JsonObject } from '../../shared/json.js';
import type { BaseProfile } from '../../shared/model.js';
import { contextOf } from '../plan/contexts.js';
import type { Suite } from './suite.js';

/**
 * Checks a suite against what follows from its operation: every requirement that follows from a member's role, a rule
 * of the request or a constraint of the reply must exist and be able to have cases. A suite without one would silently
 * judge less.
 *
 * @throws DocumentFault that names the member, or the place, and what is missing
 */
export function demandWhole(suite: Suite): void {
  const byId = new Map(suite.requirements.map((one) => [one.id, one]));
  const contexts = (['document', 'production'] as const).map((profile) => anyService(suite, profile));
  for (const { name } of suite.operation.members) demandValues(name, suite, contexts);
  for (const id of judgedAlways(suite)) demandJudged(id, suite.operation.id, byId, suite.requirements);
  for (const [id, member] of followingFromRoles(suite)) demandJudged(id, member, byId, suite.requirements);
  for (const context of contexts) demandCarried(suite, byId, context);
  for (const { id, place } of suite.replyPlaces) demandJudged(id, place.join('/'), byId, suite.requirements);
  demandBroken(suite, byId, contexts[0] as Context);
  demandShown(suite, contexts[0] as Context);
  demandParameters(suite, byId);
}

/** The requirements on every reply and every rejection, whatever the operation. */
function judgedAlways({ operation }: Suite): readonly string[] {
  return [
    ...['status', 'content-type', 'utf-8', 'content-coding', 'json', 'object'].map((part) => `reply/${part}`),
    ...['credential', 'stack-trace', 'source-path'].map((leak) => `errors/no-leak/${leak}`),
    ...operation.statuses.filter((status) => status >= 400).map(envelopeRequirement),
    ...['errors/documented-status', UNLISTED_ENVELOPE, 'methods/allow', 'request-body/base-bodies'],
    ...['effect/atomic', 'effect/isolation'],
    ...(operation.stored.some(({ shownAs }) => shownAs === 'decorated') ? ['effect/name-form'] : []),
    ...(operation.conflict === null ? [] : ['effect/conflict/refused']),
    ...oneRecord(operation),
  ];
}

/** The requirements that follow from the roles of the members, each with its member. */
function followingFromRoles({ operation }: Suite): readonly (readonly [id: string, member: string])[] {
  const { stored, conditional, shown } = operation;
  return [
    ...stored.flatMap(({ name, required }) =>
      ['echo', 'persist', ...(required ? [] : ['kept'])].map((effect) => [`effect/${effect}/${name}`, name] as const),
    ),
    ...conditional.map(({ name }) => [`effect/kept/${name}`, name] as const),
    ...shown
      .filter(({ effect }) => effect.kind === 'constant')
      .map(({ name }) => [`effect/constant/${name}`, name] as const),
    ...[...identityRequirements(operation), ...timeRequirements(operation)].map(
      (id) => [id, id.split('/')[1] ?? id] as const,
    ),
  ];
}

/** Demands that a requirement exists and that something shows whether it is kept. */
function demandJudged(
  id: string,
  member: string,
  byId: ReadonlyMap<string, Requirement>,
  all: readonly Requirement[],
): void {
  const found = byId.get(id);
  if (found === undefined)
    throw new DocumentFault(`${member}: no chapter has the requirement ${id}, which follows from it`);
  const { judged } = found;
  if (judged.by === 'watching' && !all.some((one) => one.judged.by === 'cases' && matchesAny(judged.carriers, one.id)))
    throw new DocumentFault(`${member}: nothing is sent that could show whether ${id} is kept`);
}

/**
 * Demands that the few cases of quick effort set each stored member, to two values if it may have two, since a service
 * that already holds one would seem to store it; and that some of them leave it out.
 */
function demandCarried(
  { operation, requirements }: Suite,
  byId: ReadonlyMap<string, Requirement>,
  context: Context,
): void {
  const sendable = sendableMembers(context);
  const open = new Map<string, Sought>();
  for (const { name, certain, required } of operation.members) {
    if (!sendable.has(name) || operation.stored.every((one) => one.name !== name)) continue;
    const values = certain.some(({ known }) => known !== null) ? 1 : 2;
    for (const effect of ['echo', 'persist']) open.set(`effect/${effect}/${name}`, { name, values, seen: new Set() });
    if (!required) open.set(`effect/kept/${name}`, { name, values: null, seen: new Set() });
  }
  for (const requirement of requirements) {
    const carried = [...open].filter(([one]) => {
      const watched = byId.get(one)?.judged;
      return watched?.by === 'watching' && matchesAny(watched.carriers, requirement.id);
    });
    if (carried.length === 0) continue;
    const bodies = casesOf(requirement, context)
      .slice(0, mostCases.quick)
      .flatMap((one) => one?.applies ?? []);
    for (const [one, sought] of carried) if (isFound(sought, bodies)) open.delete(one);
    if (open.size === 0) return;
  }
  const [[id, { name }] = ['', { name: operation.id }]] = open;
  throw new DocumentFault(`${name}: no cases at quick effort show whether ${id} is kept`);
}

/** What bodies must do with a member: set it to this many values, or leave it out (null). */
interface Sought {
  readonly name: string;
  readonly values: number | null;
  readonly seen: Set<string>;
}

function isFound({ name, values, seen }: Sought, bodies: readonly JsonObject[]): boolean {
  const given = bodies.map((body) => member(body, name));
  if (values === null) return given.includes(undefined);
  for (const value of given) if (value !== undefined) seen.add(JSON.stringify(value));
  return seen.size >= values;
}

/** Demands that a member can be sent with a value that keeps its schema and must be accepted. */
function demandValues(name: string, { operation, validator }: Suite, contexts: readonly Context[]): void {
  for (const context of contexts) {
    if (!sendableMembers(context).has(name))
      throw new DocumentFault(`${name}: none of its values is certain to be accepted`);
    for (const n of [1, 2]) {
      const body = plainBody(context, new Set([name]), n);
      if (!Object.hasOwn(body, name)) throw new DocumentFault(`${name}: no plain value can be made for it`);
      const value = JSON.stringify(body[name]);
      // Only this member is checked here, though the body may lack another.
      const [error] = validator
        .validate(operation.schemas.request, body)
        .filter(({ pointer }) => pointer.split('/')[1] === name);
      if (error !== undefined)
        throw new DocumentFault(`${name}: its plain value ${value} breaks its schema: ${error.message}`);
      if (openBy(body, context) !== null)
        throw new DocumentFault(`${name}: its plain value ${value} need not be accepted (x-certain)`);
    }
  }
}

/** Demands that every way to break the request, and every boundary, is a requirement of one chapter and has cases. */
function demandBroken(suite: Suite, byId: ReadonlyMap<string, Requirement>, context: Context): void {
  const { generators, operation } = suite;
  const { request } = operation.schemas;
  const ways = [
    ...generators.violations(request).map((one) => ({ ...one, parts: [one.member, one.keyword, one.way] })),
    ...generators.boundaries(request).map((one) => ({ ...one, parts: [one.member, 'accepts', one.keyword, one.way] })),
  ].map(({ component, pointer, parts }) => ({ component, pointer, id: parts.filter((part) => part !== '').join('/') }));
  const chapters = [...new Set([...byId.keys()].map((id) => id.slice(0, id.indexOf('/'))))];
  for (const component of new Set(ways.map((one) => one.component))) {
    const own = ways.filter((one) => one.component === component);
    const lacking = chapters.map((chapter) => own.filter(({ id }) => !byId.has(`${chapter}/${id}`)));
    const [fewest = own] = lacking.sort((a, b) => a.length - b.length);
    const [first] = fewest;
    if (first === undefined) continue;
    const which = first.pointer.split('/')[1] ?? operation.id;
    const more = fewest.length === 1 ? '' : ` and ${fewest.length - 1} more`;
    throw new DocumentFault(`${which}: no chapter has all that follows from ${component}: …/${first.id}${more}`);
  }
  const accepts = new Set(ways.flatMap(({ id }) => (id.includes('accepts/') ? [id] : [])));
  for (const [id, requirement] of byId)
    if (
      requirement.judged.by === 'cases' &&
      accepts.has(id.slice(id.indexOf('/') + 1)) &&
      casesOf(requirement, context).length === 0
    )
      throw new DocumentFault(`${id}: no case can be made`);
}

/** Demands that boundary values of a member that must be accepted conform to the member's schema in the reply. */
function demandShown({ generators, operation, validator }: Suite, context: Context): void {
  const { request, reply } = operation.schemas;
  for (const { pointer, value } of generators.boundaries(request)) {
    const [, name = ''] = pointer.split('/');
    const given = member(value, name);
    if (given === undefined || openBy(value, context) !== null) continue;
    const [error] = validator.validate(reply, { [name]: given }).filter((one) => one.pointer.split('/')[1] === name);
    if (error !== undefined)
      throw new DocumentFault(
        `${name}: ${JSON.stringify(given).slice(0, 80)} must be accepted, and the schema of the reply does not allow it: ${error.message}`,
      );
  }
}

/** Demands near misses for the rules of each parameter, and for path parameters all that their schemas say. */
function demandParameters(suite: Suite, byId: ReadonlyMap<string, Requirement>): void {
  const ids = [...byId.keys()];
  for (const { name, holds, rules } of suite.operation.parameters) {
    const lacking = [
      ...rules.filter(
        ({ id }) => !ids.some((one) => one.includes(`/${name}/${id}/`) || one.endsWith(`/${name.toLowerCase()}-near`)),
      ),
      ...(holds === null ? [] : breachesOf(name, suite)).filter(
        ({ id }) => !ids.some((one) => one.endsWith(`/${name}/${id}`)),
      ),
    ];
    const [first] = lacking;
    if (first !== undefined)
      throw new DocumentFault(`${name}: no chapter has a requirement for ${first.id}, which follows from it`);
  }
}

/** A service about which all is known: a requirement without cases for it has none for any service. */
function anyService(suite: Suite, readings: BaseProfile): Context {
  const { members, backend } = suite.operation;
  const known = members.filter(({ certain }) => certain.some((one) => one.known !== null));
  const state: JsonObject = Object.fromEntries(
    known.map(({ name }, n) => [name, suite.generators.plain(suite.operation.schemas.request, `/${name}`, n + 1)]),
  );
  return contextOf(suite, { effort: 'quick', cases: null, seed: 1, readings }, new Set(), {
    serviceId: '',
    projectId: '',
    lane: 0,
    lanes: 1,
    state,
    assumed: true,
    portIds: backend === null ? [] : boundaryTexts(suite, backend),
    takenPorts: new Set(),
    siblingPairs: [],
  });
}

/** Every text at the boundaries of a member: a user may name each of them. */
function boundaryTexts({ generators, operation }: Suite, name: string): string[] {
  return generators
    .boundaries(operation.schemas.request)
    .filter(({ pointer }) => pointer === `/${name}`)
    .flatMap(({ value }) => {
      const text = member(value, name);
      return typeof text === 'string' ? [text] : [];
    });
}
