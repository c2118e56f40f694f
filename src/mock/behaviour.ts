import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Outcome, Refusal, Reply, Service, SignedRequest, State, Update, World } from './model.js';

/** A request on its way through the layers, each of which adds what it finds out. */
export interface MockExchange {
  readonly world: World;
  readonly behaviour: Behaviour;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as received. */
  readonly rawHeaders: readonly string[];
  readonly bytes: Buffer;
  /** Whether the body exceeds the limit; its bytes are then dropped. */
  readonly tooLarge: boolean;
  readonly socket: Socket;
  /** One-based number of the request. */
  readonly number: number;
  /** From the path, as received; empty before routing. */
  projectId: string;
  serviceId: string;
  service: Service | undefined;
  /** The body as text; empty before decoding. */
  text: string;
  /** The body as JSON; undefined before parsing. */
  value: unknown;
  update: Update;
  /** The service's state when the update arrived. */
  before: State | undefined;
}

/** Returns why a value is rejected, or undefined. */
export type Check = (value: unknown, x: MockExchange) => Refusal | undefined;

/** Returns why a request is rejected, or undefined to let it through. */
export type Gate = (x: MockExchange) => Refusal | undefined;

/**
 * Everything that the mock does, as functions in the order in which a request meets them. A fault or variant replaces a
 * few of them and calls the ones that it replaced, so any number can be combined.
 */
export interface Behaviour {
  // http
  /** Called once before the server listens. */
  readonly serve: (server: Server, world: World) => void;
  /** Answers what is not HTTP. */
  readonly clientError: (error: NodeJS.ErrnoException, socket: Duplex) => void;
  /** Sees every request first; the outcome that it returns, if any, is final. */
  readonly admit: (x: MockExchange) => Outcome | undefined;
  /** Milliseconds to delay the reply. */
  readonly delay: (x: MockExchange) => number;
  readonly write: (response: ServerResponse, reply: Reply, x: MockExchange) => void;

  // route, credentials, negotiation
  /** Takes the project id and the service id from the path. */
  readonly route: Gate;
  /** Checks that the credentials are known. */
  readonly authenticate: Gate;
  /** Checks that the signature of a request without a token is that of a known key. */
  readonly verify: Gate;
  /** Returns what a signature must cover, including its time. */
  readonly signed: (x: MockExchange) => SignedRequest;
  /** Whether the time of a signature is close enough; both in milliseconds since 1970. */
  readonly timely: (signedAt: number, now: number) => boolean;
  readonly authorise: Gate;
  readonly find: (x: MockExchange) => Service | undefined;
  /** Returns the refusal for a service that does not exist. */
  readonly missing: (x: MockExchange) => Refusal;
  readonly method: Gate;
  readonly negotiate: Gate;
  /** Answers with the documented status that `Prefer: code=NNN` asks for; undefined without such a header. */
  readonly force: (x: MockExchange) => Outcome | undefined;
  readonly contentType: Gate;

  // the body
  readonly decode: Gate;
  readonly parse: Gate;
  /** Checks the value as a whole, and calls the checks below for the members that are present. */
  readonly validate: Gate;
  readonly approval_enabled: Check;
  readonly service_name: Check;
  readonly description: Check;
  readonly port_id: Check;
  readonly vip_port_id: Check;
  readonly ports: Check;
  readonly mapping: Check;
  readonly client_port: Check;
  readonly server_port: Check;
  readonly protocol: Check;
  /** Checks that no two of the valid mappings are equal. */
  readonly distinct: (mappings: readonly unknown[], x: MockExchange) => Refusal | undefined;
  readonly conflict: (service: Service, update: Update, x: MockExchange) => Refusal | undefined;

  // effect
  /** Returns the update that a valid body asks for. */
  readonly receive: (body: Record<string, unknown>, x: MockExchange) => Update;
  /** Returns the state after an update. */
  readonly merge: (state: State, update: Update, x: MockExchange) => State;
  /** Stores the new state. */
  readonly commit: (service: Service, next: State, x: MockExchange) => void;
  /** Checks, stores and answers an update. */
  readonly update: (service: Service, x: MockExchange) => Outcome | Promise<Outcome>;

  // reply
  /** Returns the representation of a service (Table 5), for the reply to an update and for a read. */
  readonly represent: (service: Service, state: State, x: MockExchange) => Record<string, unknown>;
  readonly encode: (representation: Record<string, unknown>, x: MockExchange) => Outcome;
  /** Returns the envelope of a refusal (Table 9). */
  readonly envelope: (refusal: Refusal, x: MockExchange) => unknown;
  readonly refuse: (refusal: Refusal, x: MockExchange) => Outcome;
}

/** Returns the functions that a fault or variant replaces in a behaviour. */
export type Change = (before: Behaviour) => Partial<Behaviour>;
