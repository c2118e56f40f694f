import type { JsonObject } from '../json.js';
import { loosens } from '../readings.js';
import { unsigned, withHeader, withMethod, onPath } from './headers.js';
import { mappingsFrom } from './legal.js';
import type { Given, Then } from './requirement.js';
import { all, bodies, body } from './sent.js';
import { conflictsOfEveryForm, violationsOfEveryKind } from './states.js';
import { RESOURCE, UNKNOWN_SERVICE } from './templates.js';
import { methodNotAllowed, refuses, rejected, unknownService } from './then.js';

/** Updates that do more than set a value: they clear, hold as much as they may, or move to another port_id and back. */
export function clearingsAndMoves(): Given {
  return bodies((context) => {
    const { portId, portIds, profile } = context;
    const [other] = portIds;
    const cleared: JsonObject = {
      description: '',
      ...(loosens(profile, 'R2') ? {} : { service_name: '' }),
      ...(loosens(profile, 'R4') ? {} : { ports: [] }),
    };
    const moves: JsonObject[] = other === undefined || portId === null ? [] : [{ port_id: other }, { port_id: portId }];
    return [cleared, { ports: mappingsFrom(context, 200, 53_000) }, ...moves];
  });
}

/** Requests that are refused for what is around the body: no token, an unknown one, another method, no such service. */
export function strangers(): Given {
  const sent = body({ description: 'Not to be stored anywhere', service_name: 'not-stored' });
  return all(
    unsigned(sent),
    withHeader('X-Auth-Token', ['unknown'], sent),
    withMethod('POST', sent),
    withMethod('PATCH', sent),
    onPath([UNKNOWN_SERVICE], sent),
  );
}

/** Bodies of every kind that must be rejected. */
export function violations(): Given {
  return (context) => violationsOfEveryKind(context, 0);
}

/** Pairs that another service holds on the same port_id, in every form. */
export function conflictsWithTheSibling(): Given {
  return (context) => conflictsOfEveryForm(context);
}

/** The answer that fits a refusal: by its path, its method, its credentials, or its body. */
export const refusedAsItMust = (): Then => (sent, context) => {
  if (sent.path !== RESOURCE) return unknownService()(sent, context);
  if (sent.method !== 'PUT') return methodNotAllowed()(sent, context);
  const tokens = sent.headers.filter(([name]) => name === 'X-Auth-Token');
  if (tokens.length !== 1 || tokens[0]?.[1] !== '{{token}}') return refuses(401)(sent, context);
  return rejected()(sent, context);
};
