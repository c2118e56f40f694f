import type { MockExchange } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { refusalOf, refusedReply, rejecting, rewriting, stopping, tolerate } from '../changes.js';
import { isRecord } from '../layers/validate.js';
import { mending } from './on-sight.js';
import type { Change } from '../behaviour.js';

const crossedConflict = 'effect/conflict/crossed';

/** Leaves conflicts unchecked in some requests. */
const unlooked = (when: (x: MockExchange) => boolean): Change => tolerate('conflict', (service, update, x) => when(x));

/** Refuses some legal updates. */
const refused = (when: (x: MockExchange) => boolean): Change =>
  stopping('authorise', refusalOf(403, 'The request looks automated.'), (x) => x.method === 'PUT' && when(x));

const first = (x: MockExchange) => [...x.world.services.values()].find(({ index }) => index === 0);

/** Defects that only one form of a request, or one relation to the state, shows. */
export const formDependentFaults = faultsOf({
  'conflict-unseen-with-charset': {
    says: 'Conflicts are not checked if Content-Type has a charset',
    caughtBy: crossedConflict,
    change: unlooked((x) => /charset/i.test(x.headers['content-type'] ?? '')),
  },
  'conflict-unseen-with-expect': {
    says: 'Conflicts are not checked if the client waits for 100 Continue',
    caughtBy: crossedConflict,
    change: unlooked((x) => x.headers.expect !== undefined),
  },
  'conflict-unseen-with-unknown-member': {
    says: 'Conflicts are not checked if the body has a member called unknown',
    caughtBy: crossedConflict,
    change: unlooked((x) => typeof x.value === 'object' && x.value !== null && 'unknown' in x.value),
  },
  'conflict-unseen-beside-all-members': {
    says: 'Conflicts are not checked if the body has every member but one',
    caughtBy: 'effect/{from/*/conflicts,conflict/*}',
    change: unlooked(({ update }) => Object.keys(update).length >= 5),
  },
  'conflict-unseen-beside-empty-description': {
    says: 'Conflicts are not checked if the body empties the description',
    caughtBy: 'effect/{from/*/conflicts,conflict/*}',
    change: unlooked(({ update }) => update.description === ''),
  },
  'description-unchecked-beside-empty-name': {
    says: 'A description is not checked if the body empties the name',
    caughtBy: 'request-body/description/pattern/*',
    change: tolerate('description', (value, { value: body }) => isRecord(body) && body['service_name'] === ''),
  },
  'description-unchecked-beside-many-mappings': {
    says: 'A description is not checked beside more than 50 mappings',
    caughtBy: 'robustness/crossed/violation',
    change: tolerate(
      'description',
      (value, { value: body }) => isRecord(body) && Array.isArray(body['ports']) && body['ports'].length > 50,
    ),
  },
  'null-absent-beside-unknown-member': {
    says: 'null counts as an absent member if the body also has an unknown one',
    caughtBy: 'request-body/*/type/null',
    change: mending((text) =>
      /"unknown":"x"/.test(text) ? text.replace(/"\w+":null,?/g, '').replace(/,\}/g, '}') : text,
    ),
  },
  'description-of-same-length-unchecked': {
    says: 'A description is checked only if its length changes',
    caughtBy: 'effect/near-violations',
    change: tolerate(
      'description',
      (value, x) => typeof value === 'string' && value.length === x.service?.state.description.length,
    ),
  },
  'full-rejection-clears-other-name': {
    says: 'A rejected body with service_name and port_id empties the name of the first service',
    caughtBy: 'effect/isolation-of-rejected',
    change: rejecting((service, x) => {
      const other = first(x);
      const holds = (name: string) => typeof x.value === 'object' && x.value !== null && name in x.value;
      if (other !== undefined && other !== service && holds('service_name') && holds('port_id'))
        other.state = { ...other.state, service_name: '' };
    }),
  },
  'full-stop-of-long-text-lost': {
    says: 'The full stop at the end of a description longer than 60 characters is lost',
    caughtBy: '{request-body/description-every-letter,effect/echo/description}',
    change: rewriting('description', (text) => (text.length > 60 ? text.replace(/\.$/, '') : text)),
  },
  'created-at-alone-assigned': {
    says: 'created_at is stored if a body has nothing else',
    caughtBy: 'request-body/unknown-member/created_at',
    change: (before) => ({
      merge: (state, update, x) => {
        const next = before.merge(state, update, x);
        const { created_at: given, ...others } = x.value as Record<string, unknown>;
        return typeof given === 'string' && Object.keys(others).length === 0 ? { ...next, created_at: given } : next;
      },
    }),
  },
  'foreign-token-reaches-sibling': {
    says: 'A request with the token of another project is refused, but its description is stored in the service that is only read',
    caughtBy: 'effect/isolation-of-strangers',
    change: (before) => ({
      authorise: (x) => {
        const refusal = before.authorise(x);
        const sibling = [...x.world.services.values()].find(({ state }) => state.service_name === 'sibling');
        const text = /"description":"([^"<]+)"/.exec(x.bytes.toString())?.[1];
        if (refusal !== undefined && sibling !== undefined && text !== undefined)
          sibling.state = { ...sibling.state, description: text };
        return refusal;
      },
    }),
  },
  'description-of-the-start-not-stored': {
    says: 'The description that a service had at the start is not stored again',
    caughtBy: 'effect/echo/description',
    change: (before) => {
      const known = new Map<string, string>();
      return {
        merge: (state, update, x) => {
          const { serviceId } = x;
          if (!known.has(serviceId)) known.set(serviceId, state.description);
          const next = before.merge(state, update, x);
          return update.description === known.get(serviceId) ? { ...next, description: state.description } : next;
        },
      };
    },
  },
  'errors-in-html-for-browsers': {
    says: 'Errors are in HTML for a client that prefers it',
    caughtBy: 'errors/envelope/400',
    change: refusedReply(400, (reply, _, x) =>
      x.headers.accept?.startsWith('text/html') === true
        ? { ...reply, contentType: 'text/html', body: '<h1>Bad request</h1>' }
        : reply,
    ),
  },
  'no-user-agent-refused': {
    says: 'A request without User-Agent is refused as one from a robot',
    caughtBy: 'robustness/crossed/special-forms-accepted',
    change: refused((x) => x.headers['user-agent'] === undefined),
  },
  'old-date-refused': {
    says: 'A request whose Date is old is refused as a replayed one',
    caughtBy: 'robustness/crossed/special-forms-accepted',
    change: refused((x) => Date.parse(x.headers.date ?? '') < Date.parse('2020-01-01')),
  },
});
