import { pointerToken } from './pointer.js';
import { componentName, type Schema, type Schemas } from './schema.js';

/** A schema at a place in the instances that it describes. */
export interface Place {
  /** JSON pointer into the instance, in which `*` stands for any index, and for any member that is not listed. */
  readonly pointer: string;
  readonly schema: Schema;
  /** The component that the schema belongs to. */
  readonly component: string;
  /** JSON pointer to the schema in the OpenAPI document. */
  readonly schemaPointer: string;
}

/**
 * Every schema that bears on the instances of a component, following `$ref`, from the outermost in. A reference that
 * leads nowhere, or back to where it comes from, is an error.
 */
export function places(schemas: Schemas, component: string): readonly Place[] {
  const found: Place[] = [];

  const enter = (name: string, pointer: string, open: readonly string[]): void => {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (schema === undefined) throw new Error(`the document has no schema ${name}`);
    if (open.includes(name)) throw new Error(`the schema ${name} refers to itself: ${[...open, name].join(' > ')}`);
    visit(schema, pointer, name, `/components/schemas/${pointerToken(name)}`, [...open, name]);
  };

  const visit = (schema: Schema, pointer: string, owner: string, place: string, open: readonly string[]): void => {
    found.push({ pointer, schema, component: owner, schemaPointer: place });
    if (schema.$ref !== undefined) enter(componentName(schema.$ref), pointer, open);
    if (schema.items !== undefined) visit(schema.items, `${pointer}/*`, owner, `${place}/items`, open);
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const token = pointerToken(name);
      visit(property, `${pointer}/${token}`, owner, `${place}/properties/${token}`, open);
    }
    if (typeof schema.additionalProperties === 'object') {
      visit(schema.additionalProperties, `${pointer}/*`, owner, `${place}/additionalProperties`, open);
    }
  };

  enter(component, '', []);
  return found;
}
