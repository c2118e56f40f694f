import type { Config } from '../../config/config.js';
import { samplePairs } from '../../contract/items.js';
import type { Context } from '../../contract/context.js';
import type { Case } from '../../contract/case.js';
import { casesOf } from '../../contract/cases-of.js';
import { knownMembers } from '../../contract/sent.js';
import { partOf } from '../../contract/span.js';
import { bodyOf } from '../../judge/fire.js';
import { UserError } from '../../shared/errors.js';
import type { JsonObject } from '../../shared/json.js';
import { groupBy } from '../../shared/group-by.js';
import { everyCapability } from '../../shared/model.js';
import { contextOf } from '../plan/contexts.js';
import { isCase } from './is-case.js';
import type { OneCase } from './resending.js';
import type { Suite } from '../suite/suite.js';

/**
 * Returns a function that replaces a recorded case by the contract's own and refuses a case that the contract does not
 * have, since anyone may have written a report. A case is sent only if its method, path, headers, framing, arrangement
 * and raw bytes are those of a case that the contract makes for the same requirement, and its body is as valid. What
 * its acceptance would store, and which further answers conform, comes from that case, not from the report.
 *
 * The function throws a UserError for a case that it refuses.
 */
export function contractCases(suite: Suite, config: Config): (one: OneCase) => OneCase {
  const contexts = contextsOf(suite, config);
  const known = new Map<string, ReadonlyMap<string, readonly Case[]>>();
  const all = new Map<string, ReadonlyMap<string, readonly Case[]>>();
  let thorough: readonly Context[] | null = null;
  return (one) => {
    const testCase = ownCase(one.testCase, one.requirement);
    if (typeof testCase !== 'string') return { ...one, testCase };
    throw new UserError(
      `the case recorded for ${one.requirement} is not one that the contract sends: ${testCase}. Nothing was sent`,
      'The report was edited, or another version wrote it. Run again to write one.',
    );
  };

  function ownCase(testCase: unknown, requirement: string): Case | string {
    if (!isCase(testCase)) return 'it is incomplete, or parts of it are wrong';
    if (!suite.requirements.some(({ id }) => id === requirement)) return 'there is no such requirement';
    const made = known.get(testCase.requirement) ?? formed(firstCasesOf(testCase.requirement, suite, contexts));
    known.set(testCase.requirement, made);
    const alike = alikeIn(made, testCase, suite) ?? alikeIn(fromAll(testCase.requirement), testCase, suite);
    if (alike !== null) return asMade(testCase, alike, suite);
    return made.size === 0
      ? `no case belongs to ${JSON.stringify(testCase.requirement)}`
      : `${testCase.method} ${testCase.path.slice(0, 160)} with these headers, framing or bytes, or with this kind of body`;
  }

  /** Thorough effort sends every case that any seed picks. */
  function fromAll(requirement: string): ReadonlyMap<string, readonly Case[]> {
    thorough ??= contextsOf(suite, { ...config, effort: 'thorough' });
    const made = all.get(requirement) ?? formed(firstCasesOf(requirement, suite, thorough));
    all.set(requirement, made);
    return made;
  }
}

/** Cases by their form. */
function formed(cases: readonly Case[]): ReadonlyMap<string, readonly Case[]> {
  return new Map(groupBy(cases, formOf));
}

function alikeIn(made: ReadonlyMap<string, readonly Case[]>, testCase: Case, suite: Suite): Case | null {
  const alike = made.get(formOf(testCase)) ?? [];
  // Of several cases with the same bytes, the one with the most conforming answers: the report need not say which it
  // was.
  const [same] = alike
    .filter(({ body }) => body === testCase.body)
    .toSorted((one, other) => (other.tolerates?.length ?? 0) - (one.tolerates?.length ?? 0));
  if (same !== undefined) return same;
  const kind = kindOf(testCase, suite);
  return alike.find((one) => kindOf(one, suite) === kind) ?? null;
}

/** A recorded case, with the contract's expectations in place of the report's. */
function asMade(testCase: Case, made: Case, { operation }: Suite): Case {
  const { lawful: _lawful, tolerates: _tolerates, ...sent } = testCase;
  const stored = (body: string | null): readonly JsonObject[] => {
    const value = bodyOf({ body });
    return value === undefined ? [] : [knownMembers(operation, value)];
  };
  // If several states conform, the requirement derives them from the body in its own way.
  const isPlain = JSON.stringify(made.applies) === JSON.stringify(stored(made.body));
  const applies =
    made.applies.length === 0 || made.body === testCase.body ? made.applies : isPlain ? stored(testCase.body) : null;
  return {
    ...sent,
    expect: made.expect,
    applies: applies ?? testCase.applies,
    ...(made.lawful === undefined ? {} : { lawful: made.lawful }),
    ...(made.tolerates === undefined ? {} : { tolerates: made.tolerates }),
  };
}

/** Whether the contract allows a body. */
function kindOf({ body }: Pick<Case, 'body'>, { operation, validator }: Suite): 'unreadable' | 'invalid' | 'valid' {
  const value = bodyOf({ body });
  if (value === undefined) return 'unreadable';
  return validator.validate(operation.schemas.request, value).length === 0 ? 'valid' : 'invalid';
}

/**
 * The parts in which a case must equal one of the contract. A body that the client frames by its own length is one
 * request, whatever it holds; any other body could hold a second request, and so belongs to these parts.
 */
function formOf({
  method,
  path,
  headers,
  raw,
  body,
  shape,
}: Pick<Case, 'method' | 'path' | 'headers' | 'raw' | 'body' | 'shape'>): string {
  const isFramed = raw?.framing !== 'none' && !headers.some(([name]) => FRAMING.has(name.toLowerCase()));
  return JSON.stringify([
    shape,
    method,
    path,
    headers,
    raw === null ? null : [raw.framing, raw.requestLine, raw.omitHost, isFramed ? null : body],
  ]);
}

/** Headers that determine where a body ends. */
const FRAMING: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding']);

/** Contexts of the services that a configuration names, with assumptions in place of what is read. */
export function contextsOf(suite: Suite, config: Config): readonly Context[] {
  const { backend } = suite.operation;
  const serviceIds = config.target?.serviceIds ?? ['00000000-0000-4000-8000-000000000000'];
  // What a reading leaves open is not sent under it, but is harmless.
  const profiles = [...new Set([config.readings, 'document' as const])];
  return profiles.flatMap((readings) =>
    serviceIds.map((serviceId) =>
      contextOf(suite, { ...config, readings }, new Set(everyCapability), {
        serviceId,
        projectId: config.target?.projectId ?? '0'.repeat(32),
        lane: 0,
        lanes: 1,
        state: backend === null ? {} : { [backend]: '00000000-0000-4000-8000-000000000100' },
        portIds: ['00000000-0000-4000-8000-000000000200'],
        takenPorts: new Set(),
        siblingPairs: samplePairs(suite.operation, 8_443),
      }),
    ),
  );
}

/** The cases in the first part of a requirement; none if it is not judged by cases, or does not exist. */
export function firstCasesOf(id: string, suite: Suite, contexts: readonly Context[]): readonly Case[] {
  const requirement = suite.requirements.find((one) => one.id === id);
  if (requirement?.judged.by !== 'cases') return [];
  const { given } = requirement.judged;
  return contexts.flatMap((context) => {
    const series = given.series?.(context);
    const made = casesOf(requirement, context, series === undefined ? undefined : partOf(series, 0));
    return made.filter((one) => one !== null);
  });
}
