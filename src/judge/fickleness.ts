import { RunStopped } from '../shared/errors.js';

/** So many statuses, of one request that was accepted before, are no answer to what was sent. */
const TOO_MANY = 4;

/** With which statuses a target answers requests that it accepted before. */
export class Fickleness {
  readonly #statuses = new Set<number>();

  /**
   * Notes an answer to such a request. A refusal of the credentials or of the service, and a failure of the platform, have reasons of
   * their own.
   *
   * @throws RunStopped where the answers have nothing to do with the request
   */
  answered(status: number): void {
    if (status === 200 || status === 401 || status === 403 || status === 404 || status >= 500) return;
    this.#statuses.add(status);
    if (this.#statuses.size < TOO_MANY) return;
    const statuses = [...this.#statuses].sort((a, b) => a - b).join(', ');
    throw new RunStopped(
      `the target answers requests that it accepted before with ever other statuses (200, ${statuses}): what it answers says nothing about what is sent`,
    );
  }
}
