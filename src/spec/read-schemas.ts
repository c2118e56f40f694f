import { DocumentFault } from '../shared/errors.js';
import { formats, type FormatName } from '../shared/formats.js';
import { isObject, type Json } from '../shared/json.js';
import { keywords, type Breakable, type ValueForm } from '../shared/keywords.js';
import type { Node } from './node.js';
import { pointerToken } from '../shared/pointer.js';
import { itemRule, type ItemRule } from './rules.js';
import {
  annotations,
  componentName,
  componentPrefix,
  jsonTypes,
  type JsonType,
  type Schema,
  type SchemaMap,
} from './schema.js';

/** A fault in a schema, and its place. */
export class SchemaFault extends DocumentFault {
  /** Location in the OpenAPI document, as a JSON pointer. */
  readonly pointer: string;

  constructor(
    origin: string,
    readonly what: string,
    keyword?: string,
  ) {
    super(`${origin}: ${what}`);
    this.pointer = origin.slice(1) + (keyword === undefined ? '' : `/${pointerToken(keyword)}`);
  }
}

const known = new WeakMap<SchemaMap, ReadonlyMap<string, Node>>();

/**
 * Reads the component schemas of an OpenAPI document, by name. The whole project uses schemas in this form only: what
 * this reader does not understand is ignored nowhere.
 *
 * @throws SchemaFault that names the place of a keyword, a rule or an annotation that is not understood, or not
 * well-formed
 */
export function readSchemas(schemas: SchemaMap): ReadonlyMap<string, Node> {
  const read = known.get(schemas) ?? new SchemaReader(schemas).all();
  known.set(schemas, read);
  return read;
}

/** Reads a component by its name. */
export function readSchema(schemas: SchemaMap, component: string): Node {
  const nodes = readSchemas(schemas);
  const node = nodes.get(component);
  if (node === undefined)
    throw new DocumentFault(`the document has no schema ${component}; it has ${[...nodes.keys()].join(', ')}`);
  return node;
}

class SchemaReader {
  private readonly done = new Map<string, Node>();
  private readonly open = new Set<string>();

  constructor(private readonly schemas: SchemaMap) {}

  all(): ReadonlyMap<string, Node> {
    for (const name of Object.keys(this.schemas)) this.component(name, componentPrefix + name);
    return this.done;
  }

  private component(name: string, from: string): Node {
    const read = this.done.get(name);
    if (read !== undefined) return read;
    if (!Object.hasOwn(this.schemas, name)) throw new SchemaFault(from, `$ref leads to no schema: ${name}`);
    if (this.open.has(name))
      throw new SchemaFault(from, `$ref leads back to ${name}; a schema that holds itself is not supported`);
    this.open.add(name);
    const node = this.node(this.schemas[name], `${componentPrefix}${pointerToken(name)}`, name);
    const own = { ...node, component: name, whole: true };
    this.done.set(name, own);
    return own;
  }

