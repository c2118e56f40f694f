import { DocumentFault } from '../shared/errors.js';
import { equal, type Json } from '../shared/json.js';
import type { Clause, ReadingId } from '../shared/model.js';
import type { OpenApiDocument, PathItem } from '../spec/data.js';
import type { Node } from '../spec/node.js';
import { readSchema } from '../spec/read-schemas.js';
import { componentName, type Schema, type StatedRule } from '../spec/schema.js';
import { readMember } from './read-member.js';
import { refuseContradictions } from './refuse-contradictions.js';
import type {
  ConditionalMember,
  Conflict,
  Effect,
  Loosened,
  Operation,
  Parameter,
  PathParameter,
  RequestMember,
  ShownMember,
  StoredMember,
} from './operation.js';

/**
 * Reads the one operation of a document, its members, and how an update affects each.
 *
 * @throws DocumentFault that names the member whose schema is incomplete
 */
export function readOperation(document: OpenApiDocument): Operation {
  const [[path, item] = [], ...others] = Object.entries(document.paths);
  if (path === undefined || item === undefined || others.length > 0)
    throw new DocumentFault('the document must describe exactly one path, with one operation');
  const { put } = item;
  const placed = pathParametersOf(path, document);
  refuseFurtherParameters(placed, item);
  const schemas = { ...document.components.schemas, [PATH]: schemaOf(placed) };
  const body = contentOf(put.requestBody.content, 'the request body');
  const answer = contentOf(put.responses['200']?.content ?? {}, 'status 200');
  const [request, reply] = [componentName(body.schema.$ref), componentName(answer.schema.$ref)];
  const [given, shown] = [readSchema(schemas, request), readSchema(schemas, reply)];
  const replies = membersOf(shown);
  refuseContradictions(membersOf(given), replies);
  const members = [...given.properties].map(([name, node]) => readMember(name, node, given.required.includes(name)));
  const parameters = placed.map(({ schema: _, ...parameter }) => parameter);
  const filled = parameters.reduce(
    (text, { name, holds }) => text.replace(`{${name}}`, holds === 'project' ? '{project_id}' : '{service_id}'),
    path,
  );
  const conditional = members.flatMap((member) => conditionalOf(member, replies));
  const hidden = members.find(({ name }) => replies[name] === undefined);
  if (hidden !== undefined)
    throw new DocumentFault(
      `${request}/${hidden.name}: the reply does not show it, so nothing shows whether it is stored`,
    );
  return {
    id: put.operationId,
    method: 'PUT',
    path: filled,
    resource: filled.slice(0, filled.lastIndexOf('}') + 1),
    headers: [
      ...Object.values(document.components.securitySchemes).map(({ name }) => [name, '{{token}}'] as const),
      ['Content-Type', body.type],
    ],
    parameters: [...parameters, ...headersOf(document, put)],
    components: schemas,
    schemas: { request, reply, path: PATH },
    statuses: Object.keys(put.responses)
      .map(Number)
      .sort((a, b) => a - b),
    examples: Object.values(body.examples).map(({ value }) => value),
    clauses: { request: clauseOf(request, given.said), reply: clauseOf(reply, shown.said) },
    members,
    stored: members
      .filter(({ name }) => conditional.every((one) => one.name !== name))
      .map((member) => storedOf(member, replies[member.name] ?? {}, shown.required.includes(member.name))),
    shown: Object.entries(replies)
      .filter(([name]) => members.every((one) => one.name !== name))
      .map(([name, schema]): ShownMember => ({
        name,
        effect: effectOf(`${reply}/${name}`, schema, parameters),
        clause: clauseOf(`${reply}/${name}`, schema),
      })),
    conditional,
    loosened: Object.entries(replies).flatMap(([name, schema]) => loosenedOf(name, schema)),
    backend: members.find(({ schema }) => schema['x-backend'] === true)?.name ?? null,
    conflict: conflictOf(members),
  };
}

