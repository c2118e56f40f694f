import type { Change } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { rejecting } from '../changes.js';
import { conflicting } from '../layers/effect.js';
import { isRecord, type Member, members } from '../layers/validate.js';
import type { Service, State } from '../model.js';
import type { MockExchange } from '../behaviour.js';

const atomic = 'effect/{atomic,later/rejected}';

/** Changes the service although its update is rejected. */
const onRejection = (
  spoil: (service: Service, x: MockExchange) => Partial<State>,
  concerns: (x: MockExchange) => boolean = () => true,
): Change =>
  rejecting((service, x) => {
    if (concerns(x)) service.state = { ...service.state, ...spoil(service, x) };
  });

/** Returns the members of a rejected body that are valid by themselves. */
function validPart(x: MockExchange, names: readonly Member[]): Partial<State> {
  const { value, behaviour } = x;
  if (!isRecord(value)) return {};
  const good = names.filter((name) => Object.hasOwn(value, name) && behaviour[name](value[name], x) === undefined);
  return behaviour.receive(Object.fromEntries(good.map((name) => [name, value[name]])), x);
}

/** Rejected updates that have an effect. */
export const atomicFaults = faultsOf({
  'rejected-valid-half-stored': {
    says: 'The valid members of a rejected body are stored anyway',
    caughtBy: atomic,
    change: onRejection((_, x) => validPart(x, members)),
  },
  'rejected-updated-at-moves': {
    says: 'A rejected update moves updated_at',
    caughtBy: atomic,
    change: onRejection((_, x) => ({ updated_at: x.world.now() })),
  },
  'stranger-moves-updated-at': {
    says: 'A request without a valid token moves updated_at',
    caughtBy: 'effect/later/rejected',
    change: (before) => ({
      authenticate: (x) => {
        const refusal = before.authenticate(x);
        const service = x.world.services.get(x.serviceId);
        if (refusal !== undefined && service !== undefined)
          service.state = { ...service.state, updated_at: x.world.now() };
        return refusal;
      },
    }),
  },
  'rejected-ports-reserved': {
    says: 'The ports of a rejected body stay reserved: the next list that holds one of them is refused with 409',
    caughtBy: 'effect/rejected-values-free',
    change: (before) => {
      const reserved = new Set<string>();
      const keyOf = (serviceId: string, mapping: unknown): string =>
        `${serviceId} ${isRecord(mapping) ? String(mapping['server_port']) : ''}`;
      return {
        validate: (x) => {
          const refusal = before.validate(x);
          const ports: unknown = isRecord(x.value) ? x.value['ports'] : null;
          if (refusal !== undefined && Array.isArray(ports) && x.behaviour.ports(ports, x) === undefined)
            for (const mapping of ports) reserved.add(keyOf(x.serviceId, mapping));
          return refusal;
        },
        conflict: (service, update, x) =>
          update.ports?.some((mapping) => reserved.has(keyOf(x.serviceId, mapping))) === true
            ? conflicting()
            : before.conflict(service, update, x),
      };
    },
  },
  'refused-after-a-rejection': {
    says: 'The first good update after a rejected one is refused, as if too many had failed',
    caughtBy: 'effect/rejected-values-free',
    change: (before) => {
      const failed = new Set<string>();
      return {
        update: async (service, x) => {
          const outcome = await before.update(service, x);
          if (typeof outcome === 'string') return outcome;
          if (outcome.status === 400) failed.add(x.serviceId);
          else if (outcome.status === 200 && Object.keys(x.update).length > 0 && failed.delete(x.serviceId))
            return before.refuse({ status: 400, code: 'EndPoint.0002', message: 'Too many errors.' }, x);
          return outcome;
        },
      };
    },
  },
  'rejected-ports-cleared': {
    says: 'The mappings are deleted before the new ones are checked',
    caughtBy: atomic,
    change: onRejection(
      () => ({ ports: [] }),
      (x) => isRecord(x.value) && Object.hasOwn(x.value, 'ports'),
    ),
  },
  'rejected-mappings-before-the-wrong-one-stored': {
    says: 'The mappings before the wrong one are stored',
    caughtBy: atomic,
    change: onRejection(({ state }, x) => {
      const list = isRecord(x.value) && Array.isArray(x.value['ports']) ? (x.value['ports'] as readonly unknown[]) : [];
      const wrong = list.findIndex((item) => x.behaviour.mapping(item, x) !== undefined);
      return wrong > 0 ? { ports: x.behaviour.receive({ ports: list.slice(0, wrong) }, x).ports ?? state.ports } : {};
    }),
  },
  'rejected-long-name-stored-cut': {
    says: 'A service_name that is too long is rejected, but its beginning is stored',
    caughtBy: atomic,
    change: onRejection(({ state }, x) => {
      const name = isRecord(x.value) ? x.value['service_name'] : undefined;
      return {
        service_name: typeof name === 'string' && /^[\w-]{17,}$/.test(name) ? name.slice(0, 16) : state.service_name,
      };
    }),
  },
  'conflicting-update-stored': {
    says: 'A conflict is answered with 409 after the description is stored',
    caughtBy: '{effect/atomic,effect/conflict/*}',
    change: (before) => ({
      conflict: (service, update, x) => {
        const refusal = before.conflict(service, update, x);
        if (refusal !== undefined && update.description !== undefined)
          service.state = { ...service.state, description: update.description };
        return refusal;
      },
    }),
  },
  'rejected-description-stored-by-the-next-update': {
    says: 'The description of a rejected update is stored by the next one, if that omits it',
    caughtBy: 'effect/rejected-values-forgotten',
    change: (before) => {
      const left = new Map<string, string>();
      return {
        validate: (x) => {
          const refusal = before.validate(x);
          if (refusal === undefined || x.service === undefined) return refusal;
          const text = isRecord(x.value) ? x.value['description'] : undefined;
          if (typeof text === 'string' && before.description(text, x) === undefined) left.set(x.service.id, text);
          else left.delete(x.service.id);
          return refusal;
        },
        receive: (body, x) => {
          const text = x.service === undefined ? undefined : left.get(x.service.id);
          if (x.service !== undefined) left.delete(x.service.id);
          return { ...(text === undefined ? {} : { description: text }), ...before.receive(body, x) };
        },
      };
    },
  },
});
