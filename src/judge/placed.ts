import type { Probe } from '../contract/probe.js';
import type { Order } from './order.js';

/** A probe, and where it stands in a run. */
export interface Placed {
  readonly probe: Probe;
  readonly order: Order;
}

/** A probe that is dealt to a lane, at its position in the contract. It may be made at each access. */
export interface Dealt extends Placed {
  readonly order: number;
  /** The requirement of the probe. */
  readonly requirement: string;
}

/** A probe made once: that of a dealt case may be made anew at each access. */
export function held({ probe, order }: Placed): Placed {
  return { probe, order };
}
