import { expect, it } from 'vitest';
import type { Attempt } from '../model.js';
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

it('leaves an exchange alone that has no large body', () => {
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
