import { expect, it } from 'vitest';
import { isBefore, type Order } from './order.js';

it('puts what is sent before the cases first, cases by their position, and all that follows them last', () => {
  const inTurn: readonly Order[] = ['survey', 0, 7, 'control'];
  for (const [n, one] of inTurn.entries())
    for (const [m, other] of inTurn.entries()) expect(isBefore(one, other), `${one} ${other}`).toBe(n < m);
  const late: readonly Order[] = ['contact', 'control', 'minimising', 'watch', 'restoring'];
  expect(late.some((one) => isBefore(one, Number.MAX_SAFE_INTEGER))).toBe(false);
  expect((['claim', 'trial'] as const).every((one) => isBefore(one, 0))).toBe(true);
});
