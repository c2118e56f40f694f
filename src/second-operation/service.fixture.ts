/** A service that implements the second operation, or gets one thing wrong. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Target } from '../config/config.js';
import { server } from '../run.fixture.js';

/** What it may get wrong. */
export type Defect =
  | 'mandatory member optional'
  | 'one character too many accepted'
  | 'blank accepted'
  | 'number accepted'
  | 'stored before it is checked'
  | 'not stored'
  | 'cut to 16 characters'
  | 'old name in the reply'
  | 'all services renamed'
  | 'state moves'
  | 'creation moves'
  | 'other id in the reply'
  | 'token not required'
  | 'unknown service renamed'
  | 'envelope without a code'
  | 'status 422'
  | 'POST obeyed';

interface Kept {
  name: string;
  state: string;
  created: string;
  renamed: string;
}

const codes: Readonly<Record<number, string>> = { 401: 'EndPoint.0003', 404: 'EndPoint.0005' };
const projectId = '6e9dfd51d1124e8d8498dce894923a0d';
const token = 'ATokenOfTheSecondOperation-0123456789';
const ids = ['4189d3c2-8882-4871-a3c2-d380272eed83', '5289d3c2-8882-4871-a3c2-d380272eed84'];

/** Starts the service. Returns what a run needs to judge it. */
export async function renaming(wrong: Defect | null): Promise<Target & { readonly names: () => string[] }> {
  const created = '2022-04-14T09:35:47Z';
  const services = new Map(
    ids.map((id, n) => [id, { name: `as-found-${n}`, state: 'available', created, renamed: created } satisfies Kept]),
  );
  const url = await server((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, Buffer.concat(chunks), response));
  });
  const answer = (request: IncomingMessage, bytes: Buffer, response: ServerResponse): void => {
    const say = (status: number, value: unknown, headers: Record<string, string> = {}): void =>
      void response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(value));
    const refuse = (status: number, headers?: Record<string, string>): void =>
      say(
        status,
        {
          error: {
            message: 'refused',
            ...(wrong === 'envelope without a code' ? {} : { code: codes[status] ?? 'EndPoint.0002' }),
          },
        },
        headers,
      );
    const [, project, id = '', rest = ''] =
      /^\/v1\/([^/]+)\/vpc-endpoint-services\/([^/]+)(\/name)?$/.exec(request.url ?? '') ?? [];
    if (request.headers['x-auth-token'] !== token && wrong !== 'token not required') return refuse(401);
    const found = services.get(id) ?? (wrong === 'unknown service renamed' ? services.get(ids[0] ?? '') : undefined);
    if (project !== projectId || found === undefined) return refuse(404);
    const show = ({ name, ...others }: Kept) => ({
      id: wrong === 'other id in the reply' && request.method === 'PUT' ? ids[0] : id,
      project_id: projectId,
      endpoint_service_name: name,
      ...others,
    });
    if (rest === '') return request.method === 'GET' ? say(200, show(found)) : refuse(405, { Allow: 'GET' });
    if (request.method !== 'PUT' && !(wrong === 'POST obeyed' && request.method === 'POST'))
      return refuse(405, { Allow: 'PUT' });
    const given = nameIn(bytes);
    if (given === undefined && wrong === 'mandatory member optional') return say(200, show(found));
    if (wrong === 'stored before it is checked' && typeof given === 'string') found.name = given.slice(0, 20);
    if (!isName(given, wrong)) return refuse(wrong === 'status 422' ? 422 : 400);
    const before = { ...found };
    if (wrong !== 'not stored') {
      for (const one of wrong === 'all services renamed' ? services.values() : [found])
        one.name = wrong === 'cut to 16 characters' ? String(given).slice(0, 16) : String(given);
      found.renamed = `${new Date().toISOString().slice(0, 19)}Z`;
    }
    if (wrong === 'state moves') found.state = found.state === 'failed' ? 'available' : 'failed';
    if (wrong === 'creation moves') found.created = found.renamed;
    if (wrong === 'old name in the reply') return say(200, show({ ...found, name: before.name }));
    return say(200, show(wrong === 'not stored' ? { ...found, name: String(given) } : found));
  };
  return {
    url,
    projectId,
    serviceIds: ids,
    siblingServiceId: null,
    token,
    foreignToken: null,
    portIds: [],
    names: () => [...services.values()].map(({ name }) => name),
  };
}

/** The name in a body; undefined if there is none, null if the body is not an object. */
function nameIn(bytes: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return (value as Record<string, unknown>)['endpoint_service_name'];
  } catch {
    return null;
  }
}

function isName(given: unknown, wrong: Defect | null): boolean {
  if (typeof given === 'number') return wrong === 'number accepted';
  if (typeof given !== 'string') return false;
  const most = wrong === 'one character too many accepted' ? 21 : 20;
  const letters = wrong === 'blank accepted' ? /^[A-Za-z0-9_ -]+$/ : /^[A-Za-z0-9_-]+$/;
  return given.length <= most && letters.test(given) && !given.endsWith('\n');
}
