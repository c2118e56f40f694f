import { isObject, Lexeme, member, withMember, type Draft, type Json, type JsonObject } from '../shared/json.js';
import { childOf, type At, type Node } from '../spec/node.js';
import type { Steps } from '../spec/places.js';
import type { Filler } from './filler.js';
import type { Edit, Patch, Place, Repeat, ValueSpelling } from './patch.js';
import { pointerToken } from '../shared/pointer.js';

/**
 * Applies a patch to a base body. Adds what leads to the place if it is missing. An object on the way, other than the
 * body, gets all its members; at odd places of a list, those with a default are left out. Nothing else is touched.
 */
export function applyPatch(root: At, steps: Steps, base: Json, patch: Patch, filler: Filler): Draft {
  return descend(root, steps, 0, base, patch.places, patch.edit, filler);
}

function descend(
  at: At,
  steps: Steps,
  depth: number,
  own: Json | undefined,
  places: readonly Place[],
  edit: Edit,
  filler: Filler,
): Draft {
  const { node, pointer } = at;
  const step = steps[depth];
  if (step === undefined) return perform(at, own, edit, filler);
  if (step === 'item') {
    const [place, ...inner] = places;
    if (place === undefined || node.items === null) throw new Error(`${pointer}: the patch was made for another place`);
    const list = filler.list(at, itemsAt(own), place.length);
    const item = { node: node.items, pointer: `${pointer}/*` };
    const whole = filler.completeItem(at, list, place.index);
    const brief = place.index % 2 === 0 ? whole : withoutDefaults(whole, node.items);
    const broken = descend(item, steps, depth + 1, brief, inner, edit, filler);
    return list.map((good, index): Draft => (index === place.index ? broken : good));
  }
  const object = wholeUnlessRoot(at, own, filler);
  const child = { node: childOf(node, step.member), pointer: `${pointer}/${pointerToken(step.member)}` };
  return withMember(
    object,
    step.member,
    descend(child, steps, depth + 1, member(object, step.member), places, edit, filler),
  );
}

function objectAt(own: Json | undefined): JsonObject {
  return isObject(own) ? own : {};
}

function itemsAt(own: Json | undefined): readonly Json[] {
  return Array.isArray(own) ? (own as readonly Json[]) : [];
}

function wholeUnlessRoot(at: At, own: Json | undefined, filler: Filler): JsonObject {
  const object = objectAt(own);
  if (at.pointer === '') return object;
  const whole = filler.complete(at, object, 0);
  const { defaults } = at.node;
  const left = (name: string): boolean => Object.hasOwn(defaults, name) && !Object.hasOwn(object, name);
  return Object.keys(object).length === 0
    ? whole
    : Object.fromEntries(Object.entries(whole).filter(([name]) => !left(name)));
}

/** An item without the members that only repeat their default: a service may treat an invalid one differently. */
function withoutDefaults(item: Json, { defaults }: Node): Json {
  if (!isObject(item)) return item;
  return Object.fromEntries(Object.entries(item).filter(([name, value]) => defaults[name] !== value));
}

function perform(at: At, own: Json | undefined, edit: Edit, filler: Filler): Draft {
  switch (edit.op) {
    case 'set':
      return edit.value;
    case 'omit': {
      const members = Object.entries(wholeUnlessRoot(at, own, filler));
      return Object.fromEntries(members.filter(([name]) => !edit.members.includes(name)));
    }
    case 'add':
      return withMember<Record<string, Draft>>(wholeUnlessRoot(at, own, filler), edit.member, edit.value);
    case 'list': {
      const items = itemsAt(own);
      const length =
        edit.length === 'one-more' ? Math.min(Math.max(items.length, 1) + 1, at.node.maxItems) : edit.length;
      const list = filler.list(at, items, length);
      return edit.repeats.reduce<readonly Draft[]>(
        (drafts, repeat) => repeated(at, list, drafts, repeat, filler),
        list,
      );
    }
  }
}

function repeated(
  at: At,
  list: readonly Json[],
  drafts: readonly Draft[],
  { from, to, spelling }: Repeat,
  filler: Filler,
): readonly Draft[] {
  const source = filler.completeItem(at, list, from);
  const target = to === 'last' ? list.length - 1 : to;
  return drafts.map((draft, index) => {
    if (index === from) return spelled(source, spelling, 'first', at.node);
    return index === target ? spelled(source, spelling, 'second', at.node) : draft;
  });
}

function spelled(item: Json, spelling: ValueSpelling, which: 'first' | 'second', list: Node): Draft {
  if (typeof spelling === 'object') {
    const rule = list.rules.find(({ id }) => id === spelling.rule);
    const forms = isObject(item) ? rule?.spellings(item) : null;
    if (forms === undefined || forms === null)
      throw new Error(`${list.origin}: an item has only one spelling under ${spelling.rule}`);
    return forms[spelling[which]];
  }
  if (which === 'first' || spelling === 'same') return item;
  if (spelling === 'reordered') return isObject(item) ? Object.fromEntries(Object.entries(item).reverse()) : item;
  return decimal(item);
}

function decimal(item: Draft): Draft {
  if (typeof item === 'number') return Number.isSafeInteger(item) ? new Lexeme(`${item}.0`) : item;
  if (!isObject(item)) return item;
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, decimal(value)]));
}
