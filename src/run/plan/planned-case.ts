import type { Case } from '../../contract/case.js';
import type { DealtCase } from '../../judge/purpose.js';

/** Characters of a body from which a case is made anew when needed: the few long ones would take most of the memory. */
const LONG = 1_024;

/**
 * A case that is made when it is first needed, and kept unless its body is long: then it is made at each access, so
 * callers must hold on to what was made.
 */
export class PlannedCase implements DealtCase {
  readonly order: number;
  readonly requirement: string;
  readonly serviceId: string;
  readonly #index: number;
  readonly #make: (index: number) => Case;
  #kept: Case | null = null;

  /** `make` makes the case with an index, the same one each time. */
  constructor(
    { requirement, order, serviceId }: Omit<DealtCase, 'testCase'>,
    index: number,
    make: (index: number) => Case,
  ) {
    this.requirement = requirement;
    this.order = order;
    this.serviceId = serviceId;
    this.#index = index;
    this.#make = make;
  }

  get testCase(): Case {
    if (this.#kept !== null) return this.#kept;
    const made = this.#make(this.#index);
    if ((made.body ?? '').length < LONG) this.#kept = made;
    return made;
  }
}
