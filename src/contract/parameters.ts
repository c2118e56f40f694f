import { member } from '../shared/json.js';
import { parameterOf, segment } from './near.js';
import { notToBeStored } from './plain.js';
import { must, type Family, type CaseMaker, type FamilySource, type Then } from './requirement.js';
import { bodies } from './sent.js';

/** What follows from the schema of a path parameter, and the values that show it. */
export interface ParameterBreach {
  /**
   * Id within the parameter: keyword and way for a breach, prefixed with `unknown` for a legal value that names
   * nothing.
   */
  readonly id: string;
  readonly says: string;
  readonly kind: 'broken' | 'unknown';
  readonly values: readonly string[];
}

/**
 * Every way for a path parameter to break its schema, and every boundary that a keyword sets, provided that it can
 * occur in a path.
 */
export function breachesOf(
  name: string,
  { operation, generators }: Pick<FamilySource, 'operation' | 'generators'>,
): readonly ParameterBreach[] {
  const { path } = operation.schemas;
  const broken = generators
    .violations(path)
    .filter((one) => one.member === name)
    .map(({ keyword, way, says, examples }): ParameterBreach => ({
      id: `${keyword}/${way}`,
      says,
      kind: 'broken',
      values: examples.flatMap(({ edit }) => (edit.op === 'set' ? segments(edit.value) : [])),
    }));
  const unknown = new Map<string, ParameterBreach>();
  for (const one of generators.boundaries(path)) {
    if (one.member !== name || one.keyword === 'type') continue;
    const id = `unknown/${one.keyword}/${one.way}`;
    const values = [...(unknown.get(id)?.values ?? []), ...segments(member(one.value, name))];
    unknown.set(id, { id, says: one.says, kind: 'unknown', values });
  }
  return [...broken, ...unknown.values()].filter(({ values }) => values.length > 0);
}

/** The texts of a value that can be path segments, except dot segments, which a client resolves. */
function segments(value: unknown): string[] {
  return typeof value === 'string' && !['', '.', '..'].includes(value) ? [value] : [];
}

/**
 * One requirement for each way for a path parameter to break its schema, and for each boundary that a keyword sets,
 * with a legal value that names nothing.
 */
export function everyBreachOf(name: string, then: Readonly<Record<ParameterBreach['kind'], Then>>): Family {
  return {
    unfold: (chapter, source) => {
      const { clause, reading, holds } = parameterOf(name, source.operation);
      return breachesOf(name, source).map(({ id, says, kind, values }) =>
        must([chapter, name, id].join('/'), {
          clause,
          basis: 'schema',
          ...(reading === null ? {} : { reading }),
          says: `Refused: ${says}`,
          given: inPlace(holds === 'project' ? '{project_id}' : '{service_id}', values),
          then: then[kind],
        }),
      );
    },
  };
}

function inPlace(template: string, values: readonly string[]): CaseMaker {
  return (context) =>
    values.flatMap((value) => {
      const path = context.operation.path.replace(template, segment(value));
      return bodies((one) => [notToBeStored(one)])(context).map((sent) => (sent === null ? null : { ...sent, path }));
    });
}
