import type { Change } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { merging, interpreting, receiving } from '../changes.js';
import { isRecord } from '../layers/validate.js';

/** Reads a member under another name as `name` if the body lacks that one. */
const calling = (alias: string, name: string): Change =>
  receiving((update, x) =>
    isRecord(x.value) && Object.hasOwn(x.value, alias) && !Object.hasOwn(update, name)
      ? { ...update, [name]: x.value[alias] }
      : update,
  );

/** Defects with names that only mean the same as the document's, and with values that few clients send. */
export const otherNameFaults = faultsOf({
  'short-name-taken': {
    says: 'name is read as service_name',
    caughtBy: 'request-body/meaning-the-same',
    change: calling('name', 'service_name'),
  },
  'beginning-of-name-taken': {
    says: 'desc is read as description',
    caughtBy: 'request-body/meaning-the-same',
    change: calling('desc', 'description'),
  },
  'wrapped-body-unwrapped': {
    says: 'A body wrapped in a member vpc_endpoint_service is unwrapped',
    caughtBy: 'request-body/wrapped',
    change: receiving((update, x) => {
      const inner = isRecord(x.value) ? x.value['vpc_endpoint_service'] : undefined;
      return isRecord(inner) ? { ...inner, ...update } : update;
    }),
  },
  'status-taken-with-ports': {
    says: 'A body with mappings is copied over the service, including its status',
    caughtBy: 'request-body/unknown-members-of-the-reply',
    change: merging((next, _state, update, x) => {
      const status = isRecord(x.value) ? x.value['status'] : undefined;
      return update.ports !== undefined && typeof status === 'string' ? { ...next, status } : next;
    }),
  },
  'zero-taken-for-empty': {
    says: 'A description of 0 is taken for an empty one',
    caughtBy: '{request-body/texts-shaped,effect/echo/description}',
    change: interpreting('description', (value) => (value === '0' ? '' : value)),
  },
});
