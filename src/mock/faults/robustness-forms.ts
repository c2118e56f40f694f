import type { Change, MockExchange } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { broken, stopping, tolerate } from '../changes.js';
import { malformed } from '../layers/parse.js';
import { isRecord, members } from '../layers/validate.js';
import { letIn } from './let-in.js';
import { answering, isChunked, unchecked } from './robustness-crossed.js';

const WELL_FORMED = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

/** Refuses whatever follows some requests on their connection. */
function damaging(when: (x: MockExchange) => boolean): Change {
  return (before) => {
    const damaged = new WeakSet<object>();
    return {
      admit: (x) => {
        if (damaged.has(x.socket)) return before.refuse(malformed('is not what its head says'), x);
        if (when(x)) damaged.add(x.socket);
        return before.admit(x);
      },
    };
  };
}

/** Defects with forms of the request that some layer trusts, and with bodies that are wrong, or odd, throughout. */
export const formsFaults = faultsOf({
  'internal-needs-no-token': {
    says: 'A request that calls itself internal needs no token',
    caughtBy: 'robustness/crossed/special-forms',
    change: letIn((token, _, x) => token === undefined && x.headers['x-internal'] === 'true'),
  },
  'doubled-slash-needs-no-token': {
    says: 'A path that begins with two slashes needs no token',
    caughtBy: 'robustness/crossed/special-forms',
    change: (before) => ({
      route: (x) => before.route(x.url.startsWith('//') ? Object.assign(x, { url: x.url.slice(1), slashes: 2 }) : x),
      authenticate: (x) => ('slashes' in x ? undefined : before.authenticate(x)),
      authorise: (x) => ('slashes' in x ? undefined : before.authorise(x)),
    }),
  },
  'doubled-slash-redirect': {
    says: 'A path that begins with two slashes is redirected to the one with one',
    caughtBy: 'robustness/crossed/special-forms',
    change: (before) => ({
      admit: (x) =>
        x.url.startsWith('//')
          ? { status: 307, contentType: null, headers: ['Location', x.url.slice(1)], body: '' }
          : before.admit(x),
    }),
  },
  'absolute-form-needs-no-token': {
    says: 'A request whose target is a whole URL, as in one to a proxy, is accepted without a token',
    caughtBy: 'robustness/crossed/special-forms',
    change: (before) => ({
      route: (x) => before.route(x.url.startsWith('http') ? Object.assign(x, { url: pathOf(x.url), whole: true }) : x),
      authenticate: (x) => ('whole' in x ? undefined : before.authenticate(x)),
      authorise: (x) => ('whole' in x ? undefined : before.authorise(x)),
    }),
  },
  'foreign-token-with-charset': {
    says: 'A token of another project is accepted if the Content-Type has a charset',
    caughtBy: 'robustness/crossed/foreign-token',
    change: letIn((token, _, x) => token === x.world.foreignToken && /charset/i.test(x.headers['content-type'] ?? '')),
  },
  'query-names-service': {
    says: 'The service that the query names is taken if the path names none that exists',
    caughtBy: 'robustness/crossed/special-forms',
    change: (before) => ({
      find: (x) =>
        before.find(x) ?? x.world.services.get(/[?&]vpc_endpoint_service_id=([\w-]+)/.exec(x.url)?.[1] ?? ''),
    }),
  },
  'old-http-unchecked': {
    says: 'A request in HTTP before 1.1, or one that asks to close the connection, is not validated',
    caughtBy: 'robustness/crossed/special-forms',
    change: unchecked((x) => x.headers.connection === 'close'),
  },
  'closing-connection-loses-update': {
    says: 'An update on a connection that is to be closed is answered, but not stored',
    caughtBy: '{robustness/crossed/special-forms-accepted,effect/persist/*}',
    change: (before) => ({
      commit: (service, next, x) => {
        if (x.headers.connection !== 'close') before.commit(service, next, x);
      },
    }),
  },
  'cross-origin-403': {
    says: 'A request with an Origin is answered with 403',
    caughtBy: 'robustness/crossed/special-forms-accepted',
    change: answering((x) => x.headers.origin !== undefined, { status: 403 }),
  },
  'trailers-500': {
    says: 'A chunked body with trailers is answered with 500',
    caughtBy: 'robustness/http-trailers',
    change: stopping('negotiate', broken, (x) => x.headers.trailer !== undefined),
  },
  'malformed-trace-500': {
    says: 'A malformed traceparent breaks the tracing, and the request with it: 500',
    caughtBy: 'robustness/http-odd-headers',
    change: stopping(
      'negotiate',
      broken,
      (x) => !/^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(String(x.headers['traceparent'] ?? WELL_FORMED)),
    ),
  },
  'trailers-damage-next-request': {
    says: 'The trailers of a chunked body are not read, so that the next request on the connection begins with them',
    caughtBy: 'robustness/http-next-request',
    change: damaging((x) => x.headers.trailer !== undefined),
  },
  'refused-body-damages-next-request': {
    says: 'The body of a request without a token is not read, so that the next request on the connection begins with it',
    caughtBy: 'robustness/http-next-request',
    change: damaging((x) => x.headers['x-auth-token'] === undefined && x.bytes.length > 16_384),
  },
  'number-of-many-digits-500': {
    says: 'A number of thousands of digits breaks the parser, even in an unknown member',
    caughtBy: 'robustness/body-unknown-oddities',
    change: stopping('validate', broken, (x) => /\d{4300}/.test(x.text)),
  },
  'name-with-dollar-500': {
    says: 'A member name that begins with a dollar sign breaks the query that looks for it',
    caughtBy: 'robustness/body-unknown-oddities',
    change: stopping(
      'validate',
      broken,
      (x) => isRecord(x.value) && Object.keys(x.value).some((name) => name.startsWith('$')),
    ),
  },
  'conflict-in-chunks-accepted': {
    says: 'Conflicts are not checked if the body is chunked',
    caughtBy: 'effect/conflict/in-chunks',
    change: tolerate('conflict', (service, update, x) => isChunked(x)),
  },
  'mapping-wrong-twice-accepted': {
    says: 'A mapping passes if both of its ports are out of range',
    caughtBy: 'port-list/wrong-throughout',
    change: tolerate(
      'mapping',
      (value) => isRecord(value) && value['client_port'] === value['server_port'] && Number(value['client_port']) <= 0,
    ),
  },
  'doublets-not-counted': {
    says: 'More than 200 mappings pass if some of them are equal: they are counted and stored without duplicates',
    caughtBy: 'port-list/wrong-throughout',
    change: (before) => ({
      ports: (value, x) =>
        before.ports(Array.isArray(value) && value.length > 200 ? withoutDuplicates(value) : value, x),
    }),
  },
  'three-wrongs-500': {
    says: 'A body with three or more things wrong is answered with 500',
    caughtBy: 'port-list/wrong-throughout',
    change: (before) => ({
      validate: (x) => {
        const body = isRecord(x.value) ? x.value : {};
        const wrong = members.filter(
          (name) => Object.hasOwn(body, name) && x.behaviour[name](body[name], x) !== undefined,
        );
        return wrong.length > 2 ? broken : before.validate(x);
      },
    }),
  },
  'many-headers-500': {
    says: 'More than a hundred headers are answered with 500',
    caughtBy: 'robustness/http-many-headers',
    change: stopping('negotiate', broken, (x) => Object.keys(x.headers).length > 100),
  },
});

/** Returns the path of a URL, with its query. */
function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/]*/, '');
}

function withoutDuplicates(items: readonly unknown[]): readonly unknown[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
