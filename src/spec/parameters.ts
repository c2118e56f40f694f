import type { OpenApiDocument } from './data.js';
import type { StatedRule } from './schema.js';

/** A value of a request outside its body: a parameter of the path, the token, or a media type. */
export interface Parameter {
  /** As it stands in the path, or the name of the header. */
  readonly name: string;
  readonly in: 'path' | 'header';
  /** The only good value, where the document names it. */
  readonly value: string | null;
  readonly rules: readonly StatedRule[];
}

/** The parameters of the operation, with the rules that the document states of each, in its order. */
export function parametersOf({ components, paths }: OpenApiDocument): readonly Parameter[] {
  const operations = Object.values(paths).map(({ put }) => put);
  const media = (name: string, content: Operation['requestBody']['content'] | undefined): Parameter[] =>
    Object.entries(content ?? {}).flatMap(([value, { 'x-state-rules': rules = [] }]) =>
      rules.length === 0 ? [] : [{ name, in: 'header' as const, value, rules }],
    );
  return [
    ...Object.values(components.parameters).map(({ name, 'x-state-rules': rules }) => ({
      name,
      in: 'path' as const,
      value: null,
      rules,
    })),
    ...Object.values(components.securitySchemes).map(({ name, 'x-state-rules': rules }) => ({
      name,
      in: 'header' as const,
      value: null,
      rules,
    })),
    ...operations.flatMap(({ requestBody, responses }) => [
      ...media('Content-Type', requestBody.content),
      ...media('Accept', responses['200']?.content),
    ]),
  ];
}

type Operation = OpenApiDocument['paths'][string]['put'];
