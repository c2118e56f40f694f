import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Case, Shape } from '../../contract/case.js';

const text = { type: 'string', maxLength: 200_000 } as const;
const object = { type: 'object' } as const;
const nullable = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
const whole = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

const shapes: Readonly<Record<Shape, true>> = {
  single: true,
  twice: true,
  race: true,
  isolated: true,
  everywhere: true,
  again: true,
  crowd: true,
  followed: true,
  'after-a-second': true,
};

const schema = whole({
  requirement: text,
  index: { type: 'integer', minimum: 0 },
  drawn: { type: 'boolean' },
  shape: { enum: Object.keys(shapes) },
  method: { enum: ['PUT', 'POST', 'PATCH'] },
  path: text,
  headers: {
    type: 'array',
    maxItems: 1_000,
    items: { type: 'array', prefixItems: [text, text], minItems: 2, maxItems: 2 },
  },
  body: nullable({ type: 'string', pattern: '^[A-Za-z0-9+/]*={0,2}$', maxLength: 8_000_000 }),
  raw: nullable({
    ...whole({
      framing: { enum: ['content-length', 'chunked', 'small-chunks', 'split', 'trailers', 'none'] },
      requestLine: nullable(text),
      omitHost: { type: 'boolean' },
    }),
    dependentSchemas: { behind: { properties: { behind: { enum: ['trailers', 'long-body', 'long-chunks'] } } } },
  }),
  expect: whole({
    statuses: { type: 'array', maxItems: 1_000, items: { type: 'integer' } },
    codes: nullable({ type: 'array', maxItems: 1_000, items: text }),
    gateway404: { type: 'boolean' },
    belowApi: { type: 'boolean' },
    good: { type: 'boolean' },
    conflict: { type: 'boolean' },
    forces: nullable({ type: 'integer' }),
    foldsPortId: { type: 'boolean' },
  }),
  applies: { type: 'array', maxItems: 1_000, items: object },
  base: nullable({ type: 'integer' }),
  member: nullable(text),
  rival: nullable(object),
  prepare: nullable({ anyOf: [object, { type: 'array', maxItems: 1_000, items: object }, { const: 'baseline' }] }),
});

let validate: ValidateFunction<Case> | null = null;

/** Whether a value is a complete case with a method that the contract sends. */
export function isCase(value: unknown): value is Case {
  validate ??= new Ajv2020({ allowUnionTypes: true, strict: false }).compile<Case>(schema);
  return validate(value);
}
