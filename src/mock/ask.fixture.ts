import { connect } from 'node:net';
import { request } from 'undici';
import type { MockServer } from './create-mock.js';

/** A request to the first service of a mock, with valid credentials unless given otherwise. */
export interface AskedRequest {
  readonly method?: string;
  readonly path?: string;
  /** Undefined removes a header. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Text is sent verbatim, anything else as JSON. */
  readonly body?: unknown;
}

/** The reply. */
export interface Answer {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** Returns the path of a service. */
export function pathOf(mock: MockServer, id = mock.serviceIds[0] ?? '', projectId = mock.projectId): string {
  return `/v1/${projectId}/vpc-endpoint-services/${id}`;
}

/** Sends a request to a mock. */
export async function ask(
  mock: MockServer,
  { method = 'PUT', path = pathOf(mock), headers = {}, body }: AskedRequest = {},
): Promise<Answer> {
  const all: Record<string, string | undefined> = {
    'X-Auth-Token': mock.token,
    'Content-Type': 'application/json',
    ...headers,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const payload =
    typeof body === 'string' || body instanceof Uint8Array ? body : body === undefined ? null : JSON.stringify(body);
  const bytes = payload === null ? null : Buffer.from(payload);
  const response = await request(`${mock.url}${path}`, { method, headers: given.flat(), body: bytes });
  const text = await response.body.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = {};
  }
  return { status: response.statusCode, headers: response.headers, text, json: json as Record<string, unknown> };
}

/** Sends text verbatim over a connection of its own, and returns everything received until the connection closes. */
export function askRaw(mock: MockServer, text: string): Promise<string> {
  const { hostname, port } = new URL(mock.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}
