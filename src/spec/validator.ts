import { Ajv2020, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { demandCodeGeneration } from '../shared/code-generation.js';
import { formats } from '../shared/formats.js';
import { isObject, type Json } from '../shared/json.js';
import { canonical } from './canonical.js';
import type { Node } from './node.js';
import { schemaPlaces } from './places.js';
import { pointerToken } from '../shared/pointer.js';
import { readSchema, readSchemas } from './read-schemas.js';
import { repeatingIndices } from './rules.js';
import { componentPrefix, ownAnnotations, type SchemaMap } from './schema.js';

/** A violation that a schema reports about an instance. */
export interface SchemaError {
  /**
   * Location in the instance, as a JSON pointer; '' is the whole. For `required`: the object that lacks the member.
   */
  readonly pointer: string;
  /** The keyword, or the id of a named rule. */
  readonly keyword: string;
  /** Location of the keyword in the OpenAPI document, as a JSON pointer. */
  readonly schemaPointer: string;
  readonly message: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Validates instances against the component schemas of the document. */
export interface Validator {
  /**
   * Every violation in the instance, those of named rules last; none if it is valid. Throws an Error for an unknown
   * component.
   */
  validate(component: string, value: unknown): readonly SchemaError[];
  /**
   * Validates a schema against the meta-schema of JSON Schema and compiles it, instead of deferring that to its first
   * use. Throws an Error if it is not a strict schema.
   */
  compile(component: string): void;
}

const documentId = 'openapi';

/**
 * A validator by JSON Schema 2020-12 and by the named rules. It is strict: what the reader of schemas does not
 * understand is an error here; a keyword that its type cannot have is an error when the schema is compiled, at its
 * first use.
 */
export function createValidator(schemas: SchemaMap): Validator {
  const nodes = readSchemas(schemas);
  const ajv = createAjv();
  ajv.addSchema({ $id: documentId, components: { schemas } });
  const origins = new Map<object, string>(
    [...nodes.values()].flatMap(schemaPlaces).map(({ node }) => [node.said, node.origin.slice(1)]),
  );
  const compiled = new Map<string, ValidateFunction>();

  const compile = (component: string): ValidateFunction => {
    const known = compiled.get(component);
    if (known !== undefined) return known;
    readSchema(schemas, component);
    const fresh = ajv.compile({
      $ref: `${documentId}${componentPrefix}${encodeURIComponent(pointerToken(component))}`,
    });
    compiled.set(component, fresh);
    return fresh;
  };

  return {
    validate(component, value) {
      const check = compile(component);
      const errors = check(value) ? [] : (check.errors ?? []);
      return [
        ...errors.map((error) => schemaError(error, origins)),
        ...ruleErrors(readSchema(schemas, component), value as Json, ''),
      ];
    },
    compile(component) {
      void createAjv().validateSchema(schemas[component] ?? {}, true);
      compile(component);
    },
  };
}

function createAjv(): Ajv2020 {
  demandCodeGeneration();
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
    verbose: true,
    ownProperties: true,
    // The sources are validated against the meta-schema in their own check; here that costs more than the schemas.
    validateSchema: false,
    formats: { ...formats },
    logger: false,
  });
  ajv.addVocabulary([...ownAnnotations, 'components']);
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({ keyword: 'uniqueItems', type: 'array', schemaType: 'boolean', validate: uniqueItems });
  return ajv;
}

/** Replaces Ajv's own check, which compares every two items; on 200 mappings it costs more than all other keywords. */
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

function schemaError(error: ErrorObject, origins: ReadonlyMap<object, string>): SchemaError {
  const place = error.parentSchema === undefined ? undefined : origins.get(error.parentSchema);
  return {
    pointer: error.instancePath,
    keyword: error.keyword,
    schemaPointer: place === undefined ? error.schemaPath : `${place}/${error.keyword}`,
    message: error.message ?? `breaks ${error.keyword}`,
    params: error.params as Readonly<Record<string, unknown>>,
  };
}

/** The violations of named rules in a value and all its parts. */
function ruleErrors(node: Node, value: Json, pointer: string): readonly SchemaError[] {
  if (!isRuled(node)) return [];
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    const own = node.rules.flatMap((rule) =>
      repeatingIndices(rule, list).map((index) => ({
        pointer: `${pointer}/${index}`,
        keyword: rule.id,
        schemaPointer: rule.pointer,
        message: rule.stated.says,
        params: {},
      })),
    );
    const { items } = node;
    return items === null || !isRuled(items)
      ? own
      : [...own, ...list.flatMap((item, n) => ruleErrors(items, item, `${pointer}/${n}`))];
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const child = node.properties.get(name) ?? node.additional;
    return typeof child === 'boolean' ? [] : ruleErrors(child, inner, `${pointer}/${pointerToken(name)}`);
  });
}

const ruled = new WeakMap<Node, boolean>();

/** Whether a schema, or one below it, has a rule. */
function isRuled(node: Node): boolean {
  const known = ruled.get(node) ?? schemaPlaces(node).some(({ node: { rules } }) => rules.length > 0);
  ruled.set(node, known);
  return known;
}
