import type { IncomingMessage } from 'node:http';
import type { Change } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { isRecord, members } from '../layers/validate.js';
import type { Reply } from '../model.js';
import type { Exchange } from '../behaviour.js';
import { letIn } from './let-in.js';

const isChunked = (x: Exchange) => x.headers['transfer-encoding'] !== undefined;
const hasCharset = (x: Exchange) => /charset/i.test(x.headers['content-type'] ?? '');
const hasUnknown = (x: Exchange) =>
  isRecord(x.value) && Object.keys(x.value).some((name) => !(members as readonly string[]).includes(name));

/** The body is not checked in some requests. */
const unchecked =
  (when: (x: Exchange) => boolean): Change =>
  (before) => ({ validate: (x) => (isRecord(x.value) && when(x) ? undefined : before.validate(x)) });

/** Updates of some form are answered with a status that nothing asked for. */
const answering =
  (when: (x: Exchange) => boolean, reply: Partial<Reply> & { readonly status: number }): Change =>
  (before) => ({
    encode: (shown, x) => {
      const outcome = before.encode(shown, x);
      return typeof outcome === 'string' || x.method !== 'PUT' || !when(x) ? outcome : { ...outcome, ...reply };
    },
  });

/** Defects in what two things of a request do together. */
export const crossedFaults = faultsOf({
  'chunked-needs-no-token': {
    says: 'A chunked request is let in without a token: the gateway looks at requests with a length only',
    caughtBy: 'robustness/crossed/token',
    change: letIn((token, _, x) => token === undefined && isChunked(x)),
  },
  'charset-needs-no-token': {
    says: 'A request whose Content-Type has a charset is let in with any token',
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
    says: 'Of a body that arrives in pieces only the first is read',
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
    says: 'The project of the path is not looked at in a chunked request',
    caughtBy: 'robustness/crossed/project',
    change: (before) => ({
      route: (x) => {
        const refusal = before.route(x);
        if (refusal === undefined && isChunked(x)) x.projectId = x.world.projectId;
        return refusal;
      },
    }),
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
    change: (before) => ({
      method: (x) => (x.method === 'PATCH' && isChunked(x) ? undefined : before.method(x)),
    }),
  },
  'chunked-list-accepted': {
    says: 'A chunked list counts as an update without members',
    caughtBy: 'robustness/crossed/no-json',
    change: (before) => ({
      validate: (x) => (isChunked(x) && Array.isArray(x.value) ? undefined : before.validate(x)),
    }),
  },
});
