/** Where a request stands in a run: a case by its position in the contract, any other by what it is sent for. */
export type Order =
  number | 'survey' | 'claim' | 'trial' | 'contact' | 'control' | 'minimising' | 'watch' | 'restoring';

/** What comes before all cases. */
const early: ReadonlySet<Order> = new Set<Order>(['survey', 'claim', 'trial']);

/** Whether one comes before another: the earliest findings become the counterexample, whatever the order of arrival. */
export function isBefore(one: Order, other: Order): boolean {
  return rank(one) < rank(other);
}

function rank(order: Order): number {
  if (typeof order === 'number') return order;
  return early.has(order) ? -1 : Infinity;
}
