import type { Config } from '../../config/config.js';
import { samplePairs } from '../../contract/items.js';
import type { Context } from '../../contract/context.js';
import type { Probe } from '../../contract/probe.js';
import type { Case } from '../../contract/requirement.js';
import { partOf } from '../../contract/span.js';
import { UserError } from '../../shared/errors.js';
import { everyCapability } from '../../shared/model.js';
import { contextOf } from '../plan/contexts.js';
import { isProbe } from './is-probe.js';
import type { OneCase } from './resending.js';
import type { Suite } from '../suite/suite.js';

/**
 * Refuses recorded cases that the contract does not send, as anyone may have written a report. A case is sent only
 * where method, path, headers and framing are those of a case that the contract makes for the same requirement, and
 * where raw bytes are those of such a case.
 *
 * @throws UserError that names the first one, before anything is sent
 */
export function refuseForeignCases(cases: readonly OneCase[], suite: Suite, config: Config): void {
  const contexts = contextsOf(suite, config);
  const known = new Map<string, ReadonlySet<string>>();
  let thorough: readonly Context[] | null = null;
  for (const { requirement, probe } of cases) {
    const why = foreignIn(probe, requirement);
    if (why !== null) {
      throw new UserError(
        `the case recorded for ${requirement} is none that the contract sends: ${why}. Nothing was sent`,
        'The report was edited, or another version wrote it. Run again to write one.',
      );
    }
  }

  function foreignIn(probe: unknown, requirement: string): string | null {
    if (!isProbe(probe)) return 'it is not complete, or parts of it are wrong';
    if (!suite.requirements.some(({ id }) => id === requirement)) return 'there is no such requirement';
    const forms = known.get(probe.requirement) ?? new Set(casesOf(probe.requirement, suite, contexts).map(formOf));
    known.set(probe.requirement, forms);
    if (forms.has(formOf(probe))) return null;
    // What another seed picks is among all that thorough effort sends.
    thorough ??= contextsOf(suite, { ...config, effort: 'thorough' });
    if (casesOf(probe.requirement, suite, thorough).some((made) => formOf(made) === formOf(probe))) return null;
    return forms.size === 0
      ? `no case is of ${JSON.stringify(probe.requirement)}`
      : `${probe.method} ${probe.path.slice(0, 160)} with such headers, framing or bytes`;
  }
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
}: Pick<Probe, 'method' | 'path' | 'headers' | 'raw' | 'body'>): string {
  const isFramed = raw?.framing !== 'none' && !headers.some(([name]) => FRAMING.has(name.toLowerCase()));
  return JSON.stringify([
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

/** The cases in the first part of a requirement; none where it is not judged by cases, or does not exist. */
export function casesOf(id: string, suite: Suite, contexts: readonly Context[]): readonly Case[] {
  const judged = suite.requirements.find((requirement) => requirement.id === id)?.judged;
  if (judged?.by !== 'cases') return [];
  return contexts.flatMap((context) => {
    const series = judged.series?.(context);
    const made = judged.cases(context, series === undefined ? undefined : partOf(series, 0));
    return made.filter((one) => one !== null);
  });
}
