import { createGenerators, type AnyGenerators } from '../arbitraries/index.js';
import { assemble, type Chapter, type Requirement } from '../contract/requirement.js';
import { replyRequirement } from '../checks/reply.js';
import type { Operation } from '../operation/operation.js';
import { readOperation } from '../operation/read-operation.js';
import { constraintsOf } from '../spec/constraints.js';
import { createRuleChecker, type RuleChecker } from '../spec/rules.js';
import type { OpenApiDocument } from '../spec/data.js';
import { document as shipped } from '../spec/document.js';
import { parametersOf } from '../spec/parameters.js';
import { createValidator, type Validator } from '../spec/validator.js';
import { demandWhole } from './demand-whole.js';

/** The contract, ready to be judged by. */
export interface Suite {
  readonly operation: Operation;
  readonly requirements: readonly Requirement[];
  readonly generators: AnyGenerators;
  readonly validator: Validator;
  /** The named rules of the schemas, which no keyword says. */
  readonly rules: RuleChecker;
  /** The statuses that the document lists for the operation. */
  readonly statuses: ReadonlySet<number>;
  /** Where in a reply the value of each derived requirement stands; `*` is any item. */
  readonly replyPlaces: readonly { readonly id: string; readonly place: readonly string[] }[];
}

/**
 * Unfolds the chapters of the contract into requirements, by the schemas of an OpenAPI document. That nothing is lacking that
 * follows from it is proven each time, unless that was done when the program was built.
 *
 * @throws Error that names what does not follow from the document, or the member of which less would be judged than follows
 */
export function createSuite(
  chapters: readonly Chapter[],
  document: OpenApiDocument = shipped,
  wholeness: 'to be proven' | 'proven' = 'to be proven',
): Suite {
  const { schemas } = document.components;
  const operation = readOperation(document);
  const generators = createGenerators<Readonly<Record<string, unknown>>>(schemas);
  const known = new Map<string, ReturnType<typeof constraintsOf>>();
  const constraints = (schema: string) => {
    const found = known.get(schema) ?? constraintsOf(schemas, schema);
    known.set(schema, found);
    return found;
  };
  const replyPlaces = constraints(operation.schemas.reply).map(({ pointer, keyword }) => {
    const place = pointer.split('/').slice(1);
    return { id: replyRequirement(pointer, keyword), place: keyword === 'required' ? place.slice(0, -1) : place };
  });
  const suite: Suite = {
    operation,
    requirements: assemble(chapters, {
      operation,
      generators,
      constraints,
      statuses: operation.statuses,
      parameters: parametersOf(document),
    }),
    generators,
    validator: createValidator(schemas),
    rules: createRuleChecker(schemas),
    statuses: new Set(operation.statuses),
    replyPlaces,
  };
  if (wholeness === 'to be proven') demandWhole(suite);
  return suite;
}
