import type { At, Node } from './node.js';
import { pointerToken } from '../shared/pointer.js';

/** One step from a value to a part of it: a member's name, or any item of a list. */
type PathStep = { readonly member: string } | 'item';

/** A place in a body: the steps that lead to it from the whole. */
export type Steps = readonly PathStep[];

/** A place in a body that has a schema. Its pointer has `*` for any index. */
export interface SchemaPlace extends At {
  readonly steps: Steps;
  /** The pointer, with `*` also for any unlisted member. */
  readonly any: string;
  /** The place within the component of its schema: `client_port`, `tags/*`; '' is the whole. */
  readonly member: string;
  /** The lists that contain the place, outermost first. */
  readonly lists: readonly SchemaPlace[];
  /** The place in words, e.g. `client_port of an item of ports`. */
  readonly words: string;
}

/** The name that stands for any unlisted member when its schema is tested. */
const ADDITIONAL = 'additional';

/** Every place of a component: the whole first, then its members in the order of the document. */
export function schemaPlaces(root: Node): SchemaPlace[] {
  return visit({ node: root, pointer: '', any: '', steps: [], member: '', lists: [], words: 'the body' });
}

function visit(place: SchemaPlace): SchemaPlace[] {
  const { node } = place;
  const members = [...node.properties].flatMap(([name, child]) =>
    visit(memberPlace(place, name, child, pointerToken(name))),
  );
  const additional =
    typeof node.additional === 'object' ? visit(memberPlace(place, freeName(node), node.additional, '*')) : [];
  const items = node.items === null ? [] : visit(itemPlace(place, node.items));
  return [place, ...members, ...additional, ...items];
}

function freeName(node: Node): string {
  let name = ADDITIONAL;
  while (node.properties.has(name)) name += '_';
  return name;
}

function memberPlace(parent: SchemaPlace, name: string, node: Node, any: string): SchemaPlace {
  return {
    node,
    pointer: `${parent.pointer}/${pointerToken(name)}`,
    any: `${parent.any}/${any}`,
    steps: [...parent.steps, { member: name }],
    member: within(parent, node, name),
    lists: parent.lists,
    words: parent.steps.length === 0 ? name : `${name} of ${parent.words}`,
  };
}

function itemPlace(parent: SchemaPlace, node: Node): SchemaPlace {
  return {
    node,
    pointer: `${parent.pointer}/*`,
    any: `${parent.any}/*`,
    steps: [...parent.steps, 'item'],
    member: within(parent, node, '*'),
    lists: [...parent.lists, parent],
    words: `an item of ${parent.words}`,
  };
}

function within(parent: SchemaPlace, node: Node, step: string): string {
  if (node.whole) return '';
  return parent.member === '' ? step : `${parent.member}/${step}`;
}
