import { codeClasses } from '../data.js';

const text = { type: 'string', minLength: 1 } as const;
const status = { type: 'integer', minimum: 100, maximum: 599 } as const;

/** JSON Schema of `openapi/readings.yaml`. */
export const readingsShape = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'title', 'text', 'profiles'],
    properties: {
      id: { type: 'string', pattern: '^R[1-9][0-9]*$' },
      title: text,
      text,
      profiles: {
        type: 'object',
        additionalProperties: false,
        required: ['document', 'production'],
        properties: {
          document: { type: ['string', 'null'], minLength: 1 },
          production: { type: ['string', 'null'], minLength: 1 },
        },
      },
    },
  },
} as const;

/** JSON Schema of `openapi/error-codes.yaml`. */
export const errorCodesShape = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['code', 'status', 'message', 'class'],
    properties: {
      code: { type: 'string', pattern: '^[A-Za-z]+\\.[0-9]{4}$' },
      status: { type: 'array', minItems: 1, items: status },
      message: text,
      class: { type: 'string', enum: codeClasses },
    },
  },
} as const;

const row = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'type', 'description'],
  properties: {
    name: text,
    mandatory: { type: 'boolean' },
    type: text,
    refersTo: text,
    minLength: { type: 'integer', minimum: 0 },
    maxLength: { type: 'integer', minimum: 0 },
    maxLengthInWords: { type: 'integer', minimum: 0 },
    range: { type: 'array', minItems: 2, maxItems: 2, items: { type: 'integer' } },
    default: { type: ['boolean', 'string', 'integer'] },
    defaultInWords: text,
    values: { type: 'array', minItems: 1, items: text },
    allowed: { type: 'array', minItems: 1, items: text },
    forbidden: { type: 'array', minItems: 1, items: text },
    noBlankAtEnds: { type: 'boolean', const: true },
    mayBeEmpty: { type: 'boolean' },
    format: text,
    maxItems: { type: 'integer', minimum: 0 },
    distinct: { type: 'boolean', const: true },
    conflict: { type: 'boolean', const: true },
    onlyWhen: text,
    description: text,
  },
} as const;

/** JSON Schema of `openapi/document-facts.json`. */
export const documentFactsShape = {
  type: 'object',
  additionalProperties: false,
  required: ['operation', 'method', 'path', 'tables', 'statuses'],
  properties: {
    operation: text,
    method: text,
    path: text,
    tables: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['table', 'title', 'anchor', 'status', 'rows'],
        properties: {
          table: { type: 'integer', minimum: 1 },
          title: text,
          anchor: { type: ['string', 'null'], minLength: 1 },
          status: { type: ['integer', 'null'], minimum: 100, maximum: 599 },
          rows: { type: 'array', minItems: 1, items: row },
        },
      },
    },
    statuses: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['status', 'description'],
        properties: { status, description: text },
      },
    },
  },
} as const;

const content = {
  type: 'object',
  minProperties: 1,
  additionalProperties: {
    type: 'object',
    required: ['schema'],
    properties: {
      schema: { type: 'object', required: ['$ref'], properties: { $ref: text } },
      examples: {
        type: 'object',
        additionalProperties: { type: 'object', required: ['value'], properties: { value: {} } },
      },
    },
  },
} as const;

const operation = {
  type: 'object',
  required: ['operationId', 'requestBody', 'responses'],
  properties: {
    operationId: text,
    requestBody: {
      type: 'object',
      required: ['required', 'content'],
      properties: { required: { type: 'boolean' }, content },
    },
    responses: {
      type: 'object',
      minProperties: 1,
      additionalProperties: {
        type: 'object',
        required: ['description', 'content'],
        properties: { description: text, content },
      },
    },
  },
} as const;

const components = {
  type: 'object',
  required: ['schemas', 'parameters', 'securitySchemes'],
  properties: {
    schemas: { type: 'object', minProperties: 1, additionalProperties: { type: 'object' } },
    parameters: { type: 'object', additionalProperties: { type: 'object' } },
    securitySchemes: { type: 'object', additionalProperties: { type: 'object' } },
  },
} as const;

/** JSON Schema of the parts of `openapi/update-endpoint-service.yaml` that the project needs to read it at all. */
export const openApiShape = {
  type: 'object',
  required: ['openapi', 'info', 'paths', 'components'],
  properties: {
    openapi: { type: 'string', pattern: '^3\\.1\\.[0-9]+$' },
    info: { type: 'object', required: ['title', 'version'], properties: { title: text, version: text } },
    paths: {
      type: 'object',
      minProperties: 1,
      additionalProperties: { type: 'object', required: ['put'], properties: { put: operation } },
    },
    components,
  },
} as const;
