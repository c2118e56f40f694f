import type { Content, OpenApiDocument } from '../data.js';
import { pointerToken } from '../pointer.js';
import { createRuleChecker } from '../rules.js';
import { componentName, knownKeywords, type Schemas } from '../schema.js';
import { createValidator, type SchemaError } from '../validator.js';
import { places } from '../walk.js';

/** A fault of the OpenAPI document. */
export interface Complaint {
  /** Place in the document, as a JSON pointer. */
  readonly pointer: string;
  readonly what: string;
}

/**
 * What is wrong with the schemas of a document by a strict compile of each, and with the defaults and examples that do
 * not keep to them. Unknown keywords, formats and rules, and references that lead nowhere, are complaints.
 */
export function checkCompile(document: OpenApiDocument): readonly Complaint[] {
  const { schemas } = document.components;
  const complaints = Object.keys(schemas).flatMap((component) => checkComponent(schemas, component));
  return complaints.length > 0 ? complaints : [...checkValues(schemas), ...checkExamples(document)];
}

function checkComponent(schemas: Schemas, component: string): readonly Complaint[] {
  const pointer = `/components/schemas/${pointerToken(component)}`;
  try {
    const found = places(schemas, component);
    const unknown = found
      .filter((place) => place.component === component)
      .flatMap(({ schema, schemaPointer }) =>
        Object.keys(schema)
          .filter((keyword) => !knownKeywords.has(keyword))
          .map((keyword) => ({
            pointer: `${schemaPointer}/${pointerToken(keyword)}`,
            what: 'the keyword is not known',
          })),
      );
    if (unknown.length > 0) return unknown;
    // Only what the component needs is compiled with it, so that a fault elsewhere is not blamed on it.
    const needed = new Set(found.map((place) => place.component));
    const own = Object.fromEntries(Object.entries(schemas).filter(([name]) => needed.has(name)));
    createValidator(own).compileAll();
    createRuleChecker(own);
    return [];
  } catch (error) {
    return [{ pointer, what: error instanceof Error ? error.message : String(error) }];
  }
}

/** The defaults and examples that stand in the schemas. */
function checkValues(schemas: Schemas): readonly Complaint[] {
  const found = Object.keys(schemas).flatMap((component) =>
    places(schemas, component).filter((place) => place.component === component),
  );
  const probes = Object.fromEntries(found.map(({ schema }, index) => [`probe-${index}`, schema]));
  const validator = createValidator({ ...schemas, ...probes });
  return found.flatMap(({ schema, schemaPointer }, index) => {
    const values = [
      ...(schema.default === undefined ? [] : [['default', schema.default] as const]),
      ...(schema.examples ?? []).map((example, i) => [`examples/${i}`, example] as const),
    ];
    return values.flatMap(([where, value]) =>
      asComplaints(`${schemaPointer}/${where}`, validator.validate(`probe-${index}`, value)),
    );
  });
}

/** The examples of the bodies. */
function checkExamples({ components, paths }: OpenApiDocument): readonly Complaint[] {
  const validator = createValidator(components.schemas);
  const checker = createRuleChecker(components.schemas);
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
          return asComplaints(`${place}/${pointerToken(type)}/examples/${pointerToken(name)}/value`, [
            ...validator.validate(component, value),
            ...checker.check(component, value),
          ]);
        }),
      ),
    );
  });
}

function asComplaints(place: string, errors: readonly SchemaError[]): Complaint[] {
  return errors.map(({ pointer, message }) => ({ pointer: `${place}${pointer}`, what: message }));
}
