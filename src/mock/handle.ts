import type { Outcome } from './model.js';
import type { MockExchange } from './behaviour.js';

/** Takes a request through the layers. */
export function handle(x: MockExchange): Outcome | Promise<Outcome> {
  const { behaviour } = x;
  const ended = behaviour.admit(x);
  if (ended !== undefined) return ended;
  const refusal = behaviour.route(x) ?? behaviour.authenticate(x) ?? behaviour.authorise(x);
  if (refusal !== undefined) return behaviour.refuse(refusal, x);
  const service = behaviour.find(x);
  if (service === undefined) return behaviour.refuse(behaviour.missing(x), x);
  x.service = service;
  const unfit = behaviour.method(x) ?? behaviour.negotiate(x);
  if (unfit !== undefined) return behaviour.refuse(unfit, x);
  const forced = behaviour.force(x);
  if (forced !== undefined) return forced;
  if (x.method !== 'GET') return behaviour.update(service, x);
  return behaviour.encode(behaviour.represent(service, service.state, x), x);
}
