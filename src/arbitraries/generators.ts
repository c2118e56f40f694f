import type * as fc from 'fast-check';
import type { components } from '../../generated/schema.js';
import { boundariesAt, type Boundary } from './boundaries.js';
import { Filler, type Narrow } from './filler.js';
import type { Node } from '../spec/node.js';
import { pairwise } from './pairwise.js';
import { schemaPlaces, type SchemaPlace } from '../spec/places.js';
import { readSchema } from '../spec/read-schemas.js';
import type { SchemaMap } from '../spec/schema.js';
import { type Json } from '../shared/json.js';
import { validValues } from './valid.js';
import { unbreakableAt, violationsAt, type Unbreakable, type Violation } from './violations.js';

/** The types of the components of the OpenAPI document. */
type ComponentTypes = components['schemas'];

/** Generators of the schemas of any document. */
export type AnyGenerators = Generators<Readonly<Record<string, unknown>>>;

/**
 * Makes valid and invalid bodies for the component schemas of an OpenAPI document. Throws an Error for an unknown name
 * or place.
 */
export interface Generators<Types extends object = ComponentTypes> {
  /** Valid values, typed as the component. */
  readonly valid: <Name extends keyof Types & string>(name: Name, narrow?: Narrow) => fc.Arbitrary<Types[Name]>;
  /** Listed valid values at the boundaries of the schema. A place narrowed to a few values has only these. */
  readonly boundaries: (name: keyof Types & string, narrow?: Narrow) => readonly Boundary[];
  /** Boundaries by the place of the telling value, made on demand. */
  readonly boundariesAt: (name: keyof Types & string, narrow: Narrow) => (pointer: string) => readonly Boundary[];
  /** Sets of members to be present together: every pair of optional members, present and absent. */
  readonly pairwise: (name: keyof Types & string) => readonly (readonly string[])[];
  /** Every way to break the schema, one keyword or rule each. What surrounds an invalid value respects `narrow`. */
  readonly violations: (name: keyof Types & string, narrow?: Narrow) => readonly Violation[];
  /** The k-th plain valid value at a place, always the same one; small k give different values if there are any. */
  readonly plain: (name: keyof Types & string, pointer: string, k: number) => Json;
  /** Keywords and rules that no value breaks alone. */
  readonly unbreakable: (name: keyof Types & string) => readonly Unbreakable[];
}

/** The generators of the component schemas of a document. */
export function createGenerators<Types extends object = ComponentTypes>(schemas: SchemaMap): Generators<Types> {
  const root = (name: string): { node: Node; places: readonly SchemaPlace[] } => {
    const node = readSchema(schemas, name);
    return { node, places: schemaPlaces(node) };
  };
  const checked = (name: string, narrow: Narrow): ReturnType<typeof root> => {
    const found = root(name);
    for (const pointer of Object.keys(narrow)) {
      if (!found.places.some((place) => place.pointer === pointer))
        throw new Error(`${name} has no place ${JSON.stringify(pointer)} to narrow`);
    }
    return found;
  };
  const violationsOf = (name: string, narrow: Narrow): readonly Violation[] => {
    const { node, places } = checked(name, narrow);
    const filler = new Filler(narrow);
    return places.flatMap((place) => violationsAt({ node, pointer: '' }, place, filler));
  };
  const listed = (name: string, narrow: Narrow): readonly Boundary[] => {
    const { places } = checked(name, narrow);
    return places.flatMap(boundariesAt(places, new Filler(narrow)));
  };
  const plain = new Map<string, readonly Violation[]>();
  const edges = new Map<string, readonly Boundary[]>();
  const fillers = new Map<string, Filler>();

  return {
    valid: <Name extends keyof Types & string>(name: Name, narrow: Narrow = {}) =>
      // The schema and the generated type have one source, the OpenAPI document.
      validValues({ node: checked(name, narrow).node, pointer: '' }, narrow) as fc.Arbitrary<unknown> as fc.Arbitrary<
        Types[Name]
      >,
    boundaries: (name, narrow) => {
      if (narrow !== undefined) return listed(name, narrow);
      const found = edges.get(name) ?? listed(name, {});
      edges.set(name, found);
      return found;
    },
    boundariesAt: (name, narrow) => {
      const { places } = checked(name, narrow);
      const at = boundariesAt(places, new Filler(narrow));
      return (pointer) => places.filter((place) => place.pointer === pointer).flatMap(at);
    },
    pairwise: (name) => pairwise(root(name).node),
    violations: (name, narrow) => {
      if (narrow !== undefined) return violationsOf(name, narrow);
      const found = plain.get(name) ?? violationsOf(name, {});
      plain.set(name, found);
      return found;
    },
    plain: (name, pointer, k) => {
      const place = checked(name, {}).places.find((one) => one.pointer === pointer);
      if (place === undefined) throw new Error(`${name} has no place ${JSON.stringify(pointer)}`);
      const filler = fillers.get(name) ?? new Filler();
      fillers.set(name, filler);
      return filler.value({ node: place.node, pointer }, k);
    },
    unbreakable: (name) => root(name).places.flatMap((place) => unbreakableAt(place, new Filler())),
  };
}
