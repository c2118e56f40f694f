import type { Operation } from '../operation/operation.js';
import type { Exchange } from './ledger.js';

/** Number of accepted updates that are remembered. */
const REMEMBERED = 12;

/** Maximum number of updates returned for a state. */
const MOST = 5;

/** Number of updates returned if the remembered ones together do not set every member. */
const FEW = 2;

/** The last updates that a service accepted, in order: the states in which others were sent. */
export class Preceding {
  readonly #accepted: { readonly exchange: Exchange; readonly given: ReadonlySet<string> }[] = [];

  constructor(private readonly operation: Pick<Operation, 'stored'>) {}

  /** Remembers an accepted update of these members. */
  accepted(exchange: Exchange, given: ReadonlySet<string>): void {
    this.#accepted.push({ exchange, given });
    if (this.#accepted.length > REMEMBERED) this.#accepted.shift();
  }

  /** The remembered updates, in order. */
  get all(): readonly Exchange[] {
    return this.#accepted.map(({ exchange }) => exchange);
  }

  /** The updates that brought about the state in which exchanges began: the last few that together set every member. */
  to(exchanges: readonly Exchange[]): readonly Exchange[] {
    const first = this.#accepted.findIndex(({ exchange: { request } }) =>
      exchanges.some((one) => one.request === request),
    );
    const before = (first === -1 ? this.#accepted : this.#accepted.slice(0, first)).slice(-MOST);
    const missing = new Set(this.operation.stored.map(({ name }) => name));
    const from = before.findLastIndex(({ given }) => {
      for (const name of given) missing.delete(name);
      return missing.size === 0;
    });
    return before.slice(from === -1 ? -FEW : from).map(({ exchange }): Exchange => ({ ...exchange, role: 'prepare' }));
  }
}
