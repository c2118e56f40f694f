import type { JsonObject } from '../shared/json.js';
import { fileKey, type OptionTable } from './option.js';
import { mockOptions } from './mock-options.js';
import { allOptions } from './options.js';

/** Where editors find the schema of the file. */
export const CONFIG_SCHEMA_ID = 'vpcep-contract/config.schema.json';

const reference = {
  type: 'string',
  pattern: '\\$\\{',
  description: 'contains ${NAME} or ${NAME:-default}, the value of a variable',
} as const;

/** Returns the JSON Schema (2020-12) of the configuration file, made from the option tables. */
export function configSchema(): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: CONFIG_SCHEMA_ID,
    title: 'Configuration of vpcep-contract',
    description: 'vpcep.config.yaml, .yml, .json, .js, .mjs, .cjs or .ts',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string', description: 'where editors find this schema' },
      target: { type: 'string', minLength: 1, description: 'name of the target that is judged if none is chosen' },
      targets: {
        type: 'object',
        description: 'targets by name; their options win over those beside `targets`; `{}` is the embedded mock',
        propertyNames: { pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' },
        additionalProperties: { $ref: '#/$defs/settings' },
      },
      mock: {
        type: 'object',
        description: 'options of `vpcep-contract mock`',
        additionalProperties: false,
        properties: propertiesOf(mockOptions),
      },
      ...propertiesOf(allOptions),
    },
    $defs: {
      reference,
      settings: { type: 'object', additionalProperties: false, properties: propertiesOf(allOptions) },
    },
  };
}

function propertiesOf(table: OptionTable): JsonObject {
  return Object.fromEntries(
    Object.entries(table).map(([name, option]) => {
      const { takes, says, byDefault, variable, schema } = option;
      if (takes === 'secret') {
        const example = `\${${variable ?? 'TOKEN'}}`;
        return [fileKey(name, option), { ...schema, description: `${says}: a reference such as ${example}` }];
      }
      const description = byDefault === null ? says : `${says} (default: ${byDefault})`;
      const { type } = schema as { readonly type?: unknown };
      const value = type === 'string' ? schema : { anyOf: [schema, { $ref: '#/$defs/reference' }] };
      return [fileKey(name, option), { description, ...value }];
    }),
  );
}
