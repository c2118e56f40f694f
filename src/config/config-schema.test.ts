import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { configSchema } from './config-schema.js';

describe('the JSON Schema of the file', () => {
  it('is the one that the package holds, made from the table of options', () => {
    const shipped = JSON.parse(
      readFileSync(new URL('../../generated/config.schema.json', import.meta.url), 'utf8'),
    ) as unknown;
    expect(shipped).toEqual(configSchema());
  });

  it('takes a whole file, and knows every option in a target too', () => {
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(configSchema());
    expect(
      validate({ $schema: 'x', target: 'a', targets: { a: { timeout: 3, seed: '${S}' } }, mock: { port: 1 } }),
    ).toBe(true);
    expect(validate({ targets: { a: { unknown: 1 } } })).toBe(false);
  });
});
