import type { Change } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { merging, interpreting, receiving } from '../changes.js';
import { isRecord } from '../layers/validate.js';

/** A name is taken for another one that the body does not have. */
const calling = (alias: string, name: string): Change =>
  receiving((update, x) =>
    isRecord(x.value) && Object.hasOwn(x.value, alias) && !Object.hasOwn(update, name)
      ? { ...update, [name]: x.value[alias] }
      : update,
  );

/** Defects with names that only mean the same as the document's, and with values that few clients send. */
export const otherNameFaults = faultsOf({
  'short-name-taken': {
    says: 'name is taken for service_name',
    caughtBy: 'request-body/meaning-the-same',
    change: calling('name', 'service_name'),
  },
  'beginning-of-name-taken': {
    says: 'desc is taken for description',
    caughtBy: 'request-body/meaning-the-same',
    change: calling('desc', 'description'),
  },
  'wrapped-body-unwrapped': {
    says: 'A body that stands in one member, vpc_endpoint_service, is taken out of it',
    caughtBy: 'request-body/wrapped',
    change: receiving((update, x) => {
      const inner = isRecord(x.value) ? x.value['vpc_endpoint_service'] : undefined;
      return isRecord(inner) ? { ...inner, ...update } : update;
    }),
  },
  'status-taken-with-ports': {
    says: 'A body with mappings is copied over the service, its status too',
    caughtBy: 'request-body/unknown-members-of-the-reply',
    change: merging((next, _state, update, x) => {
      const status = isRecord(x.value) ? x.value['status'] : undefined;
      return update.ports !== undefined && typeof status === 'string' ? { ...next, status } : next;
    }),
  },
  'zero-taken-for-empty': {
    says: 'A description that is 0 is taken for an empty one',
    caughtBy: '{request-body/texts-shaped,effect/echo/description}',
    change: interpreting('description', (value) => (value === '0' ? '' : value)),
  },
});
