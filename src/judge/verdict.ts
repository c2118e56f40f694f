import { errorText } from '../checks/envelope.js';
import type { Finding, Profile } from '../shared/model.js';
import type { Case } from '../contract/case.js';
import type { Settled } from './settling.js';
import { baseOf, loosens } from '../shared/readings.js';

/** What a settled request says about the requirement that it was sent for. */
export type Ruling =
  | { readonly kind: 'conforms' }
  | { readonly kind: 'violates'; readonly finding: Finding }
  | { readonly kind: 'unjudged'; readonly reason: string };

/** Judges whether the answer to a case is one that its requirement allows. */
export function rule(testCase: Case, settled: Settled, profile: Profile): Ruling {
  const { expect } = testCase;
  if (settled.kind === 'unjudged') return settled;
  if (settled.kind === 'closed') return { kind: 'conforms' };
  if (settled.kind === 'breaks') {
    return violates(testCase, `${settled.what}, every time, while good requests in between succeeded`);
  }
  const { status, body } = settled.response;
  const { code } = status >= 400 ? errorText(body) : { code: null };
  if (expect.statuses.includes(status)) {
    const wanted = status === 400 ? expect.codes : null;
    if (wanted === null || (code !== null && wanted.some((c) => c.toLowerCase() === code.toLowerCase())))
      return { kind: 'conforms' };
    return violates(testCase, `400 with ${code ?? 'no code'}`);
  }
  if (expect.belowApi && status >= 400 && status < 500) return { kind: 'conforms' };
  if (settled.controlled && baseOf(profile) === 'production' && status !== 404) {
    return { kind: 'unjudged', reason: `${status}: a firewall may have answered` };
  }
  if (loosens(profile, 'R21') && expect.gateway404 && status === 404 && /^apigw?\./i.test(code ?? ''))
    return { kind: 'conforms' };
  return violates(testCase, code === null ? String(status) : `${status} with ${code}`);
}

function violates(testCase: Case, received: string): Ruling {
  return {
    kind: 'violates',
    finding: { requirement: testCase.requirement, expected: expectedAnswer(testCase), received },
  };
}

/** The answers that conform, in words. */
export function expectedAnswer({ expect }: Pick<Case, 'expect'>): string {
  const answers = expect.statuses.map((status) =>
    status === 400 && expect.codes !== null ? `400 with ${expect.codes.join(' or ')}` : String(status),
  );
  if (expect.belowApi) answers.push('any 4xx', 'a closed connection');
  return answers.join(' or ');
}
