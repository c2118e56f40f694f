import type { Steps } from './apply.js';
import type { At } from './filler.js';
import type { Node } from './node.js';
import { escape } from './read-schema.js';

/** A place in a body for which there is a schema. */
export interface SchemaPlace extends At {
  readonly steps: Steps;
  /** Name of the component that the schema belongs to. */
  readonly component: string;
  /** Where the place is within that component: `client_port`, `tags/*`; '' is the whole of it. */
  readonly member: string;
  /** The lists that the place is among the items of, the outer first. */
  readonly lists: readonly SchemaPlace[];
  /** The place in words, e.g. `client_port of an item of ports`. */
  readonly words: string;
}

/** What a member that no schema lists is called where its schema is tried. */
const ADDITIONAL = 'additional';

/** Every place of a component, the whole first, then its members in the order of the document. */
export function placesOf(root: Node, component: string): SchemaPlace[] {
  return visit({ node: root, pointer: '', steps: [], component, member: '', lists: [], words: 'the body' });
}

function visit(place: SchemaPlace): SchemaPlace[] {
  const { node } = place;
  const members = [...node.properties].map(([name, child]) => visit(memberPlace(place, name, child)));
  const additional =
    typeof node.additional === 'object' ? [visit(memberPlace(place, freeName(node), node.additional))] : [];
  const items = node.items === null ? [] : [visit(itemPlace(place, node.items))];
  return [place, ...members.flat(), ...additional.flat(), ...items.flat()];
}

function freeName(node: Node): string {
  let name = ADDITIONAL;
  while (node.properties.has(name)) name += '_';
  return name;
}

function memberPlace(parent: SchemaPlace, name: string, node: Node): SchemaPlace {
  return {
    node,
    pointer: `${parent.pointer}/${escape(name)}`,
    steps: [...parent.steps, { member: name }],
    ...owner(parent, node, name),
    lists: parent.lists,
    words: parent.steps.length === 0 ? name : `${name} of ${parent.words}`,
  };
}

function itemPlace(parent: SchemaPlace, node: Node): SchemaPlace {
  return {
    node,
    pointer: `${parent.pointer}/*`,
    steps: [...parent.steps, 'item'],
    ...owner(parent, node, '*'),
    lists: [...parent.lists, parent],
    words: `an item of ${parent.words}`,
  };
}

function owner(parent: SchemaPlace, node: Node, step: string): Pick<SchemaPlace, 'component' | 'member'> {
  if (node.name !== null) return { component: node.name, member: '' };
  return { component: parent.component, member: parent.member === '' ? step : `${parent.member}/${step}` };
}
