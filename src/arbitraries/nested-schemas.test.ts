import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serialize, type Json } from '../shared/json.js';
import type { Schema, SchemaMap } from '../spec/schema.js';
import { createValidator } from '../spec/validator.js';
import { createGenerators, type Generators, type Violation } from './index.js';

type Tiny = Generators<{ Tiny: Json; Item: Json }>;

const tiny = (schema: Schema, item: Schema = { type: 'null' }): Tiny =>
  createGenerators<{ Tiny: Json; Item: Json }>({ Tiny: schema, Item: item });
const idsOf = (violations: readonly Violation[]): string[] =>
  violations.map(({ pointer, keyword, way }) => `${pointer} ${keyword} ${way}`);

const nested: readonly { readonly title: string; readonly schema: Schema; readonly item?: Schema }[] = [
  {
    title: 'an object in an object',
    schema: {
      type: 'object',
      required: ['in'],
      properties: {
        in: {
          type: 'object',
          required: ['deep'],
          properties: { deep: { type: 'boolean' }, 'a/b': { type: 'integer', minimum: 3 } },
        },
      },
    },
  },
  {
    title: 'a list of lists',
    schema: {
      type: 'object',
      properties: {
        rows: {
          type: 'array',
          minItems: 2,
          items: {
            type: 'array',
            minItems: 1,
            maxItems: 4,
            uniqueItems: true,
            items: { type: 'integer', minimum: 0, maximum: 20 },
          },
        },
      },
    },
  },
  {
    title: 'lists of all the items there are',
    schema: {
      type: 'object',
      properties: {
        rows: {
          type: 'array',
          items: {
            type: 'array',
            minItems: 3,
            maxItems: 3,
            uniqueItems: true,
            items: { type: 'integer', minimum: 1, maximum: 4 },
          },
        },
      },
    },
  },
  { title: 'a list of anything', schema: { type: 'array', uniqueItems: true, minItems: 2, maxItems: 5 } },
  {
    title: 'a list of few different items',
    schema: {
      type: 'object',
      properties: { flags: { type: 'array', uniqueItems: true, maxItems: 2, items: { type: 'boolean' } } },
    },
  },
  {
    title: 'a list of objects of few values',
    schema: {
      type: 'object',
      properties: {
        l: {
          type: 'array',
          uniqueItems: true,
          maxItems: 3,
          items: { type: 'object', properties: { a: { type: 'boolean' }, b: { type: 'string', enum: ['x', 'y'] } } },
        },
      },
    },
  },
  {
    title: 'a closed object',
    schema: {
      type: 'object',
      properties: {
        l: {
          type: 'array',
          items: {
            type: 'object',
            properties: { a: { type: 'integer' } },
            required: ['a'],
            additionalProperties: false,
          },
        },
      },
      additionalProperties: false,
    },
  },
  { title: 'members of any name', schema: { type: 'object', additionalProperties: { type: 'string', maxLength: 3 } } },
  {
    title: 'an item by reference',
    schema: {
      type: 'object',
      properties: { l: { type: 'array', minItems: 1, items: { $ref: '#/components/schemas/Item' } } },
    },
    item: { type: 'object', properties: { when: { type: 'string', format: 'date-time' } }, required: ['when'] },
  },
  {
    title: 'numbers',
    schema: {
      type: 'object',
      properties: {
        n: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
        m: { type: 'integer', multipleOf: 5, minimum: -12, exclusiveMaximum: 12 },
        half: { type: 'number', multipleOf: 0.5, minimum: 0 },
      },
    },
  },
  {
    title: 'texts',
    schema: {
      type: 'object',
      properties: {
        code: { type: 'string', pattern: '^[a-z]+-[0-9]{2,4}$', maxLength: 12 },
        any: { type: 'string', minLength: 2, maxLength: 3 },
        plus: { type: 'string', pattern: '^[a-f]+$', maxLength: 5 },
      },
    },
  },
  {
    title: 'look-around',
    schema: {
      type: 'object',
      properties: { trimmed: { type: 'string', pattern: '^(?! )[^=*]*(?<! )$', maxLength: 10 } },
    },
  },
  {
    title: 'null beside a type',
    schema: {
      type: 'object',
      properties: {
        maybe: { type: ['integer', 'null'], minimum: 1, maximum: 5 },
        either: { type: ['string', 'array'], maxLength: 3, maxItems: 2, items: { type: 'null' } },
      },
    },
  },
  {
    title: 'constants',
    schema: {
      type: 'object',
      properties: {
        kind: { type: 'string', const: 'vpc' },
        pair: { type: 'array', const: [1, 2] },
        none: { type: 'null' },
      },
    },
  },
];

