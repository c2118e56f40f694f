import type { Content, OpenApiDocument } from '../data.js';
import { schemaPlaces } from '../places.js';
import { pointerToken } from '../../shared/pointer.js';
import { readSchema, readSchemas, SchemaFault } from '../read-schemas.js';
import { componentName, type SchemaMap } from '../schema.js';
import { createValidator, type SchemaError } from '../validator.js';

/** A fault of the OpenAPI document. */
export interface Complaint {
  /** Location in the document, as a JSON pointer. */
  readonly pointer: string;
  readonly what: string;
}

/**
 * The faults of a document's schemas by a strict compile of each, and the defaults and examples that violate them.
 * Unknown keywords, formats and rules, and dangling references, are faults.
 */
export function checkCompile(document: OpenApiDocument): readonly Complaint[] {
  const { schemas } = document.components;
  try {
    readSchemas(schemas);
  } catch (error) {
    if (error instanceof SchemaFault) return [{ pointer: error.pointer, what: error.what }];
    throw error;
  }
  const validator = createValidator(schemas);
  const complaints = Object.keys(schemas).flatMap((component): readonly Complaint[] => {
    try {
      validator.compile(component);
      return [];
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      return [{ pointer: `/components/schemas/${pointerToken(component)}`, what }];
    }
  });
  return complaints.length > 0 ? complaints : [...checkValues(schemas), ...checkExamples(document)];
}

/** The faults of the defaults and examples within schemas. */
function checkValues(schemas: SchemaMap): readonly Complaint[] {
  const nodes = Object.keys(schemas).flatMap((component) =>
    schemaPlaces(readSchema(schemas, component)).flatMap(({ node }) => (node.component === component ? [node] : [])),
  );
  const cases = Object.fromEntries(nodes.map(({ said }, index) => [`probe-${index}`, said]));
  const validator = createValidator({ ...schemas, ...cases });
  return nodes.flatMap(({ said, origin }, index) => {
    const values = [
      ...(said.default === undefined ? [] : [['default', said.default] as const]),
      ...(said.examples ?? []).map((example, i) => [`examples/${i}`, example] as const),
    ];
    return values.flatMap(([where, value]) =>
      asComplaints(`${origin.slice(1)}/${where}`, validator.validate(`probe-${index}`, value)),
    );
  });
}

/** The faults of the examples of bodies. */
function checkExamples({ components, paths }: OpenApiDocument): readonly Complaint[] {
  const validator = createValidator(components.schemas);
  return Object.entries(paths).flatMap(([path, { put }]) => {
    const operation = `/paths/${pointerToken(path)}/put`;
    const bodies: (readonly [string, Content])[] = [
      [`${operation}/requestBody/content`, put.requestBody.content],
      ...Object.entries(put.responses).map(
        ([status, { content }]) => [`${operation}/responses/${status}/content`, content] as const,
      ),
    ];
    return bodies.flatMap(([place, content]) =>
      Object.entries(content).flatMap(([type, { schema, examples }]) =>
        Object.entries(examples ?? {}).flatMap(([name, { value }]) => {
          const component = componentName(schema.$ref);
          return asComplaints(
            `${place}/${pointerToken(type)}/examples/${pointerToken(name)}/value`,
            validator.validate(component, value),
          );
        }),
      ),
    );
  });
}

function asComplaints(place: string, errors: readonly SchemaError[]): Complaint[] {
  return errors.map(({ pointer, message }) => ({ pointer: `${place}${pointer}`, what: message }));
}
