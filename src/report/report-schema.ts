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

/** The schema lies beside the program that is built, and among what is generated for the sources. */
function compiled(): ValidateFunction {
  const fromSource = import.meta.url.endsWith('.ts');
  const file = new URL(fromSource ? '../../generated/report.schema.json' : 'report.schema.json', import.meta.url);
  const schema = JSON.parse(readFileSync(file, 'utf8')) as object;
  return new Ajv2020({ allowUnionTypes: true }).compile(schema);
}
