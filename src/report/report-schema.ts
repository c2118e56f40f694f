import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

let validate: ValidateFunction | null = null;

/** The first thing in which a value is no report by its JSON Schema, and where; null where it is one. */
export function departureFromSchema(value: unknown): string | null {
  validate ??= compiled();
  if (validate(value)) return null;
  const [error] = validate.errors ?? [];
  return `${error?.instancePath === '' ? 'it' : (error?.instancePath ?? 'it')} ${error?.message ?? 'is wrong'}`;
}

/** The schema lies beside the sources, and beside the program that is built of them. */
function compiled(): ValidateFunction {
  const schema = JSON.parse(readFileSync(new URL('report.schema.json', import.meta.url), 'utf8')) as object;
  return new Ajv2020({ allowUnionTypes: true }).compile(schema);
}
