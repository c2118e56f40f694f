import { createGenerators } from '../../arbitraries/index.js';
import { assemble, type Chapter } from '../../contract/requirement.js';
import type { Telling } from '../../contract/telling.js';
import { replyRequirement } from '../../checks/reply.js';
import { readOperation } from '../../operation/read-operation.js';
import { constraintsOf } from '../../spec/constraints.js';
import type { OpenApiDocument } from '../../spec/data.js';
import { document as shipped } from '../../spec/document.js';
import { createValidator } from '../../spec/validator.js';
import { demandWhole } from './demand-whole.js';
import type { Suite } from './suite.js';

/**
 * Expands the chapters of the contract into requirements, by the schemas of an OpenAPI document. Proves that nothing
 * that follows from the document is missing, unless the build has done so.
 *
 * @throws Error that names what does not follow from the document, or the member that would not be judged in full
 */
export function createSuite(
  chapters: readonly Chapter[],
  document: OpenApiDocument = shipped,
  wholeness: 'to be proven' | 'proven' = 'to be proven',
  telling: Telling = [],
): Suite {
  const operation = readOperation(document);
  const { components: schemas } = operation;
  const generators = createGenerators<Readonly<Record<string, unknown>>>(schemas);
  const known = new Map<string, ReturnType<typeof constraintsOf>>();
  const constraints = (schema: string) => {
    const found = known.get(schema) ?? constraintsOf(schemas, schema);
    known.set(schema, found);
    return found;
  };
  const replyPlaces = constraints(operation.schemas.reply)
    // That a reply is an object is a requirement of its own.
    .filter(({ pointer, keyword }) => pointer !== '' || keyword !== 'type')
    .map(({ pointer, keyword }) => {
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
    }),
    generators,
    validator: createValidator(schemas),
    statuses: new Set(operation.statuses),
    telling,
    replyPlaces,
  };
  if (wholeness === 'to be proven') demandWhole(suite);
  return suite;
}
