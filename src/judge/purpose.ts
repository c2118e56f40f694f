import type { Case } from '../contract/case.js';
import type { WireRequest } from '../shared/model.js';
import type { Order } from './order.js';

/** What a request is sent for: a case, or a step of the run (null), and the service that it is about. */
export interface Purpose<C extends Case | null = Case | null> {
  readonly order: Order;
  readonly testCase: C;
  readonly serviceId: string;
  /** The request that a control was sent for, and its purpose. */
  readonly behalf?: { readonly request: WireRequest; readonly purpose: Purpose };
}

/** A case that is dealt to a service, at its position in the contract. It may be made anew at each access. */
export interface DealtCase extends Purpose<Case> {
  readonly order: number;
  /** The requirement of the case. */
  readonly requirement: string;
}

/** The purpose of a request that belongs to no case. */
export function ofRun(order: Order, serviceId: string): Purpose<null> {
  return { order, testCase: null, serviceId };
}

/** The purpose of sending another case in the place of a dealt one. */
export function insteadOf({ order, serviceId }: Purpose, testCase: Case): Purpose<Case> {
  return { order, testCase, serviceId };
}

/** A dealt case, made once. */
export function madeOnce(dealt: Purpose<Case>): Purpose<Case> {
  return insteadOf(dealt, dealt.testCase);
}
