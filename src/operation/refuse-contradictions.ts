import { DocumentFault } from '../shared/errors.js';
import { replyRoles, requestRoles, type Schema } from '../spec/schema.js';

type Properties = Readonly<Record<string, Schema>>;
type Role = Extract<keyof Schema, `x-${string}`>;

const ofRequest: readonly Role[] = requestRoles;
const ofReply: readonly Role[] = replyRoles;

/**
 * Refuses roles that would be ignored: in the wrong body, unknown, contradictory, or claimed by two members though only
 * one may have it.
 *
 * @throws DocumentFault that names the member
 */
export function refuseContradictions(given: Properties, shown: Properties): void {
  refuseMisplaced('the request', given, ofReply);
  refuseMisplaced('the reply', shown, ofRequest);
  for (const [name, schema] of Object.entries(shown)) {
    const { 'x-effect': effect, 'x-identity': identity, 'x-shown-where': where } = schema;
    const isSet = Object.hasOwn(given, name);
    if (effect !== undefined && isSet)
      throw new DocumentFault(`${name}: the request sets it, so x-effect cannot say that no request does`);
    if (where !== undefined && !isSet)
      throw new DocumentFault(`${name}: x-shown-where applies only to a member that the request sets`);
    if (identity !== undefined && effect !== 'identity')
      throw new DocumentFault(`${name}: x-identity applies only to a member whose x-effect is identity`);
  }
  demandOne(given, 'x-backend', (schema) => schema['x-backend'] === true);
  demandOne(given, 'x-conflict', (schema) => schema['x-conflict'] !== undefined);
  for (const time of ['created', 'changed'] as const)
    demandOne(shown, `x-effect ${time}`, (schema) => schema['x-effect'] === time);
}

function refuseMisplaced(body: string, members: Properties, elsewhere: readonly Role[]): void {
  for (const [name, schema] of Object.entries(members)) {
    const misplaced = elsewhere.find((key) => schema[key] !== undefined);
    if (misplaced !== undefined) throw new DocumentFault(`${name}: ${misplaced} does not apply to a member of ${body}`);
  }
}

function demandOne(members: Properties, role: string, has: (schema: Schema) => boolean): void {
  const [first, second] = Object.keys(members).filter((name) => has(members[name] as Schema));
  if (first !== undefined && second !== undefined)
    throw new DocumentFault(`${second}: only one member can have ${role}, and ${first} has it`);
}
