import type { IncomingMessage } from 'node:http';
import type { Change } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { broken, tolerate } from '../changes.js';
import { isRecord, members } from '../layers/validate.js';
import type { Reply } from '../model.js';
import type { MockExchange } from '../behaviour.js';
import { letIn, takingProject } from './let-in.js';

export const isChunked = (x: MockExchange) => x.headers['transfer-encoding'] !== undefined;
const hasCharset = (x: MockExchange) => /charset/i.test(x.headers['content-type'] ?? '');
const hasUnknown = (x: MockExchange) =>
  isRecord(x.value) && Object.keys(x.value).some((name) => !(members as readonly string[]).includes(name));

/** Leaves the body of some requests unchecked. */
export const unchecked = (when: (x: MockExchange) => boolean): Change =>
  tolerate('validate', (x) => isRecord(x.value) && when(x));

/** Answers some updates with a status that nothing asked for. */
export const answering =
  (when: (x: MockExchange) => boolean, reply: Partial<Reply> & { readonly status: number }): Change =>
  (before) => ({
    encode: (shown, x) => {
      const outcome = before.encode(shown, x);
      return typeof outcome === 'string' || x.method !== 'PUT' || !when(x) ? outcome : { ...outcome, ...reply };
    },
  });

/** Defects with combinations of two features of a request. */
export const crossedFaults = faultsOf({
  'chunked-needs-no-token': {
    says: 'A chunked request is accepted without a token: the gateway checks only requests with a length',
    caughtBy: 'robustness/crossed/token',
    change: letIn((token, _, x) => token === undefined && isChunked(x)),
  },
  'charset-needs-no-token': {
    says: 'A request whose Content-Type has a charset is accepted with any token',
    caughtBy: 'robustness/crossed/token',
    change: letIn((token, _, x) => token !== undefined && token !== '' && hasCharset(x)),
  },
  'chunked-body-unchecked': {
    says: 'A chunked body is not validated',
    caughtBy: 'robustness/crossed/violation',
    change: unchecked(isChunked),
  },
  'charset-body-unchecked': {
    says: 'A body whose Content-Type has a charset is not validated',
    caughtBy: 'robustness/crossed/violation',
    change: unchecked(hasCharset),
  },
  'unknown-member-switches-validation-off': {
    says: 'A body with an unknown member is not validated',
    caughtBy: 'robustness/crossed/violation',
    change: unchecked(hasUnknown),
  },
  'first-piece-of-body-read': {
    says: 'Only the first piece of a body that arrives in several is read',
    caughtBy: 'robustness/crossed/accepted',
    change: (before) => ({
      serve: (server, world) => {
        before.serve(server, world);
        server.prependListener('request', (request: IncomingMessage) => {
          const emit = request.emit.bind(request);
          let pieces = 0;
          request.emit = (event: string, ...rest: unknown[]) =>
            event === 'data' && ++pieces > 1 ? true : emit(event, ...rest);
        });
      },
    }),
  },
  'range-206': {
    says: 'An update with a Range is answered with 206',
    caughtBy: 'robustness/crossed/accepted',
    change: answering((x) => x.headers.range !== undefined, { status: 206 }),
  },
  'if-modified-since-304': {
    says: 'An update with If-Modified-Since is answered with 304',
    caughtBy: 'robustness/crossed/accepted',
    change: answering((x) => x.headers['if-modified-since'] !== undefined, { status: 304, body: '' }),
  },
  'chunked-project-ignored': {
    says: 'The project of the path is not checked in a chunked request',
    caughtBy: 'robustness/crossed/project',
    change: takingProject((_, __, x) => isChunked(x)),
  },
  'language-chooses-service': {
    says: 'With Accept-Language an unknown service stands for the first one',
    caughtBy: 'robustness/crossed/service',
    change: (before) => ({
      find: (x) =>
        before.find(x) ??
        (x.headers['accept-language'] === undefined ? undefined : x.world.services.get(x.world.serviceIds[0] ?? '')),
    }),
  },
  'chunked-patch-updates': {
    says: 'A chunked PATCH is treated as a PUT',
    caughtBy: 'robustness/crossed/method',
    change: tolerate('method', (x) => x.method === 'PATCH' && isChunked(x)),
  },
  'chunked-list-accepted': {
    says: 'A chunked list counts as an update without members',
    caughtBy: 'robustness/crossed/no-json',
    change: tolerate('validate', (x) => isChunked(x) && Array.isArray(x.value)),
  },
  'unknown-null-switches-validation-off': {
    says: 'A description beside an unknown member that is null is not checked',
    caughtBy: 'robustness/crossed/violation',
    change: tolerate(
      'description',
      (value, x) => typeof value === 'string' && hasUnknown(x) && Object.values(x.value as object).includes(null),
    ),
  },
  'language-without-messages-500': {
    says: 'An error in a language without messages is a 500',
    caughtBy: 'robustness/crossed/{violation,no-json,token,project,service,method}',
    change: (before) => ({
      refuse: (refusal, x) =>
        /^(?!zh|en|\*)/.test(x.headers['accept-language'] ?? 'en')
          ? before.refuse(broken, x)
          : before.refuse(refusal, x),
    }),
  },
  'unknown-service-malformed-500': {
    says: 'A body that is not JSON is answered with 500 if the service is unknown',
    caughtBy: 'robustness/crossed/two-wrongs',
    change: (before) => ({
      missing: (x) => (x.method === 'PUT' && !isJson(x.bytes.toString()) ? broken : before.missing(x)),
    }),
  },
  'method-not-allowed-without-token-500': {
    says: 'Allowed methods are looked up by user, and a request without a token, which has none, breaks',
    caughtBy: 'robustness/crossed/two-wrongs',
    change: (before) => ({
      authenticate: (x) =>
        x.method === 'POST' && before.authenticate(x) !== undefined ? broken : before.authenticate(x),
    }),
  },
  'angle-brackets-sought-in-bytes': {
    says: 'Angle brackets are looked for in the bytes of the body, where an escape hides them',
    caughtBy: 'robustness/respelt-violation',
    change: (before) => ({
      description: (value, x) =>
        typeof value === 'string' && !/[<>]/.test(x.text)
          ? before.description(value.replace(/[<>]/g, ''), x)
          : before.description(value, x),
    }),
  },
  'query-body-unchecked': {
    says: 'A body is not validated if the path has a query',
    caughtBy: 'robustness/crossed/violation',
    change: unchecked((x) => x.url.includes('?')),
  },
  'query-needs-no-token': {
    says: 'A request with a query is accepted without a token',
    caughtBy: '{robustness/crossed/token,headers/token-in-query}',
    change: letIn((token, _, x) => token === undefined && x.url.includes('?')),
  },
  'forwarded-needs-no-token': {
    says: 'A request that claims in X-Forwarded-For to come from 127.0.0.1 needs no token',
    caughtBy: 'robustness/crossed/token',
    change: letIn((token, _, x) => token === undefined && x.headers['x-forwarded-for'] === '127.0.0.1'),
  },
  'encoded-path-needs-no-token': {
    says: 'A path with an encoded letter is accepted without a token: the gateway does not recognise it',
    caughtBy: 'robustness/crossed/token',
    change: (before) => {
      const unknown = new WeakSet<MockExchange>();
      return {
        ...letIn((token, _, x) => token === undefined && unknown.has(x))(before),
        route: (x) => {
          if (x.url.includes('%76pc')) unknown.add(x);
          return before.route(Object.assign(x, { url: x.url.replace('%76pc', 'vpc') }));
        },
      };
    },
  },
  'if-match-412': {
    says: 'An update with If-Match is answered with 412, though the service exists',
    caughtBy: 'robustness/crossed/accepted',
    change: answering((x) => x.headers['if-match'] !== undefined, { status: 412 }),
  },
  'project-ignored-with-query': {
    says: 'The project of the path is not checked if the path has a query',
    caughtBy: 'robustness/crossed/project',
    change: takingProject((_, __, x) => x.url.includes('?')),
  },
  'encoded-id-unchecked': {
    says: 'A body is not validated if a character of the service id is percent-encoded',
    caughtBy: 'robustness/crossed/violation',
    change: (before) => ({
      ...unchecked((x) => x.url.includes('%'))(before),
      find: (x) => {
        const id = x.serviceId.replace(/%[0-7][0-9a-f]/gi, (code) => decodeURIComponent(code));
        return before.find(id === x.serviceId ? x : Object.assign(x, { serviceId: id }));
      },
    }),
  },
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
