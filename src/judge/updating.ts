import type { Json, JsonObject } from '../shared/json.js';
import type { Finding, WireRequest } from '../shared/model.js';
import type { Asked } from './classify.js';
import type { Purpose } from './purpose.js';
import type { Environment } from './environment.js';
import type { Exchange } from './ledger.js';
import type { Service } from './service.js';
import type { Control, Settled } from './settling.js';

/** Outcome of one update with good credentials. */
export interface Updated {
  readonly settled: Settled;
  readonly exchange: Exchange;
  /** The object in the reply; null if the status was not 200 or there was none. */
  readonly value: JsonObject | null;
  readonly findings: readonly Finding[];
}

/** A state that was read, and how. */
export interface Look {
  readonly value: JsonObject;
  readonly exchange: Exchange;
}

/** Updates one service and reads it, for the checks of its answers. */
export interface Updating {
  readonly service: Service;
  readonly env: Environment;
  /** A known good request to the service. */
  readonly control: Control;
  settle(request: WireRequest, asked: Asked): Promise<Settled>;
  asked(purpose: Purpose, extra?: Partial<Asked>): Asked;
  update(request: WireRequest, asked: Asked, bodies: readonly JsonObject[]): Promise<Updated>;
  mappings(body: Json | undefined): Asked['mappings'];
  look(purpose: Purpose): Promise<Look | null>;
  enter(findings: readonly Finding[], purpose: Purpose, exchanges: readonly Exchange[]): void;
}

/** The states that a service is set to between cases. */
export interface States {
  /** A state that is easily accepted and unlike most others. */
  readonly baseline: JsonObject;
  /** A state that differs from the baseline in every member. */
  readonly other: JsonObject;
}
