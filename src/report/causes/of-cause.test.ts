import { expect, it } from 'vitest';
import { failed, report, requirement } from '../report.fixture.js';
import { ofCause } from './of-cause.js';

const many = Array.from({ length: 40 }, (_, n) => failed(`request-body/service_name/maxLength/n${n}`));
const given = report([...many, requirement('reply/status'), failed('request-body/ports/type/null')]);

it('a report of one cause holds its example first, and only some of many alike', () => {
  const { requirements } = ofCause(given, '1');
  expect(requirements.length).toBeGreaterThan(5);
  expect(requirements.length).toBeLessThanOrEqual(12);
  expect(requirements.every(({ id, failures }) => id.includes('maxLength') && failures.length === 1)).toBe(true);
  expect(ofCause(given, 'accepted/null').requirements.map(({ id }) => id)).toEqual(['request-body/ports/type/null']);
});

it('a report of a missing cause is refused, and the refusal names those that exist', () => {
  expect(() => ofCause(given, '3')).toThrow(/has no cause 3/);
  expect(() => ofCause(given, 'x')).toThrow(/has no cause x/);
  expect(() => ofCause(report([]), '1')).toThrow(/has no cause 1/);
});
