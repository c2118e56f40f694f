import type { Probe } from '../contract/probe.js';
import type { Order } from './order.js';

/** A probe, and where it stands in a run. */
export interface Placed {
  readonly probe: Probe;
  readonly order: Order;
}

/** A probe that is dealt to a lane, at its position in the contract. */
export interface Dealt extends Placed {
  readonly order: number;
}