/** Returns the members of a body, each with its schema. */
function membersOf({ properties }: Node): Readonly<Record<string, Schema>> {
  return Object.fromEntries([...properties].map(([name, { said }]) => [name, said]));
}

interface Body {
  readonly type: string;
  readonly schema: { readonly $ref: string };
  readonly examples: Readonly<Record<string, { readonly value: Json }>>;
}

function contentOf(content: OpenApiDocument['paths'][string]['put']['requestBody']['content'], of: string): Body {
  const [[type, media] = []] = Object.entries(content);
  if (type === undefined || media === undefined) throw new DocumentFault(`${of} has no content`);
  return { type, schema: media.schema, examples: media.examples ?? {} };
}

/** The name of the schema of the path parameters. */
const PATH = 'PathParameters';

/** Returns the path parameters: the last is the id of the service, the one before it the id of its project. */
function pathParametersOf(
  path: string,
  { components }: OpenApiDocument,
): (PathParameter & { readonly schema: Schema })[] {
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '');
  if (names.length !== 2)
    throw new DocumentFault(`${path}: the path must have two parameters, the project's and the service's`);
  return names.map((name, n) => {
    const stated = components.parameters[name];
    if (stated?.schema.type !== 'string')
      throw new DocumentFault(`${name}: a parameter of the path must be described as a string`);
    return {
      name,
      holds: n === 0 ? 'project' : 'service',
      value: null,
      clause: stated['x-clause'],
      reading: stated['x-reading'] ?? null,
      rules: stated['x-state-rules'],
      schema: stated.schema,
    };
  });
}

/** Refuses query, cookie and header parameters: no request sends them, so none of them would be judged. */
function refuseFurtherParameters(placed: readonly PathParameter[], item: PathItem): void {
  const further = [...(item.parameters ?? []), ...(item.put.parameters ?? [])].find(({ $ref }) =>
    placed.every(({ name }) => $ref !== `#/components/parameters/${name}`),
  );
  if (further !== undefined)
    throw new DocumentFault(`${further.$ref}: a parameter that is not in the path, so no request has it`);
}

/** Returns the schema of an object of the path parameters. */
function schemaOf(placed: readonly (PathParameter & { readonly schema: Schema })[]): Schema {
  return {
    type: 'object',
    required: placed.map(({ name }) => name),
    properties: Object.fromEntries(placed.map(({ name, schema }) => [name, schema])),
  };
}

/** Returns the token, and the media types for which the document states a rule. */
function headersOf({ components }: OpenApiDocument, put: OpenApiDocument['paths'][string]['put']): Parameter[] {
  const header = (name: string, value: string | null, stated: StatedExtensions): Parameter => ({
    name,
    holds: null,
    value,
    clause: stated['x-clause'],
    reading: stated['x-reading'] ?? null,
    rules: stated['x-state-rules'] ?? [],
  });
  const media = (name: string, content: typeof put.requestBody.content = {}): Parameter[] =>
    Object.entries(content).map(([value, stated]) => header(name, value, stated));
  return [
    ...Object.values(components.securitySchemes).map((stated) => header(stated.name, null, stated)),
    ...media('Content-Type', put.requestBody.content),
    ...media('Accept', put.responses['200']?.content),
  ];
}

interface StatedExtensions {
  readonly 'x-clause': Clause;
  readonly 'x-reading'?: ReadingId;
  readonly 'x-state-rules'?: readonly StatedRule[];
}

function clauseOf(place: string, schema: Schema): Clause {
  const clause = schema['x-clause'];
  if (clause === undefined)
    throw new DocumentFault(`${place}: it has no x-clause, so no requirement can name its place`);
  return clause;
}

