import type { Profile } from '../shared/model.js';
import type { Ledger } from './ledger.js';
import type { Settler } from './settle.js';
import type { Watch } from './watch.js';
import type { Address } from './wire.js';

/** How state is read: by GET if the target serves it, else by an update that changes nothing. Null if neither works. */
export type Reads = 'GET' | 'PUT {}' | null;

/** What all lanes share. */
export interface Environment {
  readonly settler: Settler;
  readonly ledger: Ledger;
  readonly watch: Watch;
  readonly address: Address;
  readonly profile: Profile;
  readonly reads: Reads;
  /** Time limit of one request, in milliseconds. */
  readonly timeoutMs: number;
  /** Milliseconds after which another change must show in the time of the last change, which counts whole seconds. */
  readonly settlingMs: number;
  /** Maximum number of requests in flight. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Whether a proxy forwards the requests. Absent: no. */
  readonly isForwarded?: () => boolean;
  /** Marks of this run. A service that shows another mark is in use by another run. Null or absent: no check. */
  readonly marks?: ReadonlySet<string> | null;
  /** Whether the record being judged leaves out updates of a service since the last call. */
  readonly lapsed?: (serviceId: string) => boolean;
}
