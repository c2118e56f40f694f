import { setImmediate } from 'node:timers/promises';
import type { Change } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import type { Outcome, Refusal, Service } from '../model.js';
import type { MockExchange } from '../behaviour.js';

/** Lets other requests run in between. */
async function yieldTo(times: number): Promise<void> {
  for (let n = 0; n < times; n++) await setImmediate();
}

const updating =
  (update: (service: Service, x: MockExchange, go: () => Outcome | Promise<Outcome>) => Promise<Outcome>): Change =>
  (before) => ({ update: (service, x) => update(service, x, () => before.update(service, x)) });

/** Effects of concurrent requests on one another. */
export const besideFaults = faultsOf({
  'rollback-overwrites-others': {
    says: 'A rejected update puts back what the service held when it began, whatever was stored meanwhile',
    caughtBy: 'effect/beside-others',
    change: updating(async (service, x, go) => {
      const { state } = service;
      const outcome = await go();
      if (typeof outcome === 'string' || outcome.status !== 400) return outcome;
      await yieldTo(4);
      service.state = state;
      return outcome;
    }),
  },
  'validation-result-shared': {
    says: 'The result of validation is shared by all requests, so that one in flight gets the refusal of another',
    caughtBy: 'effect/beside-others',
    change: (before) => {
      let result: Refusal | undefined;
      return {
        update: async (service, x) => {
          x.before = service.state;
          const { behaviour } = x;
          const unread = behaviour.contentType(x) ?? behaviour.decode(x) ?? behaviour.parse(x);
          if (unread !== undefined) return behaviour.refuse(unread, x);
          result = behaviour.validate(x);
          await yieldTo(6);
          return result === undefined ? before.update(service, x) : behaviour.refuse(result, x);
        },
      };
    },
  },
  'list-emptied-before-filled': {
    says: 'The old mappings are removed before the new ones are stored, and a read in between shows that',
    caughtBy: 'effect/beside-others',
    change: updating(async (service, x, go) => {
      const { state } = service;
      const outcome = await go();
      const after = service.state;
      if (after === state || x.update.ports === undefined) return outcome;
      service.state = { ...after, ports: [] };
      await yieldTo(6);
      if (service.state.ports.length === 0) service.state = { ...service.state, ports: after.ports };
      return outcome;
    }),
  },
  'unknown-service-gets-last-reply': {
    says: 'The row that was found is shared by all requests, so that a request for an unknown service gets the row of one in flight',
    caughtBy: 'effect/beside-others',
    change: (before) => {
      let open = 0;
      return {
        find: (x) => {
          const found = before.find(x);
          if (found !== undefined) return found;
          const known = [...x.world.services.values()].find(({ index }) => index === 0);
          return open > 0 &&
            x.method === 'PUT' &&
            x.projectId === known?.projectId &&
            /^[0-9a-f-]{36}$/.test(x.serviceId)
            ? known
            : undefined;
        },
        update: async (service, x) => {
          open += 1;
          try {
            await yieldTo(3);
            return await before.update(service, x);
          } finally {
            open -= 1;
          }
        },
      };
    },
  },
});
