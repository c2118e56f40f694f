import type { AnyGenerators, Boundary, Patch, Violation } from '../arbitraries/index.js';
import type { JsonObject } from '../shared/json.js';
import type { Capability, Effort, Profile } from '../shared/model.js';
import type { Operation } from '../operation/operation.js';
import type { Span } from './span.js';

/** What a requirement may know about the service under test when its cases are made. */
export interface Context {
  readonly operation: Operation;
  readonly generators: AnyGenerators;
  readonly seed: number;
  readonly effort: Effort;
  /** Number of random draws per way to break a rule. */
  readonly cases: number;
  /** Number of randomly drawn valid bodies. */
  readonly bodies: number;
  readonly profile: Profile;
  readonly capabilities: ReadonlySet<Capability>;
  /** Index of this service among those under test; the cases of a requirement are dealt to them in turn. */
  readonly lane: number;
  readonly lanes: number;
  readonly projectId: string;
  readonly serviceId: string;
  /** The ids of all known services: a near miss of one may be another. */
  readonly knownIds: ReadonlySet<string>;
  /** The id of the resource behind the service, as it shows it; null if it could not be read. */
  readonly portId: string | null;
  /** Configured ids of resources that this service may take. */
  readonly portIds: readonly string[];
  /** The service's own values of members for which only known values must be accepted, by name, if it shows them. */
  readonly own: Readonly<Record<string, string>>;
  /** Members whose value could not be put back: they are not sent. */
  readonly irreversible: ReadonlySet<string>;
  /** What the service showed at the start; empty if it could not be read. */
  readonly shown: JsonObject;
  /** Numbers that other services hold on a resource that this service may use. */
  readonly takenPorts: ReadonlySet<number>;
  /** What the sibling holds; a collision with one of these must be refused (R19). */
  readonly siblingPairs: readonly JsonObject[];
  /** The base bodies that violations are built on. */
  readonly bases: readonly JsonObject[];
  /** The listed valid values; if readings leave some open, only those that must be accepted. */
  readonly boundaries: (pointer: string, keyword: string, way: string) => readonly Boundary[];
  /** Valid bodies made of values that must be accepted, drawn with the seed, for a span. */
  readonly draws: (schema: string, span: Span) => readonly JsonObject[];
  /** Random draws of a way to break a rule, for a span. */
  readonly drawsOf: (violation: Violation, span: Span) => readonly Patch[];
}
