import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { demandCodeGeneration } from '../shared/code-generation.js';

let validate: ValidateFunction | null = null;

/** The first place where a value departs from the JSON Schema of a report, and how; null if it conforms. */
export function departureFromSchema(value: unknown): string | null {
  validate ??= compiled();
  if (validate(value)) return null;
  const [error] = validate.errors ?? [];
  return `${error?.instancePath === '' ? 'it' : (error?.instancePath ?? 'it')} ${error?.message ?? 'is wrong'}`;
}

/** Compiles the schema, which lies beside the built program, and among the generated files of the sources. */
function compiled(): ValidateFunction {
  demandCodeGeneration();
  const fromSource = import.meta.url.endsWith('.ts');
  const file = new URL(fromSource ? '../../generated/report.schema.json' : 'report.schema.json', import.meta.url);
  const schema = JSON.parse(readFileSync(file, 'utf8')) as object;
  return new Ajv2020({ allowUnionTypes: true }).compile(schema);
}
