import { faultsOf, inChapter } from '../catalogue.js';
import { broken, refusalOf, refusing, stopping } from '../changes.js';
import type { MockExchange } from '../behaviour.js';
import { nearPathFaults } from './path-near.js';
import { takingProject } from './let-in.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Gives an unknown service whose id has a certain form another refusal. */
const unknown = (
  form: (id: string, x: MockExchange) => boolean,
  status: number,
  code: string,
  message = 'Unknown service.',
) =>
  refusing(
    (refusal, x) => refusal.status === 404 && form(x.serviceId, x),
    () => ({ status, code, message }),
  );

const entries = faultsOf({
  'unknown-service-updated': {
    says: 'An update of a service that does not exist is answered with 200',
    caughtBy: 'path/service-unknown',
    change: (before) => ({
      find: (x) => before.find(x) ?? (uuid.test(x.serviceId) ? [...x.world.services.values()][0] : undefined),
    }),
  },
  'unknown-service-400-parameter-error': {
    says: 'A service that does not exist is answered with 400 and the code of any wrong parameter',
    caughtBy: 'path/service-unknown',
    change: unknown((id) => uuid.test(id), 400, 'EndPoint.0002'),
  },
  'no-uuid-500': {
    says: 'A service id that is not a UUID is answered with 500',
    caughtBy: 'path/service-no-uuid',
    change: unknown((id) => id !== '' && !uuid.test(id) && id.length < 200, 500, 'EndPoint.0001'),
  },
  'path-decoding-breaks': {
    says: 'A percent sign in the path that does not encode UTF-8 is answered with 500',
    caughtBy: 'path/service-no-uuid',
    change: (before) => ({
      find: (x) => before.find(decodeURIComponent(x.serviceId) === '' ? { ...x, serviceId: '' } : x),
    }),
  },
  'service-id-beginning-only': {
    says: 'Text after the service id is ignored',
    caughtBy: 'path/service-no-uuid',
    change: (before) => ({
      find: (x) => before.find(x) ?? [...x.world.services.values()].find(({ id }) => x.serviceId.startsWith(id)),
    }),
  },
  'service-id-over-long-500': {
    says: 'A service id of more than 255 characters does not fit its column, and is answered with 500',
    caughtBy: 'path/service-over-long',
    change: unknown((id) => id.length > 255 && id.length < 1_000, 500, 'EndPoint.0001'),
  },
  'service-id-upper-case-500': {
    says: 'A service id in upper case is answered with 500',
    caughtBy: 'path/service-upper-case',
    change: unknown((id, x) => x.world.services.has(id.toLowerCase()), 500, 'EndPoint.0001'),
  },
  'service-id-upper-case-lost': {
    says: 'An update under the service id in upper case is answered with 200, but changes nothing',
    caughtBy: '{path/service-upper-case,effect/persist/*}',
    change: (before) => ({
      find: (x) => before.find(x) ?? x.world.services.get(x.serviceId.toLowerCase()),
      commit: (service, next, x) => {
        if (x.serviceId === service.id) before.commit(service, next, x);
      },
    }),
  },
  'trailing-slash-redirect': {
    says: 'A trailing slash is answered with a redirect',
    caughtBy: 'path/service-trailing-slash',
    change: (before) => ({
      admit: (x) =>
        x.url.endsWith('/') && x.url.split('/').length === 6
          ? { status: 308, contentType: null, headers: ['Location', x.url.slice(0, -1)], body: '' }
          : before.admit(x),
    }),
  },
  'trailing-slash-other-service': {
    says: 'With a trailing slash the update reaches the previous service',
    caughtBy: '{path/service-trailing-slash,effect/isolation}',
    change: (before) => ({
      route: (x) => {
        const [, id = ''] = /\/([^/]+)\/$/.exec(x.url) ?? [];
        const at = x.world.serviceIds.indexOf(id);
        if (at < 0) return before.route(x);
        x.projectId = x.world.projectId;
        x.serviceId = x.world.serviceIds.at(at - 1) ?? id;
        return undefined;
      },
    }),
  },
  'query-overrides-body': {
    says: 'A parameter in the query string overrides the member of the body',
    caughtBy: '{path/service-query,effect/echo/description}',
    change: (before) => ({
      receive: (body, x) => {
        const text = new URLSearchParams(x.url.split('?')[1]).get('description');
        return before.receive(text === null ? body : { ...body, description: text }, x);
      },
    }),
  },
  'dot-segments-500': {
    says: 'Dot segments in the path are answered with 500',
    caughtBy: 'path/service-dot-segments',
    change: stopping('route', broken, (x) => /\/\.\.?\//.test(x.url)),
  },
  'dot-segments-reach-first-service': {
    says: 'Dot segments are cut off together with what follows, and the first service is updated',
    caughtBy: '{path/service-dot-segments,effect/isolation}',
    change: (before) => ({
      route: (x) => {
        if (!/\/\.\.?\//.test(x.url)) return before.route(x);
        x.projectId = x.world.projectId;
        x.serviceId = x.world.serviceIds.at(-1) ?? '';
        return undefined;
      },
    }),
  },
  'encoded-slash-500': {
    says: 'An encoded slash in the path is answered with 500',
    caughtBy: 'path/service-encoded-slash',
    change: stopping('route', refusalOf(500, 'System error.'), (x) => /%2f/i.test(x.url)),
  },
  'no-service-id-updates': {
    says: 'Without a service id the first service is updated',
    caughtBy: 'path/service-empty',
    change: (before) => ({
      route: (x) => {
        if (!/^\/v1\/[^/]+\/vpc-endpoint-services\/?$/.test(x.url)) return before.route(x);
        x.projectId = x.url.split('/')[2] ?? '';
        x.serviceId = x.world.serviceIds[0] ?? '';
        return undefined;
      },
    }),
  },
  'project-ignored': {
    says: 'The project of the path is not checked: any will do',
    caughtBy: 'path/project-unknown',
    change: takingProject((given, _, x) => given !== x.world.foreignProjectId),
  },
  'project-empty-accepted': {
    says: "An empty project id stands for the token's project",
    caughtBy: 'path/project-empty',
    change: (before) => ({
      route: (x) => {
        if (!x.url.startsWith('/v1//vpc-endpoint-services/')) return before.route(x);
        x.projectId = x.world.projectId;
        x.serviceId = x.url.split('/')[4] ?? '';
        return undefined;
      },
    }),
  },
  'project-upper-case-500': {
    says: 'The project id in upper case is answered with 500',
    caughtBy: 'path/project-upper-case',
    change: stopping(
      'authorise',
      broken,
      (x) => x.projectId !== x.world.projectId && x.projectId.toLowerCase() === x.world.projectId,
    ),
  },
});

/** Defects in reading the path (URI, Table 1). */
export const pathFaults = inChapter('path', entries, nearPathFaults);
