import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { OpenApiDocument } from '../data.js';
import { checkCompile } from './check-compile.js';
import { checkRedocly } from './check-redocly.js';
import { checkSwagger } from './check-swagger.js';
import { parseSource } from './source.js';

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const sound = readFileSync(at('openapi/update-endpoint-service.yaml'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'checks-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The document with one text in it replaced. */
function broken(from: string, to: string): string {
  if (!sound.includes(from)) throw new Error(`the document does not hold ${from}`);
  return sound.replace(from, to);
}

function written(text: string, name: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const compile = (text: string): readonly string[] =>
  checkCompile(parseSource(text, 's.yaml').value as unknown as OpenApiDocument).map(
    ({ pointer, what }) => `${pointer}: ${what}`,
  );

describe('swagger-parser', () => {
  it('has no complaint about the document', async () => {
    expect(await checkSwagger(written(sound, 'sound.yaml'))).toEqual([]);
  });

  it.each([
    [
      'a reply without a description',
      '          description: The gateway has timed out.\n',
      '',
      "responses/504 must have required property 'description'",
    ],
    [
      'credentials in an unknown place',
      '      in: header\n',
      '      in: heading\n',
      '#/components/securitySchemes/token/in must be equal',
    ],
    [
      'a reference that leads nowhere',
      'parameters/project_id',
      'parameters/project',
      '"#/components/parameters/project"',
    ],
  ])('complains about %s', async (name, from, to, message) => {
    const complaints = await checkSwagger(written(broken(from, to), `${name.replaceAll(' ', '-')}.yaml`));
    expect(complaints.join('\n')).toContain(message);
  });
});

describe('the strict compile', () => {
  it('has no complaint about the document', () => {
    expect(compile(sound)).toEqual([]);
  });

  it.each([
    [
      'a misspelt keyword',
      'maxLength: 16',
      'maxLenght: 16',
      /service_name\/maxLenght: the keyword maxLenght is not supported/,
    ],
    [
      'a keyword of another type',
      'maxLength: 16',
      'maximum: 16',
      /RequestBody: strict mode: missing type "number" for keyword "maximum"/,
    ],
    ['an unknown format', 'format: uuid', 'format: guid', /port_id\/format: the keyword format cannot be "guid"/],
    [
      'a required member that is not described',
      '        - pool_id\n',
      '        - pool\n',
      /ServiceResp: .*required property "pool" is not defined/,
    ],
    ['an unknown rule', 'id: distinct-mappings', 'id: distinct', /ports: no rule is known as "distinct"/],
    [
      'an example with a doubled mapping',
      '                    - client_port: 8082\n                      server_port: 23\n',
      '                    - client_port: 8081\n                      server_port: 22\n',
      /examples\/document\/value\/ports: must NOT have duplicate items/,
    ],
  ])('complains about %s', (_, from, to, message) => {
    const complaints = compile(broken(from, to));
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(message);
  });
});

describe('redocly lint', () => {
  const config = at('redocly.yaml');

  it('has no complaint about the document', async () => {
    expect(await checkRedocly(written(sound, 'sound.yaml'), config)).toEqual([]);
  });

  it('complains about an unused component and a path parameter that is not defined', async () => {
    const orphan = broken(
      '    TagList:\n',
      '    Orphan:\n      description: Nobody uses it.\n      type: object\n    TagList:\n',
    );
    const text = orphan.replace("      - $ref: '#/components/parameters/project_id'\n", '');
    expect(await checkRedocly(written(text, 'orphan.yaml'), config)).toEqual([
      expect.stringMatching(
        /^line \d+: The operation does not define the path parameter `\{project_id\}`.*\(path-parameters-defined\)$/,
      ),
      expect.stringMatching(/^line \d+: Component: "project_id" is never used\. \(no-unused-components\)$/),
      expect.stringMatching(/^line \d+: Component: "Orphan" is never used\. \(no-unused-components\)$/),
    ]);
  });
});