  private node(given: unknown, origin: string, component: string): Node {
    if (!isObject(given)) throw new SchemaFault(origin, `not a schema: ${JSON.stringify(given)}`);
    const schema = given as Schema;
    if (schema.$ref !== undefined) return this.referred(schema, origin);
    for (const [keyword, value] of Object.entries(given)) demandKnown(keyword, value, origin);
    const inner = (part: keyof Schema, name?: string): string =>
      `${origin}/${part}${name === undefined ? '' : `/${pointerToken(name)}`}`;
    const properties = new Map(
      Object.entries(schema.properties ?? {}).map(([name, child]) => [
        name,
        this.node(child, inner('properties', name), component),
      ]),
    );
    const items = schema.items === undefined ? null : this.node(schema.items, inner('items'), component);
    const { additionalProperties: additional = true, type } = schema;
    return {
      origin,
      component,
      whole: false,
      said: schema,
      keywords: Object.keys(schema).filter((name): name is Breakable => keywords.has(name) && name !== 'properties'),
      types: type === undefined ? null : new Set(Array.isArray(type) ? (type as JsonType[]) : [type as JsonType]),
      choices: schema.enum ?? null,
      constant: schema.const === undefined ? null : { value: schema.const },
      minLength: schema.minLength ?? 0,
      maxLength: schema.maxLength ?? Infinity,
      pattern: schema.pattern === undefined ? null : new RegExp(schema.pattern, 'u'),
      format: (schema.format ?? null) as FormatName | null,
      minimum: schema.minimum ?? -Infinity,
      maximum: schema.maximum ?? Infinity,
      exclusiveMinimum: schema.exclusiveMinimum ?? -Infinity,
      exclusiveMaximum: schema.exclusiveMaximum ?? Infinity,
      multipleOf: schema.multipleOf ?? null,
      items,
      minItems: schema.minItems ?? 0,
      maxItems: schema.maxItems ?? Infinity,
      uniqueItems: schema.uniqueItems ?? false,
      properties,
      required: schema.required ?? [],
      additional:
        typeof additional === 'boolean' ? additional : this.node(additional, inner('additionalProperties'), component),
      fallback: schema.default,
      defaults: Object.fromEntries(
        [...properties].flatMap(([name, { fallback }]) => (fallback === undefined ? [] : [[name, fallback]])),
      ),
      rules: rulesOf(schema, origin, items),
    };
  }

  private referred(schema: Schema, origin: string): Node {
    const { $ref, ...own } = schema;
    for (const keyword of Object.keys(own))
      if (!annotations.has(keyword))
        throw new SchemaFault(origin, `the keyword ${keyword} beside $ref is not supported`);
    if (typeof $ref !== 'string' || !$ref.startsWith(componentPrefix))
      throw new SchemaFault(origin, `the keyword $ref must lead to ${componentPrefix}..., not ${JSON.stringify($ref)}`);
    const node = this.component(componentName($ref), origin);
    const said = { ...node.said, ...own };
    return { ...node, said, fallback: said.default, rules: [...node.rules, ...rulesOf(own, origin, node.items)] };
  }
}

function rulesOf(schema: Schema, origin: string, items: Node | null): readonly ItemRule[] {
  const stated: unknown = schema['x-rules'] ?? [];
  if (!Array.isArray(stated)) throw new SchemaFault(origin, 'the keyword x-rules must be a list');
  return stated.map((one: unknown, index) => {
    if (!isObject(one) || typeof one['id'] !== 'string')
      throw new SchemaFault(origin, 'the keyword x-rules holds a rule without an id');
    const rule = itemRule(one as never, `${origin.slice(1)}/x-rules/${index}`, items?.defaults ?? {});
    if (rule === undefined) throw new SchemaFault(origin, `no rule is known as ${JSON.stringify(one['id'])}`);
    return rule;
  });
}

/** The values that each form of keyword allows. */
const forms: Readonly<Record<ValueForm, (value: Json) => boolean>> = {
  any: () => true,
  count: (value) => Number.isInteger(value) && Number(value) >= 0,
  flag: (value) => typeof value === 'boolean',
  'flag or schema': (value) => typeof value === 'boolean' || isObject(value),
  format: (value) => typeof value === 'string' && Object.hasOwn(formats, value),
  list: Array.isArray,
  names: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  number: (value) => typeof value === 'number',
  pattern: isPattern,
  schemas: isObject,
  step: (value) => typeof value === 'number' && value > 0,
  types: (value) => {
    const names = (Array.isArray(value) ? value : [value]) as Json[];
    return names.length > 0 && names.every((name) => (jsonTypes as readonly Json[]).includes(name));
  },
};

function isPattern(value: Json): boolean {
  if (typeof value !== 'string') return false;
  try {
    new RegExp(value, 'u');
    return true;
  } catch {
    return false;
  }
}

function demandKnown(keyword: string, value: Json, origin: string): void {
  if (keyword === 'items' || annotations.has(keyword)) return;
  const form = keywords.get(keyword)?.takes ?? null;
  if (form === null) throw new SchemaFault(origin, `the keyword ${keyword} is not supported`, keyword);
  if (!forms[form](value))
    throw new SchemaFault(origin, `the keyword ${keyword} cannot be ${JSON.stringify(value)}`, keyword);
}
