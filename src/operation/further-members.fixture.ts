/**
 * A service in front of a mock that stores more members than the document describes, and the faults that it may have
 * with them.
 */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { isObject, type Json, type JsonObject } from '../shared/json.js';
import type { MockServer } from '../mock/index.js';
import { server } from '../run.fixture.js';

/** A stored member, from the service's side. */
export interface Further {
  /** Its initial value in each service. */
  readonly initial: Json;
  readonly accepts: (value: Json) => boolean;
  /** What is also accepted when its bounds, or its types, are wrong. */
  readonly acceptsTooMuch: (value: Json) => boolean;
  readonly acceptsWrongType: (value: Json) => boolean;
  /** The value that it is reset to. */
  readonly cleared: Json;
}

/** What the service does wrong with every one of the members. */
export type Defect = 'not-echoed' | 'not-stored' | 'cleared' | 'wrong-type' | 'bound';

/** Starts the service in front of a mock and returns its base URL. */
export function withFurther(
  behind: MockServer,
  members: Readonly<Record<string, Further>>,
  wrong: Defect | null,
): Promise<string> {
  const states = new Map<string, Record<string, Json>>();
  const stateOf = (id: string): Record<string, Json> => {
    const known =
      states.get(id) ?? Object.fromEntries(Object.entries(members).map(([name, one]) => [name, one.initial]));
    states.set(id, known);
    return known;
  };
  const accepts = (name: string, value: Json): boolean => {
    const one = Object.hasOwn(members, name) ? members[name] : undefined;
    if (one === undefined || one.accepts(value)) return true;
    return (wrong === 'bound' && one.acceptsTooMuch(value)) || (wrong === 'wrong-type' && one.acceptsWrongType(value));
  };
  return server((incoming, response) => {
    void (async () => {
      const method = incoming.method ?? '';
      const bytes = await contentOf(incoming);
      const given = method === 'GET' ? {} : parsed(bytes);
      const good = Object.entries(given).every(([name, value]) => accepts(name, value));
      // For a body that is rejected here, the mock gets one that it rejects: it changes nothing and answers as it
      // should.
      const reply = await passedOn(behind, incoming, good ? bytes : Buffer.from('[]'));
      if (reply.status !== 200) return void response.writeHead(reply.status, reply.headers).end(reply.content);
      const state = stateOf((incoming.url ?? '').split('/').at(-1) ?? '');
      const before = { ...state };
      if (method !== 'GET') {
        for (const [name, { cleared }] of Object.entries(members)) {
          if (Object.hasOwn(given, name)) {
            if (wrong !== 'not-stored') state[name] = given[name] as Json;
          } else if (wrong === 'cleared') state[name] = cleared;
        }
      }
      const echoed = wrong === 'not-stored' ? { ...state, ...only(given, members) } : state;
      const shown = method === 'GET' ? state : wrong === 'not-echoed' ? before : echoed;
      const body = JSON.stringify({ ...(JSON.parse(reply.content.toString()) as JsonObject), ...shown });
      response.writeHead(200, reply.headers).end(body);
    })();
  });
}

function only(given: JsonObject, members: Readonly<Record<string, Further>>): JsonObject {
  return Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(members, name)));
}

async function contentOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parsed(bytes: Buffer): JsonObject {
  try {
    const value = JSON.parse(bytes.toString()) as Json;
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

interface Passed {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly content: Buffer;
}

function passedOn(behind: MockServer, { method, url, headers }: IncomingMessage, bytes: Buffer): Promise<Passed> {
  const { 'content-length': _length, 'transfer-encoding': _coding, ...others } = headers;
  const length = bytes.length === 0 ? {} : { 'content-length': String(bytes.length) };
  return new Promise((resolve, reject) => {
    httpRequest(
      behind.url,
      { path: url ?? '', method: method ?? 'GET', headers: { ...others, ...length } },
      (reply) => {
        const { 'content-length': _own, ...rest } = reply.headers;
        contentOf(reply).then((content) => {
          resolve({ status: reply.statusCode ?? 500, headers: rest, content });
        }, reject);
      },
    )
      .on('error', reject)
      .end(bytes);
  });
}
