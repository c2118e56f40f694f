import { expect, it } from 'vitest';
import type { Attempt } from '../shared/model.js';
import { trimmed } from './trim.js';

const times = { sentAt: 0, endedAt: 1 };
const reply = (size: number): Attempt => ({
  kind: 'response',
  status: 200,
  headers: [['X-Request-Id', 'one']],
  body: Uint8Array.from({ length: size }, (_, n) => n % 251),
  ...times,
});
const failure: Attempt = { kind: 'failure', failure: 'reset', detail: '', ...times };

it('leaves an exchange without a large body alone', () => {
  const exchange = { attempts: [reply(0), failure, reply(20_480)] };
  expect(trimmed(exchange)).toBe(exchange);
});

it('keeps the start of a large body, and all else', () => {
  const [small, large] = [reply(20_480), reply(20_481)];
  const kept = trimmed({ role: 'case', attempts: [small, failure, large] });
  expect(kept.role).toBe('case');
  expect(kept.attempts[0]).toBe(small);
  expect(kept.attempts[1]).toBe(failure);
  expect(kept.attempts[2]).toEqual({ ...reply(20_480) });
});

it('keeps the first fields of a large head, and the id that identifies the request', () => {
  const fields = Array.from({ length: 150 }, (_, n) => [`X-${n}`, 'y'] as const);
  const many: Attempt = { ...reply(3), headers: [...fields, ['X-Request-Id', 'one']] } as Attempt;
  const long: Attempt = { ...reply(3), headers: [['X-Long', 'y'.repeat(9_000)], ['X-Request-Id', 'one']] } as Attempt; // prettier-ignore
  const kept = trimmed({ attempts: [many, long] }).attempts.map((attempt) =>
    attempt.kind === 'response' ? attempt.headers : [],
  );
  expect(kept).toEqual([[...fields.slice(0, 100), ['X-Request-Id', 'one']], [['X-Request-Id', 'one']]]);
});
