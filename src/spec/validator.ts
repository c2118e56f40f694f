import { Ajv2020, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Json } from '../shared/json.js';
import { canonical } from './canonical.js';
import { formats } from './formats.js';
import { pointerToken } from './pointer.js';
import { componentPrefix, knownKeywords, ownAnnotations, type Schema, type Schemas } from './schema.js';

/** A complaint of a schema about an instance. */
export interface SchemaError {
  /** Place in the instance, as a JSON pointer; '' is the whole. Of `required`: the object that lacks the member. */
  readonly pointer: string;
  /** The keyword, or the id of a named rule. */
  readonly keyword: string;
  /** Place of the keyword in the OpenAPI document, as a JSON pointer. */
  readonly schemaPointer: string;
  readonly message: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Holds instances against the component schemas of the document. */
export interface Validator {
  /** Every complaint about the instance; none where it is valid. An unknown component is an error. */
  validate(component: string, value: unknown): readonly SchemaError[];
  /**
   * Holds every schema against the meta-schema of JSON Schema and compiles it, rather than trusting it until it is first
   * used. Throws at the first that is no strict schema.
   */
  compileAll(): void;
}

const documentId = 'openapi';

/**
 * A validator by JSON Schema 2020-12. It is strict: an unknown keyword is an error here, an unknown format and a keyword
 * that its type cannot have when the schema is compiled, which happens at its first use.
 */
export function createValidator(schemas: Schemas): Validator {
  const ajv = createAjv();
  ajv.addSchema({ $id: documentId, components: { schemas } });
  const places = new Map<object, string>();
  for (const [name, schema] of Object.entries(schemas)) {
    notePlaces(schema, `/components/schemas/${pointerToken(name)}`, places);
  }
  const compiled = new Map<string, ValidateFunction>();

  const compile = (component: string): ValidateFunction => {
    const known = compiled.get(component);
    if (known !== undefined) return known;
    if (!Object.hasOwn(schemas, component)) throw new Error(`the document has no schema ${component}`);
    const fresh = ajv.compile({
      $ref: `${documentId}${componentPrefix}${encodeURIComponent(pointerToken(component))}`,
    });
    compiled.set(component, fresh);
    return fresh;
  };

  return {
    validate(component, value) {
      const check = compile(component);
      if (check(value)) return [];
      return (check.errors ?? []).map((error) => schemaError(error, places));
    },
    compileAll() {
      const judge = createAjv();
      for (const [component, schema] of Object.entries(schemas)) {
        void judge.validateSchema(schema, true);
        compile(component);
      }
    },
  };
}

function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
    verbose: true,
    ownProperties: true,
    // The sources are held against the meta-schema when they are checked; compiling it here costs more than the schemas.
    validateSchema: false,
    formats: { ...formats },
    logger: false,
  });
  ajv.addVocabulary([...ownAnnotations, 'components']);
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({ keyword: 'uniqueItems', type: 'array', schemaType: 'boolean', validate: uniqueItems });
  return ajv;
}

/** Ajv's own check compares every two items; 200 mappings cost it more than all other keywords together. */
const uniqueItems: {
  (unique: boolean, items: readonly Json[], parentSchema?: AnySchemaObject): boolean;
  errors?: Partial<ErrorObject>[];
} = (unique, items, parentSchema = {}) => {
  if (!unique) return true;
  const seen = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const text = canonical(item);
    const first = seen.get(text);
    if (first !== undefined) {
      const message = `must NOT have duplicate items (items ## ${first} and ${index} are identical)`;
      uniqueItems.errors = [{ keyword: 'uniqueItems', message, params: { i: index, j: first }, parentSchema }];
      return false;
    }
    seen.set(text, index);
  }
  return true;
};

function schemaError(error: ErrorObject, places: ReadonlyMap<object, string>): SchemaError {
  const place = error.parentSchema === undefined ? undefined : places.get(error.parentSchema);
  return {
    pointer: error.instancePath,
    keyword: error.keyword,
    schemaPointer: place === undefined ? error.schemaPath : `${place}/${error.keyword}`,
    message: error.message ?? `breaks ${error.keyword}`,
    params: error.params as Readonly<Record<string, unknown>>,
  };
}

function notePlaces(schema: Schema, place: string, places: Map<object, string>): void {
  const unknown = Object.keys(schema).find((keyword) => !knownKeywords.has(keyword));
  if (unknown !== undefined) throw new Error(`${place}: the keyword ${JSON.stringify(unknown)} is not known`);
  places.set(schema, place);
  if (schema.items !== undefined) notePlaces(schema.items, `${place}/items`, places);
  if (typeof schema.additionalProperties === 'object') {
    notePlaces(schema.additionalProperties, `${place}/additionalProperties`, places);
  }
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    notePlaces(property, `${place}/properties/${pointerToken(name)}`, places);
  }
}
