import type { Probe } from '../contract/probe.js';
import { DOCUMENTED_HEADERS, RESOURCE } from '../contract/templates.js';
import type { WireRequest } from '../model.js';
import { rawRequest } from '../client/raw-request.js';

/** Where requests go, and with what credentials. */
export interface Address {
  /** `host[:port]`, as the Host header names it. */
  readonly host: string;
  /** What stands before `/v1`, without a trailing slash; often empty. */
  readonly basePath: string;
  readonly projectId: string;
  readonly token: string;
  readonly foreignToken: string | null;
  /** Headers of every request; User-Agent only where the case has none of its own. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Fills the credentials into a header value. Each derived one differs from the good token in one way. */
export function fillCredential(
  template: string,
  { token, foreignToken }: Pick<Address, 'token' | 'foreignToken'>,
): string {
  return template.replace(/\{\{([a-z-]+)\}\}/g, (whole, name: string) => {
    switch (name) {
      case 'token':
        return token;
      case 'token-cut':
        return token.slice(0, -1);
      case 'token-beheaded':
        return token.slice(1);
      case 'token-extended':
        return `${token}a`;
      case 'token-swapped-case':
        return [...token].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join('');
      case 'token-changed':
        return `${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`;
      case 'foreign-token':
        return foreignToken ?? whole;
      default:
        return whole;
    }
  });
}

function fillPath(template: string, { basePath, projectId }: Address, serviceId: string): string {
  return (
    basePath +
    template
      .replaceAll('{project_id}', projectId)
      .replaceAll('{PROJECT_ID}', projectId.toUpperCase())
      .replaceAll('{service_id}', serviceId)
      .replaceAll('{SERVICE_ID}', serviceId.toUpperCase())
  );
}

/** The request of a probe to one service. */
export function wireRequest(
  probe: Pick<Probe, 'method' | 'path' | 'headers' | 'body' | 'raw'>,
  address: Address,
  serviceId: string,
): WireRequest {
  const body = probe.body === null ? null : new Uint8Array(Buffer.from(probe.body, 'base64'));
  const headers = [
    ...probe.headers.map(([name, value]) => [name, fillCredential(value, address)] as const),
    ...address.headers.filter(([name]) => !isUserAgent(name) || !probe.headers.some(([own]) => isUserAgent(own))),
  ];
  const path = fillPath(probe.path, address, serviceId);
  if (probe.raw === null) return { method: probe.method, path, headers, body };
  const { framing, requestLine, omitHost } = probe.raw;
  const raw = rawRequest({
    method: probe.method,
    path,
    host: address.host,
    headers,
    body,
    framing,
    ...(requestLine === null
      ? {}
      : { requestLine: fillPath(requestLine, { ...address, basePath: '' }, serviceId).replace('{path}', path) }),
    omitHost,
  });
  return { method: probe.method, path, headers, body, raw };
}

/** An update of a service with good credentials. */
export function putRequest(body: Uint8Array, address: Address, serviceId: string): WireRequest {
  const put = { method: 'PUT', path: RESOURCE, headers: DOCUMENTED_HEADERS, body: null, raw: null };
  return { ...wireRequest(put, address, serviceId), body };
}

/** A read of a service, which is another operation of the API: it only shows the state. */
export function getRequest(address: Address, serviceId: string): WireRequest {
  const headers = [['X-Auth-Token', '{{token}}']] as const;
  return wireRequest({ method: 'GET', path: RESOURCE, headers, body: null, raw: null }, address, serviceId);
}

function isUserAgent(name: string): boolean {
  return name.toLowerCase() === 'user-agent';
}