describe('a schema that holds others', () => {
  it.each(nested)('$title: good values keep it, each violation breaks one keyword', ({ schema, item }) => {
    const schemas: SchemaMap = { Tiny: schema, Item: item ?? { type: 'null' } };
    const generators = tiny(schema, item);
    const validator = createValidator(schemas);
    const complaints = (bytes: Uint8Array): { keyword: string; pointer: string }[] => {
      const body = JSON.parse(new TextDecoder().decode(bytes)) as unknown;
      return validator.validate('Tiny', body).map(({ keyword, pointer }) => ({ keyword, pointer }));
    };
    const good = fc.sample(generators.valid('Tiny'), { numRuns: 200, seed: 1 });
    expect(good.flatMap((value) => complaints(serialize(value)))).toEqual([]);
    expect(
      generators
        .boundaries('Tiny')
        .flatMap(({ value, apply }) => [
          ...complaints(serialize(value)),
          ...complaints(serialize(apply({ ...value }))),
        ]),
    ).toEqual([]);

    const violations = generators.violations('Tiny');
    expect(new Set(idsOf(violations)).size).toBe(violations.length);
    const wrong = violations.flatMap((violation) =>
      [...violation.examples, ...fc.sample(violation.arbitrary, { numRuns: 8, seed: 2 })].flatMap((patch, n) => {
        const body = serialize(violation.apply(good[n % good.length] ?? {}, patch));
        const indices = patch.places.map(({ index }) => String(index));
        const place = violation.pointer
          .split('/')
          .map((token) => (token === '*' ? indices.shift() : token))
          .join('/');
        const found = complaints(body);
        const sound =
          found.some((c) => c.keyword === violation.keyword && c.pointer === place) &&
          found.every(
            (c) =>
              c.pointer === place &&
              (c.keyword === violation.keyword ||
                (violation.keyword === 'type' && ['enum', 'const'].includes(c.keyword))),
          );
        return sound ? [] : [{ id: idsOf([violation]), found, body: new TextDecoder().decode(body).slice(0, 200) }];
      }),
    );
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it('breaks a member named __proto__ like any other', () => {
    const schema = JSON.parse(
      '{"type":"object","properties":{"__proto__":{"type":"integer"}},"required":["__proto__"]}',
    ) as Schema;
    const generators = tiny(schema);
    const [good] = fc.sample(generators.valid('Tiny'), 1);
    expect(JSON.stringify(good)).toMatch(/^{"__proto__":-?[0-9]+}$/);
    const bodies = generators.violations('Tiny').map((violation) => {
      const [patch] = violation.examples;
      return patch === undefined
        ? ''
        : new TextDecoder().decode(serialize(violation.apply(JSON.parse('{"__proto__":5}') as Json, patch)));
    });
    expect(bodies).toContain('{"__proto__":"80"}');
    expect(bodies).toContain('{}');
  });

  it('names the component, the place in it and the place in the body', () => {
    const schema: Schema = {
      type: 'object',
      properties: {
        'a/b': { type: 'array', items: { $ref: '#/components/schemas/Item' } },
        in: { type: 'object', properties: { x: { type: 'null' } } },
      },
    };
    const item: Schema = { type: 'object', properties: { y: { type: 'array', items: { type: 'null' } } } };
    const places = new Set(
      tiny(schema, item)
        .violations('Tiny')
        .map(({ pointer, component, member }) => `${pointer} ${component} ${member}`),
    );
    expect([...places]).toEqual([
      ' Tiny ',
      '/a~1b Tiny a/b',
      '/a~1b/* Item ',
      '/a~1b/*/y Item y',
      '/a~1b/*/y/* Item y/*',
      '/in Tiny in',
      '/in/x Tiny in/x',
    ]);
  });
});
