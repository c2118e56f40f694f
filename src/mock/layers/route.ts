import type { Refusal, Service } from '../model.js';
import type { MockExchange } from '../behaviour.js';

const RESOURCE = /^\/v1\/([^/?#]+)\/vpc-endpoint-services\/([^/?#]+)(?:\?[^#]*)?$/;

/**
 * Takes both parameters from the path (URI, Table 1): a query string is ignored, nothing is decoded, no dot segment is
 * resolved. 404 for any other path.
 */
export function route(x: MockExchange): Refusal | undefined {
  const found = RESOURCE.exec(x.url);
  if (found === null) return { status: 404, code: 'EndPoint.0005', message: 'The requested resource is unavailable.' };
  x.projectId = found[1] ?? '';
  x.serviceId = found[2] ?? '';
  return undefined;
}

/** Returns the service of the path if the path's project holds it. Ids are compared exactly. */
export function find(x: MockExchange): Service | undefined {
  const service = x.world.services.get(x.serviceId);
  return service?.projectId === x.projectId ? service : undefined;
}

/** Status 404: there is no such service, or the id is not a UUID. */
export function missing(): Refusal {
  return {
    status: 404,
    code: 'EndPoint.0005',
    message: 'The requested resource is unavailable: vpc_endpoint_service_id.',
  };
}

/** PUT updates and GET reads; 405 with Allow for any other method. */
export function method(x: MockExchange): Refusal | undefined {
  return x.method === 'PUT' || x.method === 'GET' ? undefined : notAllowed();
}

/** Status 405, which has no code of its own in the table of codes. */
export function notAllowed(): Refusal {
  return { status: 405, code: 'EndPoint.0002', message: 'The method is not allowed.', headers: ['Allow', 'GET, PUT'] };
}
