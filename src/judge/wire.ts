import type { Forerunner, Case } from '../contract/case.js';
import { nearPath, nearToken } from '../contract/near.js';
import { isPlainPath } from '../contract/templates.js';
import type { AccessKeys, SignatureForm, Signing, WireRequest } from '../shared/model.js';
import type { Operation } from '../operation/operation.js';
import { rawRequest } from '../client/raw-request.js';

/** Where requests go, and with which credentials. */
export interface Address {
  /** `host[:port]`, as in the Host header. */
  readonly host: string;
  /** What precedes `/v1`, without a trailing slash; often empty. */
  readonly basePath: string;
  /** The operation to call. */
  readonly operation: Pick<Operation, 'method' | 'path' | 'resource' | 'headers'>;
  readonly projectId: string;
  /** Null if requests are signed instead. */
  readonly token: string | null;
  readonly foreignToken: string | null;
  /** The keys named in signed requests; null if there are no keys to sign with. */
  readonly signs: Pick<AccessKeys, 'accessKey' | 'securityToken'> | null;
  /** Headers of every request; User-Agent and Accept-Encoding give way to those of the case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Fills the credentials into a header value. Each derived token differs from the good one in one way. */
export function fillCredential(
  template: string,
  { token: own, foreignToken, signs }: Pick<Address, 'token' | 'foreignToken' | 'signs'>,
): string {
  if (!template.includes('{{')) return template;
  const token = own ?? '';
  return template.replace(/\{\{([a-z0-9-]+)\}\}/g, (whole, name: string) => {
    const near = nearToken(name, token);
    if (near !== null) return near;
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
      case 'access-key':
        return signs?.accessKey ?? whole;
      default:
        return whole;
    }
  });
}

const CREDENTIAL = '{{token}}';

const filledPaths = new WeakMap<Address, Map<string, Map<string, string>>>();

/** The path of a template, cached: thousands of requests share a few templates. */
function fillPath(template: string, address: Address, serviceId: string): string {
  const ofAddress = filledPaths.get(address) ?? new Map<string, Map<string, string>>();
  filledPaths.set(address, ofAddress);
  const ofService = ofAddress.get(serviceId) ?? new Map<string, string>();
  ofAddress.set(serviceId, ofService);
  const path = ofService.get(template) ?? pathOf(template, address, serviceId);
  ofService.set(template, path);
  return path.includes(CREDENTIAL) ? path.replaceAll(CREDENTIAL, encodeURIComponent(address.token ?? '')) : path;
}

function pathOf(template: string, { basePath, projectId }: Address, serviceId: string): string {
  return (
    basePath +
    nearPath(template, { project_id: projectId, service_id: serviceId })
      .replaceAll('{project_id}', projectId)
      .replaceAll('{PROJECT_ID}', projectId.toUpperCase())
      .replaceAll('{service_id}', serviceId)
      .replaceAll('{SERVICE_ID}', serviceId.toUpperCase())
  );
}

const SIGNED = /^\{\{signature(?:-([a-z-]+))?\}\}$/;

/**
 * The form of a request's signature; null for none. The Authorization template determines it; without a token, a
 * signature takes the place of the good token.
 */
function signatureFormOf(headers: Case['headers'], { token }: Address): SignatureForm | null {
  const given = headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
  const template = SIGNED.exec(given);
  const stands = token === null && headers.some(([name, value]) => isGoodToken(name, value));
  if (given.includes('{{access-key}}')) return 'as-given';
  if (template !== null) return (template[1] ?? 'good') as SignatureForm;
  return stands ? 'good' : null;
}

function signingBy(form: SignatureForm, path: string, raw: boolean): Signing {
  const wellMade = form === 'good' || form === 'date-only' || form === 'every-header';
  return { form, doubtful: !wellMade || raw || !isPlainPath(path) };
}

function isGoodToken(name: string, value: string): boolean {
  return name.toLowerCase() === 'x-auth-token' && value === CREDENTIAL;
}

function signedHeaders({ signs, projectId, headers }: Address): [name: string, value: string][] {
  const has = (name: string) => headers.some(([other]) => other.toLowerCase() === name);
  const securityToken = signs?.securityToken ?? null;
  return [
    ...(has('x-project-id') ? [] : [['X-Project-Id', projectId] as [string, string]]),
    ...(securityToken === null ? [] : [['X-Security-Token', securityToken] as [string, string]]),
  ];
}

/** Headers as they are sent, and the signature that goes with them. */
interface Filled {
  readonly address: Address;
  readonly token: string | null;
  readonly headers: Case['headers'];
  readonly form: SignatureForm | null;
}

