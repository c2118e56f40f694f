import type { AnyGenerators } from '../../arbitraries/index.js';
import type { Requirement } from '../../contract/requirement.js';
import type { Telling } from '../../contract/telling.js';
import type { Operation } from '../../operation/operation.js';
import type { Validator } from '../../spec/validator.js';

/** The contract, ready to judge by. */
export interface Suite {
  readonly operation: Operation;
  readonly requirements: readonly Requirement[];
  readonly generators: AnyGenerators;
  readonly validator: Validator;
  /** The statuses that the document lists for the operation. */
  readonly statuses: ReadonlySet<number>;
  /** The cases that are sent first, and those of quick effort; empty if nothing is known of what they find. */
  readonly telling: Telling;
  /** Where the value of each derived requirement stands in a reply; `*` is any item. */
  readonly replyPlaces: readonly { readonly id: string; readonly place: readonly string[] }[];
}
