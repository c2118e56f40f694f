import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../shared/errors.js';
import { generatedFiles } from './generated.js';
import { readSources } from './sources.js';

const openapi = fileURLToPath(new URL('../../../openapi', import.meta.url));
const generated = fileURLToPath(new URL('../../../generated', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sources-'));

const restore = (): void => cpSync(openapi, folder, { recursive: true });
beforeAll(restore);
afterEach(restore);
afterAll(() => rmSync(folder, { recursive: true }));

/** Replaces a text in a file of the folder. Throws an Error if it is not there. */
function change(file: string, from: string, to: string): void {
  const text = readFileSync(join(folder, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(join(folder, file), text.replace(from, to));
}

async function complaint(): Promise<string> {
  try {
    await generatedFiles(readSources(folder));
  } catch (error) {
    if (error instanceof UserError && error.remedy !== undefined) return error.message;
    throw error;
  }
  throw new Error('no error came');
}

const yaml = 'update-endpoint-service.yaml';

describe('the sources', () => {
  it('make what is in generated/', async () => {
    const files = await generatedFiles(readSources(openapi));
    expect(Object.keys(files)).toEqual(['schema.ts', 'document.ts']);
    for (const [name, text] of Object.entries(files)) {
      expect(text).toBe(readFileSync(join(generated, name), 'utf8').replaceAll('\r\n', '\n'));
    }
  });

  it.each([
    [
      'a reading without a title',
      'readings.yaml',
      '  title: Port numbers\n',
      '',
      /readings\.yaml:\d+:\d+: \/\d+ must have required property 'title'/,
    ],
    [
      'a repeated reading',
      'readings.yaml',
      '- id: R2\n',
      '- id: R1\n',
      /readings\.yaml:\d+:\d+: expected R2, found R1/,
    ],
    [
      'an unknown profile',
      'readings.yaml',
      'production: null',
      'staging: null',
      /readings\.yaml:\d+:\d+: .*(production|staging)/,
    ],
    [
      'an unknown class',
      'error-codes.yaml',
      'class: throttled',
      'class: slow',
      /error-codes\.yaml:\d+:\d+: \/\d+\/class must be equal to one of the allowed values: validation, throttled/,
    ],
    [
      'a repeated code',
      'error-codes.yaml',
      'EndPoint.0002',
      'ENDPOINT.0001',
      /error-codes\.yaml:\d+:\d+: ENDPOINT\.0001 occurs twice/,
    ],
    [
      'an unknown fact',
      'document-facts.json',
      '"mandatory"',
      '"obligatory"',
      /document-facts\.json:\d+:\d+: .*: obligatory/,
    ],
    [
      'another version of OpenAPI',
      yaml,
      'openapi: 3.1.1',
      'openapi: 3.2.0',
      /yaml:\d+:10: \/openapi must match pattern/,
    ],
    ['no operation', yaml, '    put:\n', '    post:\n', /yaml:\d+:\d+: \/paths\/.* must have required property 'put'/],
    [
      'a clause that is not in the document',
      yaml,
      '{ table: 3, row: service_name }',
      '{ table: 3, row: name }',
      /yaml:\d+:\d+: \/components\/schemas\/UpdateEndpointServiceRequestBody\/properties\/service_name\/x-clause names no place/,
    ],
    [
      'a missing reading',
      yaml,
      'x-reading: R2\n',
      'x-reading: R99\n',
      /service_name\/x-reading names no reading: "R99"/,
    ],
    [
      'a reading of a missing keyword',
      yaml,
      '{ default: R12 }',
      '{ default: R77 }',
      /approval_enabled\/x-readings\/default names no reading: "R77"/,
    ],
    [
      'an unknown rule',
      yaml,
      'id: distinct-mappings',
      'id: distinct-ports',
      /ports\/x-rules\/0\/id names no rule: "distinct-ports"/,
    ],
    [
      'a misspelt keyword',
      yaml,
      'maxLength: 16',
      'maxLenght: 16',
      /yaml:\d+:\d+: \/components\/schemas\/UpdateEndpointServiceRequestBody\/properties\/service_name\/maxLenght: the keyword maxLenght is not supported/,
    ],
    [
      'a reference that leads nowhere',
      yaml,
      "schemas/TagList'",
      "schemas/Tags'",
      /properties\/tags\/items\/\$ref leads nowhere/,
    ],
    [
      'a reference outside the schemas that leads nowhere',
      yaml,
      'parameters/project_id',
      'parameters/project',
      /yaml:\d+:\d+: \/paths\/.*\/parameters\/0\/\$ref leads nowhere: "#\/components\/parameters\/project"/,
    ],
    [
      'an example that is not valid',
      yaml,
      'service_name: test\n',
      'service_name: a.b\n',
      /yaml:\d+:\d+: .*\/requestBody\/content\/application~1json\/examples\/document\/value\/service_name: must match pattern/,
    ],
    [
      'a default that is not valid',
      yaml,
      'default: internal',
      'default: private',
      /cidr_type\/default: must be equal to one of the allowed values/,
    ],
    ['invalid YAML', yaml, 'openapi: 3.1.1', 'openapi: [3.1.1', /openapi\/update-endpoint-service\.yaml:\d+:\d+: /],
  ])('are refused with one message that names file and line: %s', async (_, file, from, to, message) => {
    change(file, from, to);
    expect(await complaint()).toMatch(message);
  });

  it('are refused if a file is missing', async () => {
    rmSync(join(folder, 'readings.yaml'));
    expect(await complaint()).toMatch(/^openapi\/readings\.yaml: cannot be read/);
  });
});