function storedOf(
  { name, schema, clause, item, required }: RequestMember,
  shown: Schema,
  always: boolean,
): StoredMember {
  const omitted = schema['x-omitted'];
  if ((omitted !== undefined) !== (schema.default !== undefined))
    throw new DocumentFault(
      `${name}: a member with a default, and no other, must say by x-omitted what leaving it out means: kept or kept-or-default`,
    );
  const shownAs = schema['x-shown'] ?? 'exactly';
  if (!forms.includes(shownAs)) throw new DocumentFault(`${name}: x-shown must be one of ${forms.join(', ')}`);
  if (shownAs === 'in-any-order' && schema.type !== 'array')
    throw new DocumentFault(`${name}: only a list has an order`);
  if ((shownAs === 'decorated' || shownAs === 'in-any-case') && schema.type !== 'string')
    throw new DocumentFault(`${name}: only a string is shown ${shownAs}`);
  return {
    name,
    type: schema.type as StoredMember['type'],
    shownAs,
    fallback: omitted === 'kept-or-default' ? schema.default : undefined,
    required,
    always,
    cleared: clearedOf(schema),
    clauses: { request: clause, reply: clauseOf(`the reply's ${name}`, shown) },
    item,
  };
}

const forms: readonly string[] = [
  'exactly',
  'decorated',
  'in-any-order',
  'in-any-case',
] satisfies readonly StoredMember['shownAs'][];

/** Returns the value that clears a member: an empty string or list, if the schema allows it. */
function clearedOf({ type, minLength = 0, minItems = 0, format, enum: choices }: Schema): Json | undefined {
  const free = format === undefined && choices === undefined;
  if (type === 'string') return free && minLength === 0 ? '' : undefined;
  return type === 'array' && minItems === 0 ? [] : undefined;
}

function conditionalOf(
  { name, clause }: RequestMember,
  replies: Readonly<Record<string, Schema>>,
): ConditionalMember[] {
  const schema = replies[name];
  const where = schema?.['x-shown-where'];
  if (schema === undefined || where === undefined) return [];
  const { [where.member]: other } = replies;
  const choices = other?.enum ?? [];
  if (!choices.some((choice) => equal(choice, where.value)))
    throw new DocumentFault(
      `${name}: x-shown-where names a member that the reply lacks, or a value that the member cannot have`,
    );
  const elsewhere = choices.filter((choice) => !equal(choice, where.value));
  return [{ name, where, elsewhere, clauses: { request: clause, reply: clauseOf(`the reply's ${name}`, schema) } }];
}

function effectOf(place: string, schema: Schema, parameters: readonly PathParameter[]): Effect {
  const kind = schema['x-effect'];
  switch (kind) {
    case 'constant':
    case 'created':
    case 'changed':
    case 'free':
      return { kind };
    case 'identity': {
      const parameter = parameters.find(({ name }) => name === schema['x-identity']);
      if (parameter !== undefined) return { kind, parameter };
      throw new DocumentFault(`${place}: x-identity must name a parameter of the path`);
    }
    default:
      throw new DocumentFault(
        `${place}: no request sets it, so x-effect must say how an update affects it: constant, identity, created, changed or free`,
      );
  }
}

function loosenedOf(name: string, schema: Schema): Loosened[] {
  const stated = schema['x-loosened'];
  if (stated === undefined) return [];
  return [{ name, reading: stated.reading, absent: stated.absent ?? false, values: stated.values ?? [] }];
}

function conflictOf(members: readonly RequestMember[]): Conflict | null {
  const holder = members.find(({ schema }) => schema['x-conflict'] !== undefined);
  const stated = holder?.schema['x-conflict'];
  if (holder === undefined || stated === undefined) return null;
  const by = stated.by.map((name) => holder.item?.members.find((one) => one.name === name));
  if (by.some((one) => one === undefined) || members.every(({ name }) => name !== stated.among))
    throw new DocumentFault(`${holder.name}: x-conflict names a member that does not exist`);
  return { member: holder.name, by: by.filter((one) => one !== undefined), among: stated.among };
}
