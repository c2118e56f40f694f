import type { Json } from '../shared/json.js';
import { assertions } from '../shared/keywords.js';
import { formats } from '../spec/formats.js';
import type { FormatName, JsonType, Node } from './node.js';

const TYPES: ReadonlySet<string> = new Set<JsonType>([
  'null',
  'boolean',
  'integer',
  'number',
  'string',
  'array',
  'object',
]);
const FORMATS: ReadonlySet<string> = new Set<string>(Object.keys(formats));
const ANNOTATIONS: ReadonlySet<string> = new Set([
  'title',
  'description',
  'default',
  'example',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'externalDocs',
  '$comment',
]);
const KEYWORDS: ReadonlySet<string> = new Set([
  ...assertions,
  'items',
  'properties',
  'required',
  'additionalProperties',
]);
const REF = '#/components/schemas/';

type Raw = Readonly<Record<string, unknown>>;

/**
 * Reads the component schemas of an OpenAPI document, following `$ref`.
 * A keyword that is not understood, or not well-formed, is an Error that names the place and the keyword.
 */
export function readSchemas(schemas: Readonly<Record<string, object>>, rules: ReadonlySet<string>): Map<string, Node> {
  const done = new Map<string, Node>();
  const open = new Set<string>();

  const component = (name: string, from: string): Node => {
    const known = done.get(name);
    if (known !== undefined) return known;
    if (!Object.hasOwn(schemas, name)) throw new Error(`${from}: $ref leads to no schema: ${name}`);
    if (open.has(name))
      throw new Error(`${from}: $ref leads back to ${name}; a schema that holds itself is not supported`);
    open.add(name);
    const node = { ...read(schemas[name], REF + name), name };
    done.set(name, node);
    return node;
  };

  const read = (schema: unknown, origin: string): Node => {
    if (!isRaw(schema)) throw new Error(`${origin}: not a schema: ${JSON.stringify(schema)}`);
    const own = ownRules(schema, origin, rules);
    if ('$ref' in schema) return reference(schema, origin, own);
    for (const keyword of Object.keys(schema)) {
      if (!KEYWORDS.has(keyword) && !ANNOTATIONS.has(keyword) && !keyword.startsWith('x-')) {
        throw new Error(`${origin}: the keyword ${keyword} is not supported`);
      }
    }
    const value = new Reader(schema, origin);
    return {
      origin,
      name: null,
      keywords: Object.keys(schema).filter((keyword) => KEYWORDS.has(keyword)),
      types: value.types(),
      choices: value.list('enum') as readonly Json[] | null,
      constant: 'const' in schema ? { value: schema.const as Json } : null,
      minLength: value.count('minLength', 0),
      maxLength: value.count('maxLength', Infinity),
      pattern: value.pattern(),
      format: value.format(),
      minimum: value.number('minimum', -Infinity),
      maximum: value.number('maximum', Infinity),
      exclusiveMinimum: value.number('exclusiveMinimum', -Infinity),
      exclusiveMaximum: value.number('exclusiveMaximum', Infinity),
      multipleOf: 'multipleOf' in schema ? value.number('multipleOf', 1) : null,
      items: 'items' in schema ? read(schema.items, `${origin}/items`) : null,
      minItems: value.count('minItems', 0),
      maxItems: value.count('maxItems', Infinity),
      uniqueItems: value.flag('uniqueItems'),
      properties: new Map(
        value.members().map(([name, child]) => [name, read(child, `${origin}/properties/${escape(name)}`)]),
      ),
      required: value.names('required'),
      additional:
        typeof schema.additionalProperties === 'object'
          ? read(schema.additionalProperties, `${origin}/additionalProperties`)
          : schema.additionalProperties !== false,
      fallback: schema.default as Json | undefined,
      rules: own,
    };
  };

  const reference = (schema: Raw, origin: string, own: readonly string[]): Node => {
    for (const keyword of Object.keys(schema)) {
      if (keyword !== '$ref' && !ANNOTATIONS.has(keyword) && !keyword.startsWith('x-')) {
        throw new Error(`${origin}: the keyword ${keyword} beside $ref is not supported`);
      }
    }
    const ref = schema.$ref;
    if (typeof ref !== 'string' || !ref.startsWith(REF)) {
      throw new Error(`${origin}: the keyword $ref must lead to ${REF}..., not ${JSON.stringify(ref)}`);
    }
    const node = component(ref.slice(REF.length), origin);
    const fallback = 'default' in schema ? (schema.default as Json) : node.fallback;
    return { ...node, fallback, rules: [...node.rules, ...own] };
  };

  for (const name of Object.keys(schemas)) component(name, REF + name);
  return done;
}

/** The text of a JSON pointer's token for a member name. */
export function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ownRules(schema: Raw, origin: string, known: ReadonlySet<string>): readonly string[] {
  const rules = schema['x-rules'];
  if (rules === undefined) return [];
  if (!Array.isArray(rules)) throw new Error(`${origin}: the keyword x-rules must be a list`);
  return rules.map((rule: unknown) => {
    const id = isRaw(rule) ? rule.id : undefined;
    if (typeof id !== 'string') throw new Error(`${origin}: the keyword x-rules holds a rule without an id`);
    if (!known.has(id)) throw new Error(`${origin}: the keyword x-rules names a rule that nobody generates: ${id}`);
    return id;
  });
}

/** Takes keywords out of a schema and refuses values that the keyword cannot have. */
class Reader {
  constructor(
    private readonly schema: Raw,
    private readonly origin: string,
  ) {}

  private refuse(keyword: string): never {
    throw new Error(`${this.origin}: the keyword ${keyword} cannot be ${JSON.stringify(this.schema[keyword])}`);
  }

  number(keyword: string, absent: number): number {
    const value = this.schema[keyword];
    if (value === undefined) return absent;
    return typeof value === 'number' && (keyword !== 'multipleOf' || value > 0) ? value : this.refuse(keyword);
  }

  count(keyword: string, absent: number): number {
    const value = this.number(keyword, absent);
    return value === Infinity || (Number.isInteger(value) && value >= 0) ? value : this.refuse(keyword);
  }

  flag(keyword: string): boolean {
    const value = this.schema[keyword] ?? false;
    return typeof value === 'boolean' ? value : this.refuse(keyword);
  }

  list(keyword: string): readonly unknown[] | null {
    const value = this.schema[keyword] ?? null;
    return value === null || Array.isArray(value) ? value : this.refuse(keyword);
  }

  names(keyword: string): readonly string[] {
    const value = this.list(keyword) ?? [];
    return value.every((name) => typeof name === 'string') ? value : this.refuse(keyword);
  }

  members(): readonly [string, unknown][] {
    const value = this.schema.properties ?? {};
    return isRaw(value) ? Object.entries(value) : this.refuse('properties');
  }

  types(): ReadonlySet<JsonType> | null {
    const value = this.schema.type;
    if (value === undefined) return null;
    const names: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (names.length === 0 || !names.every((name) => TYPES.has(name as string))) return this.refuse('type');
    return new Set(names as readonly JsonType[]);
  }

  format(): FormatName | null {
    const value = this.schema.format;
    if (value === undefined) return null;
    return typeof value === 'string' && FORMATS.has(value) ? (value as FormatName) : this.refuse('format');
  }

  pattern(): RegExp | null {
    const value = this.schema.pattern;
    if (value === undefined) return null;
    if (typeof value !== 'string') return this.refuse('pattern');
    try {
      return new RegExp(value, 'u');
    } catch {
      return this.refuse('pattern');
    }
  }
}
