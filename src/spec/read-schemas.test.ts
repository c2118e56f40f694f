import { describe, expect, it } from 'vitest';
import { readSchema, readSchemas } from './read-schemas.js';
import type { SchemaMap } from './schema.js';

const read = (schema: object, others: Record<string, object> = {}): ReturnType<typeof readSchemas> =>
  readSchemas({ T: schema, ...others });

describe('reading a schema', () => {
  it.each([
    [
      'an unknown keyword',
      { type: 'string', contentEncoding: 'base64' },
      '#/components/schemas/T: the keyword contentEncoding is not supported',
    ],
    ['a combination', { anyOf: [{ type: 'string' }] }, '#/components/schemas/T: the keyword anyOf is not supported'],
    [
      'a keyword deep inside',
      { properties: { 'a/b': { items: { not: {} } } } },
      '#/components/schemas/T/properties/a~1b/items: the keyword not is not supported',
    ],
    [
      'a keyword of additional members',
      { additionalProperties: { if: {} } },
      '#/components/schemas/T/additionalProperties: the keyword if is not supported',
    ],
    [
      'an unknown format',
      { type: 'string', format: 'ipv4' },
      '#/components/schemas/T: the keyword format cannot be "ipv4"',
    ],
    ['an unknown type', { type: 'text' }, '#/components/schemas/T: the keyword type cannot be "text"'],
    ['no type at all', { type: [] }, '#/components/schemas/T: the keyword type cannot be []'],
    ['a bound that is not a number', { minimum: '1' }, '#/components/schemas/T: the keyword minimum cannot be "1"'],
    ['a negative length', { maxLength: -1 }, '#/components/schemas/T: the keyword maxLength cannot be -1'],
    ['a step of 0', { multipleOf: 0 }, '#/components/schemas/T: the keyword multipleOf cannot be 0'],
    ['an invalid pattern', { pattern: '[' }, '#/components/schemas/T: the keyword pattern cannot be "["'],
    ['a boolean schema', { items: false }, '#/components/schemas/T/items: not a schema: false'],
    ['an unknown rule', { 'x-rules': [{ id: 'other' }] }, '#/components/schemas/T: no rule is known as "other"'],
    [
      'a rule named like what objects inherit',
      { 'x-rules': [{ id: 'toString' }] },
      '#/components/schemas/T: no rule is known as "toString"',
    ],
    ['an unknown extension', { 'x-other': 1 }, '#/components/schemas/T: the keyword x-other is not supported'],
    [
      'members that are not an object',
      { properties: [] },
      '#/components/schemas/T: the keyword properties cannot be []',
    ],
    ['names that are not texts', { required: [1] }, '#/components/schemas/T: the keyword required cannot be [1]'],
    ['a choice that is not a list', { enum: 'a' }, '#/components/schemas/T: the keyword enum cannot be "a"'],
    [
      'a rule without an id',
      { 'x-rules': [{ says: 'x' }] },
      '#/components/schemas/T: the keyword x-rules holds a rule without an id',
    ],
    [
      'a reference to nothing',
      { items: { $ref: '#/components/schemas/None' } },
      '#/components/schemas/T/items: $ref leads to no schema: None',
    ],
    [
      'a reference elsewhere',
      { $ref: 'other.yaml#/T' },
      '#/components/schemas/T: the keyword $ref must lead to #/components/schemas/..., not "other.yaml#/T"',
    ],
    [
      'a constraint beside a reference',
      { $ref: '#/components/schemas/T', minLength: 1 },
      '#/components/schemas/T: the keyword minLength beside $ref is not supported',
    ],
    [
      'a schema that holds itself',
      { properties: { again: { $ref: '#/components/schemas/T' } } },
      '#/components/schemas/T/properties/again: $ref leads back to T; a schema that holds itself is not supported',
    ],
  ])('refuses %s', (_title, schema, message) => {
    expect(() => read(schema)).toThrow(message);
  });

  it('reads schemas that nothing refers to', () => {
    expect(() => read({}, { Aside: { oneOf: [] } })).toThrow(
      '#/components/schemas/Aside: the keyword oneOf is not supported',
    );
  });

  it('passes over annotations', () => {
    const node = read({
      title: 'T',
      description: 'x',
      default: 'd',
      examples: ['e'],
      deprecated: true,
      'x-clause': { table: 3 },
      type: 'string',
      maxLength: 2,
    }).get('T');
    expect(node?.keywords).toEqual(['type', 'maxLength']);
    expect(node?.fallback).toBe('d');
  });

  it('follows a reference and keeps the annotations and rules beside it', () => {
    const node = read(
      { $ref: '#/components/schemas/L', default: [], 'x-rules': [{ id: 'distinct-mappings' }] },
      { L: { type: 'array', maxItems: 2 } },
    ).get('T');
    expect(node).toMatchObject({ maxItems: 2, fallback: [], rules: [{ id: 'distinct-mappings' }] });
  });

  it('says whose keywords a schema has, and reads each document once', () => {
    const schemas: SchemaMap = {
      T: { type: 'object', properties: { in: { $ref: '#/components/schemas/L', description: 'beside' } } },
      L: { type: 'array', description: 'of its own' },
    };
    const inner = readSchema(schemas, 'T').properties.get('in');
    expect(inner).toMatchObject({ component: 'L', whole: true, origin: '#/components/schemas/L' });
    expect(inner?.said).toEqual({ type: 'array', description: 'beside' });
    expect(readSchemas(schemas)).toBe(readSchemas(schemas));
    expect(() => readSchema(schemas, 'None')).toThrow('the document has no schema None; it has L, T');
  });
});
