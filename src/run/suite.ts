import { createGenerators, type Generators } from '../arbitraries/index.js';
import { assemble, type Chapter, type Requirement } from '../contract/requirement.js';
import { replyRequirement } from '../checks/reply.js';
import { constraintsOf } from '../spec/constraints.js';
import { createRuleChecker, type RuleChecker } from '../spec/rules.js';
import { document, documentedStatuses, schemas } from '../spec/document.js';
import { parametersOf } from '../spec/parameters.js';
import { createValidator, type Validator } from '../spec/validator.js';

/** The contract, ready to be judged by. */
export interface Suite {
  readonly requirements: readonly Requirement[];
  readonly generators: Generators;
  readonly validator: Validator;
  /** The named rules of the schemas, which no keyword says. */
  readonly rules: RuleChecker;
  /** The statuses that the document lists for the operation. */
  readonly statuses: ReadonlySet<number>;
  /** Where in a reply the value of each derived requirement stands; `*` is any item. */
  readonly replyPlaces: readonly { readonly id: string; readonly place: readonly string[] }[];
}

/** Unfolds the chapters of the contract into requirements, by the schemas of the OpenAPI document. */
export function createSuite(chapters: readonly Chapter[]): Suite {
  const generators = createGenerators(schemas);
  const known = new Map<string, ReturnType<typeof constraintsOf>>();
  const constraints = (schema: string) => {
    const found = known.get(schema) ?? constraintsOf(schemas, schema);
    known.set(schema, found);
    return found;
  };
  const replyPlaces = constraints('ServiceResp').map(({ pointer, keyword }) => {
    const place = pointer.split('/').slice(1);
    return { id: replyRequirement(pointer, keyword), place: keyword === 'required' ? place.slice(0, -1) : place };
  });
  return {
    requirements: assemble(chapters, {
      generators,
      constraints,
      statuses: documentedStatuses,
      parameters: parametersOf(document),
    }),
    generators,
    validator: createValidator(schemas),
    rules: createRuleChecker(schemas),
    statuses: new Set(documentedStatuses),
    replyPlaces,
  };
}
