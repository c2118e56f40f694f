import type { Probe } from '../contract/probe.js';

/** A probe with its position in the contract. */
export interface Placed {
  readonly probe: Probe;
  readonly order: number;
}
