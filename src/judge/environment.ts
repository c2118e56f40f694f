import type { Profile } from '../shared/model.js';
import type { Ledger } from './ledger.js';
import type { Settler } from './settle.js';
import type { Watch } from './watch.js';
import type { Address } from './wire.js';

/** How state is read: by GET where it is served, else by an update that changes nothing. */
export type Reads = 'GET' | 'PUT {}' | null;

/** What all lanes share. */
export interface Environment {
  readonly settler: Settler;
  readonly ledger: Ledger;
  readonly watch: Watch;
  readonly address: Address;
  readonly profile: Profile;
  readonly reads: Reads;
  /** How long one request may take, in milliseconds. */
  readonly timeoutMs: number;
  /** How long after another change the time of the last one, in whole seconds, must show it, in milliseconds. */
  readonly settlingMs: number;
  /** Requests in flight at most. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** The marks of this run: a service that shows another one is at the hands of another run. Null or absent: none is looked for. */
  readonly marks?: ReadonlySet<string> | null;
  /** Whether a service may be changed to find out who writes to it. Default true; false as long as it may be another run's. */
  readonly confirms?: boolean;
  /** Whether updates of a service were left out of the record that is judged, since this was last asked. */
  readonly lapsed?: (serviceId: string) => boolean;
}
