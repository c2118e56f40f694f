import type { Config } from '../../config/config.js';
import type { Case } from '../../contract/case.js';
import type { Requirement } from '../../contract/requirement.js';
import { casesOf } from '../../contract/cases-of.js';
import { expectedAnswer } from '../../judge/verdict.js';
import type { RequirementReport } from '../../report/requirement-report.js';
import { samplePairs } from '../../contract/items.js';
import type { Operation } from '../../operation/operation.js';
import { contextOf, type KnownService } from '../plan/contexts.js';
import type { Suite } from './suite.js';

/** A requirement as it is listed and explained. */
export interface RequirementInfo extends Pick<
  RequirementReport,
  'id' | 'level' | 'basis' | 'clause' | 'reading' | 'says' | 'needs'
> {
  /** What else its cases need; null if nothing. */
  readonly asks: string | null;
  /** What conforms, in words. */
  readonly conforms: string;
  /** What does not conform, in words. */
  readonly breaches: string;
  /** A request body that it is judged by; null if it is not judged by bodies. */
  readonly example: string | null;
  /** Whether it is one of the ways to break a schema. */
  readonly violation: boolean;
}

/** A placeholder service for sample cases. */
const sampleOf = (operation: Operation): KnownService => ({
  serviceId: '4189d3c2-8882-4871-a3c2-d380272eed83',
  projectId: '6e9dfd51d1124e8d8498dce894923a0d',
  state: operation.backend === null ? {} : { [operation.backend]: '4189d3c2-8882-4871-a3c2-d380272eed88' },
  assumed: true,
  lane: 0,
  lanes: 1,
  portIds: ['5289d3c2-8882-4871-a3c2-d380272eed80'],
  takenPorts: new Set<number>(),
  siblingPairs: samplePairs(operation, 8_443),
});

/** The requirements of a suite, each with an example and what conforms. */
export function describeSuite(suite: Suite): RequirementInfo[] {
  const config = { seed: 1, effort: 'quick', cases: 0, readings: 'document' } as Config;
  const context = contextOf(suite, config, new Set(), sampleOf(suite.operation));
  return suite.requirements.map((requirement) => {
    const first = casesOf(requirement, context).find((made) => made !== null);
    const { id, level, basis, clause, reading, says, needs } = requirement;
    const body = first?.body ?? null;
    return {
      id,
      level,
      basis,
      clause,
      reading,
      says,
      needs,
      asks: askedOf(requirement),
      conforms:
        first === undefined
          ? 'every answer that bears on it complies'
          : `answered with ${expectedAnswer(first)}${first.applies.length > 0 ? '; what is accepted is stored exactly' : ''}`,
      breaches: breachText(requirement, first),
      example: body === null ? null : Buffer.from(body, 'base64').toString('utf8'),
      violation: first !== undefined && first.base !== null,
    };
  });
}

function breachText(requirement: Requirement, first: Case | undefined): string {
  if (first === undefined) {
    return requirement.judged.by === 'watching'
      ? 'any answer that does not comply, whatever the request was sent for'
      : 'any other answer';
  }
  if (first.applies.length === 0) return 'it is accepted (200), answered with another status, or breaks the service';
  return 'another status, or a reply or later read that shows something other than what was sent';
}

/** What the cases of a requirement need besides capabilities, for people; null if nothing. */
function askedOf({ judged }: Requirement): string | null {
  const asks = judged.by === 'cases' ? judged.asks : undefined;
  if (typeof asks !== 'object') return asks ?? null;
  return `a service that may take the ${asks.member} ${asks.value} (--port-id)`;
}
