import type { Case } from '../contract/case.js';
import type { Order } from './order.js';

/** A case, and where it stands in a run. */
export interface Placed {
  readonly testCase: Case;
  readonly order: Order;
}

/** A case that is dealt to a lane, at its position in the contract. It may be made at each access. */
export interface Dealt extends Placed {
  readonly order: number;
  /** The requirement of the case. */
  readonly requirement: string;
}

/** A case made once: that of a dealt case may be made anew at each access. */
export function held({ testCase, order }: Placed): Placed {
  return { testCase, order };
}