const filledHeaders = new WeakMap<Case['headers'], Filled>();

/**
 * The headers of a template and those of every request, cached: nearly all requests share one template. An empty
 * User-Agent stands for none.
 */
function fillHeaders(templates: Case['headers'], address: Address): Filled {
  const { token } = address;
  const known = filledHeaders.get(templates);
  if (known?.address === address && known.token === token) return known;
  const form = signatureFormOf(templates, address);
  const sent =
    form === null
      ? templates
      : templates.filter(([name, value]) => !SIGNED.test(value) && (token !== null || !isGoodToken(name, value)));
  const headers = [
    ...sent
      .filter(([name, value]) => value !== '' || !sameName(name, 'user-agent'))
      .map(([name, value]) => [name, fillCredential(value, address)] as const),
    ...(form === null ? [] : signedHeaders(address)),
    ...address.headers.filter(([name]) => !yields(name) || !templates.some(([own]) => sameName(own, name))),
  ];
  const filled = { address, token, headers, form };
  filledHeaders.set(templates, filled);
  return filled;
}

/** The request of a case to one service. */
export function wireRequest(
  testCase: Pick<Case, 'method' | 'path' | 'headers' | 'body' | 'raw'>,
  address: Address,
  serviceId: string,
): WireRequest {
  const told = testCase.body === null ? null : Buffer.from(testCase.body, 'base64');
  const body = told?.includes(CREDENTIAL) === true ? withToken(told, address) : told;
  const path = fillPath(testCase.path, address, serviceId);
  const { headers, form } = fillHeaders(testCase.headers, address);
  const also = {
    templates: testCase.headers,
    ...(body !== told || testCase.path.includes(CREDENTIAL) ? { told: `${testCase.path} ${testCase.body ?? ''}` } : {}),
    ...(form === null ? {} : { signing: signingBy(form, path, testCase.raw !== null) }),
  };
  if (testCase.raw === null) return { method: testCase.method, path, headers, body, ...also };
  const { framing, requestLine, omitHost, behind } = testCase.raw;
  const raw = rawRequest({
    method: testCase.method,
    path,
    host: address.host,
    headers,
    body,
    framing: framing === 'split' ? 'content-length' : framing,
    ...(requestLine === null
      ? {}
      : {
          requestLine: fillPath(requestLine, { ...address, basePath: '' }, serviceId)
            .replace('{path}', path)
            .replace('{host}', address.host),
        }),
    omitHost,
  });
  return {
    method: testCase.method,
    path,
    headers,
    body,
    raw,
    ...(framing === 'split' ? { split: true } : {}),
    ...(behind === undefined ? {} : { behind: forerunner(behind, path, address) }),
    ...also,
  };
}

/** Bytes of a long body, more than a server reads at once. */
const LONG_BODY = 20_000;

/** An update without valid credentials, whose body the server must read before the next request. */
function forerunner(kind: Forerunner, path: string, { host, operation: { method } }: Address): Uint8Array {
  return rawRequest({
    method,
    path,
    host,
    headers: [['Content-Type', 'application/json']],
    body: Buffer.from(kind === 'trailers' ? '{}' : `{"unknown":"${'x'.repeat(LONG_BODY)}"}`),
    framing: kind === 'trailers' ? 'trailers' : kind === 'long-body' ? 'content-length' : 'chunked',
  });
}

/** Returns a body with the token filled in for its template. */
function withToken(body: Buffer, { token }: Address): Buffer {
  return Buffer.from(body.toString('latin1').replaceAll(CREDENTIAL, token ?? ''), 'latin1');
}

/** An update of a service with good credentials. */
export function putRequest(body: Uint8Array, address: Address, serviceId: string): WireRequest {
  const { method, path, headers } = address.operation;
  const put = { method, path, headers, body: null, raw: null };
  return { ...wireRequest(put, address, serviceId), body };
}

/** A read of a service, which is another operation of the API and only shows the state. */
export function getRequest(address: Address, serviceId: string): WireRequest {
  const get = { method: 'GET', path: address.operation.resource, headers: credentials(address.operation) };
  return wireRequest({ ...get, body: null, raw: null }, address, serviceId);
}

const credentialHeaders = new WeakMap<object, Case['headers']>();

/** The headers that authenticate a request: nearly all reads share them. */
function credentials({ headers }: Address['operation']): Case['headers'] {
  const known = credentialHeaders.get(headers) ?? headers.filter(([, value]) => value === CREDENTIAL);
  credentialHeaders.set(headers, known);
  return known;
}

/** Whether a default header gives way to one of the case. */
function yields(name: string): boolean {
  return sameName(name, 'user-agent') || sameName(name, 'accept-encoding');
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
