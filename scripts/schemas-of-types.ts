import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

/** The types whose JSON Schemas the package exports. */
const TYPES = [
  { name: 'report', type: 'Report', source: 'src/report/report.ts', title: 'Report of vpcep-contract' },
  {
    name: 'statement',
    type: 'Statement',
    source: 'src/compare/statement.ts',
    title: 'Conformance statement of vpcep-contract',
  },
];

/**
 * Returns the JSON Schemas (2020-12) of the program's JSON output, by file name. Docstrings become the descriptions.
 */
export function schemasOfTypes(root: string): readonly (readonly [file: string, schema: object])[] {
  return TYPES.map(({ name, type, source, title }) => {
    const { $schema: _draft, ...schema } = createGenerator({
      path: join(root, source),
      tsconfig: join(root, 'tsconfig.json'),
      type,
      topRef: false,
      sortProps: false,
      // `npm run types` does it.
      skipTypeCheck: true,
    }).createSchema(type);
    const today = modernised(schema) as object;
    return [`${name}.schema.json`, { $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...today }];
  });
}

/** Converts a schema of draft 7, which the generator makes, to draft 2020-12. */
function modernised(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(modernised);
  if (typeof node !== 'object' || node === null) return node;
  const { definitions, items, maxItems, $ref, ...kept } = node as Record<string, unknown>;
  const isTuple = Array.isArray(items);
  return Object.fromEntries(
    Object.entries({
      ...(typeof $ref === 'string' ? { $ref: $ref.replace('#/definitions/', '#/$defs/') } : {}),
      ...kept,
      ...(isTuple ? { prefixItems: items, items: false } : { items, maxItems }),
      $defs: definitions,
    })
      .filter(([, value]) => value !== undefined)
      .map(([keyword, value]) => [keyword, modernised(value)]),
  );
}
