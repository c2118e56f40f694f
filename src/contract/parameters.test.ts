import { describe, expect, it } from 'vitest';
import { createGenerators, type AnyGenerators } from '../arbitraries/index.js';
import { documentWith } from '../operation/document.fixture.js';
import { readOperation } from '../operation/read-operation.js';
import { casesOf } from './cases-of.js';
import type { Schema } from '../spec/schema.js';
import { contextWith } from './context.fixture.js';
import { everyBreachOf } from './parameters.js';
import type { Requirement } from './requirement.js';
import { refuses, unknownService } from './then.js';

const SERVICE = 'vpc_endpoint_service_id';

/** The expanded requirements if the id of a service has another schema. */
function unfolded(schema: Schema): readonly Requirement[] {
  const document = documentWith(() => undefined);
  Object.assign(document.components.parameters[SERVICE] as object, { schema });
  const operation = readOperation(document);
  const generators: AnyGenerators = createGenerators(operation.components);
  return everyBreachOf(SERVICE, { broken: refuses(400), unknown: unknownService() }).unfold('path', {
    operation,
    generators,
    constraints: () => [],
    statuses: [],
  });
}

const ids = (schema: Schema): readonly string[] => unfolded(schema).map(({ id }) => id);

describe('the schema of a path parameter', () => {
  it('makes no requirement if it says only that the parameter is a string', () => {
    expect(ids({ type: 'string' })).toEqual([]);
  });

  it('is broken in every way that a path can hold, and kept by legal, unknown ids', () => {
    const found = ids({ type: 'string', minLength: 2, maxLength: 36 });
    expect(found).toEqual(
      expect.arrayContaining([
        `path/${SERVICE}/maxLength/one-over`,
        `path/${SERVICE}/minLength/one-under`,
        `path/${SERVICE}/unknown/maxLength/most`,
        `path/${SERVICE}/unknown/minLength/two`,
      ]),
    );
    // No path segment is empty, and none is a number.
    expect(found.filter((id) => id.endsWith('/empty') || id.includes('/type/') || id.includes('required'))).toEqual([]);
    expect(ids({ type: 'string', format: 'uuid' })).toEqual(
      expect.arrayContaining([`path/${SERVICE}/format/no-hyphens`, `path/${SERVICE}/unknown/format/nil`]),
    );
  });

  it('is judged by a change under that id, percent-encoded if necessary', () => {
    const [blank] = unfolded({ type: 'string', pattern: '^[a-z]+$' }).filter(({ id }) => id.endsWith('/blank-last'));
    expect(blank).toMatchObject({ clause: { table: 1, row: SERVICE }, reading: 'R20', basis: 'schema' });
    const given = blank === undefined ? [] : casesOf(blank, contextWith({}));
    expect(given.length).toBeGreaterThan(0);
    for (const made of given) {
      expect(made?.path).toMatch(/^\/v1\/\{project_id\}\/vpc-endpoint-services\/[a-z]*%20$/);
      expect(made?.expect.statuses).toContain(400);
    }
  });
});
