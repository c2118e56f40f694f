import type { Change } from '../behaviour.js';
import { inChapter, mergeDistinct, variantsOf } from '../catalogue.js';
import { refusalOf, refusing, stopping } from '../changes.js';
import { malformed } from '../layers/parse.js';
import { notAllowed } from '../layers/route.js';
import type { Refusal } from '../model.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Gives a missing service a refusal that depends on the form of its id. */
const missing =
  (isUuid: boolean, status: number, code: string): Change =>
  (before) => ({
    missing: (x) =>
      uuid.test(x.serviceId) === isUuid
        ? { status, code, message: 'The endpoint service does not exist.' }
        : before.missing(x),
  });

/** Finds a project whatever the case of its id. */
const ignoringCaseOfProject: Change = (before) => ({
  route: (x) => {
    const refusal = before.route(x);
    if (x.projectId.toLowerCase() === x.world.projectId) x.projectId = x.world.projectId;
    return refusal;
  },
});

/** Refuses GET, so that state cannot be read. */
const withoutGet = (refusal: Refusal): Change => stopping('method', refusal, (x) => x.method === 'GET');

/** Gives a project that is not the token's another refusal. */
const otherProject =
  (status: number, code: string): Change =>
  (before) => ({
    authorise: (x) => {
      const refusal = before.authorise(x);
      const own = x.headers['x-auth-token'] === x.world.token;
      return refusal && own ? { status, code, message: 'Invalid project ID.' } : refusal;
    },
  });

const path = variantsOf({
  'unknown-service-400-2003': {
    says: 'A service that does not exist is answered with 400 and EndPoint.2003',
    change: missing(true, 400, 'EndPoint.2003'),
  },
  'no-uuid-400': {
    says: 'A service id that is not a UUID is answered with 400',
    change: missing(false, 400, 'EndPoint.3062'),
  },
  'service-id-case-ignored': {
    says: 'The service id in upper case leads to the service',
    change: (before) => ({
      find: (x) => {
        if (uuid.test(x.serviceId) && x.serviceId === x.serviceId.toUpperCase())
          x.serviceId = x.serviceId.toLowerCase();
        return before.find(x);
      },
    }),
  },
  'project-id-case-ignored': {
    says: 'The project id in upper case leads to the project',
    change: ignoringCaseOfProject,
  },
  'trailing-slash-accepted': {
    says: 'A trailing slash is ignored',
    change: (before) => ({
      route: (x) => before.route(x) && before.route(Object.assign(x, { url: x.url.replace(/\/$/, '') })),
    }),
  },
  'query-rejected': {
    says: 'A query string is answered with 400',
    change: stopping('route', malformed('has no query string to go with it'), (x) => x.url.includes('?')),
  },
  'dot-segments-resolved': {
    says: 'Dot segments in the path are resolved',
    change: (before) => ({
      route: (x) => {
        const resolved: string[] = [];
        for (const segment of x.url.split('/')) {
          if (segment === '..') resolved.pop();
          else if (segment !== '.') resolved.push(segment);
        }
        return before.route(Object.assign(x, { url: resolved.join('/') }));
      },
    }),
  },
  'dot-segments-403': {
    says: 'A path in which a dot segment replaces the project with another word is answered with 403',
    change: stopping('route', refusalOf(403, 'You have no permissions for this project.'), (x) =>
      /^\/v1\/(?!\.)[^/]+\/\.\.\//.test(x.url),
    ),
  },
  'ids-shown-as-in-the-path': {
    says: 'Ids in upper case lead to the service, and the reply shows them as the path spells them',
    change: (before) => ({
      ...ignoringCaseOfProject(before),
      find: (x) => {
        if (x.serviceId === x.serviceId.toUpperCase()) x.serviceId = x.serviceId.toLowerCase();
        return before.find(x);
      },
      represent: (service, state, x) => ({
        ...before.represent(service, state, x),
        id: x.url.includes(service.id) ? service.id : service.id.toUpperCase(),
        project_id: x.url.includes(service.projectId) ? service.projectId : service.projectId.toUpperCase(),
      }),
    }),
  },
  'path-decoded': {
    says: 'The path is decoded before it is routed, including an encoded slash',
    change: (before) => ({
      route: (x) => before.route(Object.assign(x, { url: x.url.replace(/%2f/gi, '/') })),
    }),
  },
  'ids-decoded': {
    says: 'Percent codes of letters, digits and hyphens in the path are decoded before ids are compared',
    change: (before) => ({
      route: (x) => {
        const decoded = (text: string): string =>
          text.replace(/%(?:2D|3[0-9]|[46][1-9A-F]|[57][0-9A])/gi, (code) => decodeURIComponent(code));
        const refusal = before.route(x);
        if (refusal === undefined)
          Object.assign(x, { projectId: decoded(x.projectId), serviceId: decoded(x.serviceId) });
        return refusal;
      },
    }),
  },
  'other-project-400': {
    says: "A path project that is not the token's is answered with 400 and EndPoint.0014",
    change: otherProject(400, 'EndPoint.0014'),
  },
  'other-project-401': {
    says: "A path project that is not the token's is answered with 401",
    change: otherProject(401, 'EndPoint.0003'),
  },
  'other-project-404': {
    says: "A path project that is not the token's is answered with 404, as if it had no such service",
    change: otherProject(404, 'EndPoint.2003'),
  },
});

