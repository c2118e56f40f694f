import { expect, it } from 'vitest';
import { update } from '../../contract/sent.js';
import { rejection } from '../../contract/then.js';
import { documentedOperation } from '../../operation/documented.js';
import { PlannedCase } from './planned-case.js';

function planned(length: number) {
  const asked: number[] = [];
  const { open: _open, ...sent } = update({ operation: documentedOperation() });
  const one = new PlannedCase({ requirement: 'some/rule', order: 70, serviceId: 's' }, 7, (index) => {
    asked.push(index);
    return { ...sent, requirement: 'some/rule', index, body: 'x'.repeat(length), expect: rejection };
  });
  return { one, asked };
}

it('is made when it is needed, and once if its body is short', () => {
  const { one, asked } = planned(10);
  expect({ order: one.order, requirement: one.requirement, asked }).toEqual({
    order: 70,
    requirement: 'some/rule',
    asked: [],
  });
  expect(one.testCase).toMatchObject({ requirement: 'some/rule', index: 7, body: 'x'.repeat(10) });
  expect(one.testCase).toBe(one.testCase);
  expect(asked).toEqual([7]);
});

it('is made each time if its body is long, and is the same each time', () => {
  const { one, asked } = planned(100_000);
  expect(one.testCase).toEqual(one.testCase);
  expect(asked).toEqual([7, 7]);
});
