import type { JsonObject } from '../shared/json.js';
import { onUnknownProject, onUnknownService, unsigned, withHeader, withMethod } from './headers.js';
import type { Context } from './context.js';
import { itemsFrom, listsOf, outOfRange } from './items.js';
import { sendableMembers } from './legal.js';
import { clearedLists, clearedTexts, misspelt, otherOf, plainBody, said } from './plain.js';
import type { CaseMaker, Then } from './requirement.js';
import { all, bodies, unlawful } from './sent.js';
import { conflictsOfEveryForm, violationsOfEveryKind } from './states.js';
import { unknownProjectPath } from './templates.js';
import { methodNotAllowed, refuses, rejected, unknownService } from './then.js';

/** Updates that do more than set a value: they clear members, fill them up, or move to another port_id and back. */
export function clearingsAndMoves(): CaseMaker {
  return bodies((context) => {
    const {
      portId,
      portIds: [other],
      operation,
    } = context;
    const { backend } = operation;
    const cleared = Object.assign({}, ...clearedTexts(context).reverse(), ...clearedLists(context)) as JsonObject;
    const long = listsOf(operation).map((list) => ({
      [list.name]: itemsFrom(list, context, list.schema.maxItems ?? 200, 53_000),
    }));
    const moves = backend === null || other === undefined || portId === null ? [] : [other, portId];
    return [cleared, ...long, ...moves.map((id) => ({ [backend ?? '']: id }))];
  });
}

/** What another service holds in the meantime, so that the two have something in common that neither may lose. */
export function whatAnotherHolds(): CaseMaker {
  return bodies((context) => [otherOf(context)]);
}

/**
 * Requests that are refused for what surrounds the body: no token, an unknown one, another method, no such service, no
 * such project.
 */
export function strangers(): CaseMaker {
  const sent = bodies((context) => [said(context, { says: 'Not to be stored anywhere', word: 'not-stored' })]);
  return all(
    unsigned(sent),
    withHeader('X-Auth-Token', ['unknown'], sent),
    withMethod('POST', sent),
    withMethod('PATCH', sent),
    onUnknownService(sent),
    onUnknownProject(sent),
  );
}

/** Bodies of every kind that must be rejected. */
export function everyKindOfViolation(): CaseMaker {
  return (context) => violationsOfEveryKind(context, 0);
}

/** A body with every member; in turn, the last or the first of them breaks its rule. */
export function fullOfRejected(): CaseMaker {
  return unlawful(
    bodies((context) => {
      const full = plainBody(context, sendableMembers(context), 760);
      const broken = [...misspelt(context, 'not <legal>'), ...cutLists(context)];
      return broken.flatMap((wrong) => [
        { ...full, ...wrong },
        { ...wrong, ...full, ...wrong },
      ]);
    }),
  );
}

function cutLists(context: Context): JsonObject[] {
  return listsOf(context.operation).map((list) => ({ [list.name]: [outOfRange(context, list, 54_000)] }));
}

/** Pairs that another service holds on the same port_id, in every form. */
export function conflictsWithTheSibling(): CaseMaker {
  return (context) => conflictsOfEveryForm(context);
}

/** The answer that fits a refusal: by its path, its method, its credentials, or its body. */
export const refusedAsItMust = (): Then => (sent, context) => {
  const { path, method, headers } = context.operation;
  if (sent.path === unknownProjectPath(context.operation)) return refuses(400, 401, 403, 404)(sent, context);
  if (sent.path !== path) return unknownService()(sent, context);
  if (sent.method !== method) return methodNotAllowed()(sent, context);
  const credential = headers.find(([, value]) => value === '{{token}}')?.[0];
  const tokens = sent.headers.filter(([name]) => name === credential);
  if (tokens.length !== 1 || tokens[0]?.[1] !== '{{token}}') return refuses(401)(sent, context);
  return rejected()(sent, context);
};