const others = variantsOf({
  'get-405': {
    says: 'GET is answered with 405: state can only be read with an empty update',
    change: withoutGet({ ...notAllowed(), headers: ['Allow', 'PUT'] }),
  },
  'get-501': {
    says: 'GET is answered with 501: state can only be read with an empty update',
    change: withoutGet(refusalOf(501, 'Not implemented.')),
  },
  'foreign-token-401': {
    says: 'A token of another project is answered with 401',
    change: refusing(
      (refusal, x) => refusal.status === 403 && x.headers['x-auth-token'] === x.world.foreignToken,
      (refusal) => ({ ...refusal, status: 401 }),
    ),
  },
  'envelope-further-members': {
    says: 'The envelope of an error has further members',
    change: () => ({
      envelope: (refusal, x) => ({
        error: { message: refusal.message, code: refusal.code, details: [], encoded_authorization_message: null },
        request_id: String(x.number),
      }),
    }),
  },
  'one-code-for-all': {
    says: 'Every error carries the code of a system error, whatever its status',
    change: refusing(
      () => true,
      (refusal) => ({ ...refusal, code: 'EndPoint.0001' }),
    ),
  },
  'codes-lower-p': {
    says: 'Codes are spelt Endpoint instead of EndPoint',
    change: refusing(
      () => true,
      (refusal) => ({ ...refusal, code: refusal.code.replace('EndPoint', 'Endpoint') }),
    ),
  },
  'messages-in-chinese': {
    says: 'Messages are in Chinese',
    change: refusing(
      () => true,
      (refusal) => ({ ...refusal, message: `请求错误（${refusal.code}）` }),
    ),
  },
  'codes-of-their-own': {
    says: 'Every rejection has the same general code and message',
    change: refusing(400, (refusal) => ({
      ...refusal,
      code: refusal.code === 'EndPoint.3044' ? refusal.code : 'EndPoint.0002',
      message: 'Parameter error.',
    })),
  },
  'prefer-ignored': {
    says: 'Statuses cannot be forced: Prefer is ignored',
    change: () => ({ force: () => undefined }),
  },
  'no-request-id': {
    says: 'Replies have no X-Request-Id',
    change: (before) => ({
      write: (response, reply, x) => {
        const head = response.writeHead.bind(response);
        response.writeHead = ((status: number, lines: string[]) =>
          head(
            status,
            lines.filter((_, n) => lines[n - (n % 2)] !== 'X-Request-Id'),
          )) as typeof response.writeHead;
        before.write(response, reply, x);
      },
    }),
  },
});

const http = variantsOf({
  'expect-417': {
    says: 'Expect: 100-continue is refused with 417',
    change: (before) => ({
      serve: (server, world) => {
        before.serve(server, world);
        server.on('checkContinue', (request, response) => {
          request.resume();
          response.writeHead(417, { Connection: 'close', 'Content-Length': '0' }).end();
        });
      },
    }),
  },
  'chunked-400': {
    says: 'A chunked body is refused with 400',
    change: stopping('decode', malformed('has no length'), (x) => x.headers['transfer-encoding'] !== undefined),
  },
  'broken-framing-closed': {
    says: 'What is not HTTP is answered by closing the connection',
    change: () => ({
      clientError: (_, socket) => {
        socket.destroy();
      },
    }),
  },
  'broken-request-line-answered-without-head': {
    says: 'A malformed request line, or an unknown version of HTTP, is answered with only the body, as in HTTP/0.9',
    change: (before) => ({
      clientError: (error: NodeJS.ErrnoException & { readonly rawPacket?: Buffer }, socket) => {
        const [line, ...more] = (error.rawPacket?.toString('latin1') ?? '').split('\r\n');
        if (more.length === 0 || /^[!-~]+ [!-~]+ HTTP\/1\.[01]$/.test(line ?? '')) before.clientError(error, socket);
        else socket.end('{"error":{"message":"Bad request.","code":"EndPoint.0002"}}');
      },
    }),
  },
  'broken-framing-without-envelope': {
    says: 'What is not HTTP is answered with 400 and no body',
    change: () => ({
      clientError: (_, socket) => {
        socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      },
    }),
  },
});

/** How refused requests may be answered (R11, R20, R21, R28 to R31). */
export const answerVariants = mergeDistinct(
  inChapter('path', path),
  inChapter('errors', others),
  inChapter('robustness', http),
);
