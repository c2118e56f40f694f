import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Outcome, Refusal, Reply, Service, SignedRequest, State, Update, World } from './model.js';

/** One request on its way through the layers, each of which adds what it found out. */
export interface MockExchange {
  readonly world: World;
  readonly behaviour: Behaviour;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as received. */
  readonly rawHeaders: readonly string[];
  readonly bytes: Buffer;
  /** The body is larger than the limit; its bytes are gone. */
  readonly tooLarge: boolean;
  readonly socket: Socket;
  /** Its place among all requests, from 1. */
  readonly number: number;
  /** Of the path, as received; empty before routing. */
  projectId: string;
  serviceId: string;
  service: Service | undefined;
  /** The body as text; empty before decoding. */
  text: string;
  /** The body as JSON; undefined before parsing. */
  value: unknown;
  update: Update;
  /** What the service held when the update arrived. */
  before: State | undefined;
}

/** Turns a value down, or returns undefined. */
export type Check = (value: unknown, x: MockExchange) => Refusal | undefined;

/** Turns a request down, or returns undefined and lets it through. */
export type Gate = (x: MockExchange) => Refusal | undefined;

/**
 * All that the mock does, as functions in the order in which a request meets them. A fault or a variant replaces a few
 * of them, and calls the ones that it replaced; so any number of them work together.
 */
export interface Behaviour {
  // http
  /** Called once, before the server listens. */
  readonly serve: (server: Server, world: World) => void;
  /** Answers what is not HTTP. */
  readonly clientError: (error: NodeJS.ErrnoException, socket: Duplex) => void;
  /** Sees every request first; what it returns ends it. */
  readonly admit: (x: MockExchange) => Outcome | undefined;
  /** Milliseconds to wait with the reply. */
  readonly pace: (x: MockExchange) => number;
  readonly write: (response: ServerResponse, reply: Reply, x: MockExchange) => void;

  // route, credentials, negotiation
  /** Takes the project id and the service id from the path. */
  readonly route: Gate;
  /** The credentials are known. */
  readonly authenticate: Gate;
  /** The signature of a request without a token is that of a known key. */
  readonly verify: Gate;
  /** What a signature must cover, and with which time. */
  readonly signed: (x: MockExchange) => SignedRequest;
  /** Whether the time of a signature is near enough; both in milliseconds since 1970. */
  readonly timely: (signedAt: number, now: number) => boolean;
  readonly authorise: Gate;
  readonly find: (x: MockExchange) => Service | undefined;
  /** What is said of a service that is not there. */
  readonly missing: (x: MockExchange) => Refusal;
  readonly method: Gate;
  readonly negotiate: Gate;
  /** `Prefer: code=NNN` asks for a documented status; undefined where it is not asked for. */
  readonly force: (x: MockExchange) => Outcome | undefined;
  readonly contentType: Gate;

  // the body
  readonly decode: Gate;
  readonly parse: Gate;
  /** Checks the value as a whole; calls the checks below for what is present. */
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
  /** Of a list of valid mappings: no two are equal. */
  readonly distinct: (mappings: readonly unknown[], x: MockExchange) => Refusal | undefined;
  readonly conflict: (service: Service, update: Update, x: MockExchange) => Refusal | undefined;

  // effect
  /** The update that a valid body asks for. */
  readonly receive: (body: Record<string, unknown>, x: MockExchange) => Update;
  /** The state after an update. */
  readonly merge: (state: State, update: Update, x: MockExchange) => State;
  /** Stores the new state. */
  readonly commit: (service: Service, next: State, x: MockExchange) => void;
  /** Checks, stores and answers an update. */
  readonly update: (service: Service, x: MockExchange) => Outcome | Promise<Outcome>;

  // reply
  /** The representation of a service (Table 5), for the reply to an update and for a read. */
  readonly represent: (service: Service, state: State, x: MockExchange) => Record<string, unknown>;
  readonly encode: (representation: Record<string, unknown>, x: MockExchange) => Outcome;
  /** The envelope of a refusal (Table 9). */
  readonly envelope: (refusal: Refusal, x: MockExchange) => unknown;
  readonly refuse: (refusal: Refusal, x: MockExchange) => Outcome;
}

/** What a fault or a variant replaces, given what was there before. */
export type Change = (before: Behaviour) => Partial<Behaviour>;
