import { isObject, member, withMember, type Json, type JsonObject } from '../shared/json.js';
import type { Edge, Edges } from './edges/edge.js';
import { listEdges } from './edges/list.js';
import { numberEdges } from './edges/number.js';
import { objectEdges } from './edges/object.js';
import { textEdges } from './edges/text.js';
import type { Filler } from './filler.js';
import { conforms } from './measure.js';
import { canonical } from '../spec/canonical.js';
import { admits, childOf, type At } from '../spec/node.js';
import type { SchemaPlace, Steps } from '../spec/places.js';
import { pointerToken } from '../shared/pointer.js';
import type { TellingPlace } from './telling-place.js';

/** A valid body at a boundary of what the schema allows at one place. */
export interface Boundary extends TellingPlace {
  /** A body of the member in question and the required ones. */
  readonly value: JsonObject;
  /** Replaces members of a base body with those of the value. */
  readonly apply: (base: JsonObject) => JsonObject;
}

/** A place narrowed to at most this many values has no others. */
const FEW = 40;

/** Makes the boundaries at a place of a component whose values are objects; the first of its places is the whole. */
export function boundariesAt(places: readonly SchemaPlace[], filler: Filler): (place: SchemaPlace) => Boundary[] {
  const [root] = places;
  if (root === undefined) return () => [];
  const closed = places.flatMap(({ pointer }) => {
    const few = filler.few(pointer, FEW);
    return few === null ? [] : [{ pointer, keys: new Set(few.map(canonical)) }];
  });
  const isAllowed = (body: Json): boolean =>
    closed.every(({ pointer, keys }) =>
      valuesAt(body, pointer.split('/').slice(1)).every((value) => keys.has(canonical(value))),
    );
  const least = Object.fromEntries(
    root.node.required.map((name) => {
      const child = root.node.properties.get(name);
      return [name, child === undefined ? null : filler.value({ node: child, pointer: `/${name}` })];
    }),
  );

  return (place) => {
    const { node, pointer, member: within, words } = place;
    const seen = new Set<string>();
    return edgesAt(place, filler).flatMap(({ keyword, way, says, value }): Boundary[] => {
      const key = `${way} ${canonical(value)}`;
      if (seen.has(key)) return [];
      seen.add(key);
      const body = around(root, place.steps, value, least, filler);
      if (!isObject(body) || !conforms(root.node, body) || !isAllowed(body)) return [];
      const telling = tellingPart(place, body);
      return [
        {
          pointer,
          component: node.component,
          member: within,
          keyword,
          way,
          says: `${words} ${says}`,
          value: body,
          apply: (base) => merge(base, telling),
        },
      ];
    });
  };
}

function edgesAt(place: SchemaPlace, filler: Filler): readonly Edge[] {
  const { node, pointer } = place;
  const subject = { node, pointer, filler };
  const typical = filler.some(pointer, 4) ?? [filler.value(subject), filler.value(subject, 1)];
  const edges: Edge[] = typical.map((value) => ({ keyword: 'type', way: 'typical', says: 'that is typical', value }));
  if (node.choices !== null || node.constant !== null) {
    const keyword = node.choices === null ? 'const' : 'enum';
    const choices = node.choices ?? [node.constant?.value ?? null];
    return [
      ...edges,
      ...choices.map((value, i) => ({ keyword, way: slug(value, i), says: `that is ${JSON.stringify(value)}`, value })),
    ];
  }
  const kinds: readonly (readonly [boolean, Edges])[] = [
    [admits(node, 'string'), textEdges],
    [admits(node, 'integer'), numberEdges],
    [admits(node, 'array'), listEdges],
    [admits(node, 'object'), objectEdges],
  ];
  const booleans = admits(node, 'boolean') ? [true, false] : [];
  return [
    ...edges,
    ...booleans.map((value) => ({ keyword: 'type', way: String(value), says: `that is ${value}`, value })),
    ...(node.types?.has('null') === true ? [{ keyword: 'type', way: 'null', says: 'that is null', value: null }] : []),
    ...kinds.flatMap(([is, make]) => (is ? make(subject) : [])),
  ];
}

function slug(value: Json, index: number): string {
  const text = typeof value === 'object' ? '' : String(value).toLowerCase();
  const words = text.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  return words === '' ? `value-${index + 1}` : words;
}

/** A valid value at `at` that holds the given one at the end of the steps. */
function around(at: At, steps: Steps, value: Json, least: JsonObject, filler: Filler): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (step === 'item') {
    const items = at.node.items ?? at.node;
    const item = around({ node: items, pointer: `${at.pointer}/*` }, rest, value, {}, filler);
    return filler.list(at, [item], Math.max(1, at.node.minItems));
  }
  const child = { node: childOf(at.node, step.member), pointer: `${at.pointer}/${pointerToken(step.member)}` };
  const object = withMember(least, step.member, around(child, rest, value, {}, filler));
  return at.pointer === '' ? object : filler.complete(at, object, 0);
}

function tellingPart({ steps }: SchemaPlace, body: JsonObject): JsonObject {
  const [step] = steps;
  return typeof step === 'object' ? withMember({}, step.member, member(body, step.member) ?? null) : body;
}

function merge(base: JsonObject, part: JsonObject): JsonObject {
  return Object.entries(part).reduce((body, [name, value]) => withMember(body, name, value), base);
}

/** The values at a place of a body, given by the tokens of its pointer. */
function valuesAt(value: Json, tokens: readonly string[]): readonly Json[] {
  const [token, ...rest] = tokens;
  if (token === undefined) return [value];
  if (token === '*' && Array.isArray(value)) return (value as readonly Json[]).flatMap((item) => valuesAt(item, rest));
  const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
  const child = isObject(value) ? member(value, name) : undefined;
  return child === undefined ? [] : valuesAt(child, rest);
}
