/** A chance that no run meets: one in a million. */
const NEVER = 1e-6;
/** Requests whose success is taken for granted, so that one early failure does not count for much. */
const BEFOREHAND = 20;
/** More failures in a row than this are not waited for. */
const MOST = 12;

/**
 * How often requests fail that nothing is wrong with. On a network that breaks one connection in ten, three failures in
 * a row happen several times in a run of thousands; they prove nothing against an input.
 */
export class Flakiness {
  #sent = BEFOREHAND;
  #failed = 0;

  /** Notes a request that was answered, and how many attempts at it failed before. */
  answered(failures: number): void {
    this.#sent += failures + 1;
    this.#failed += failures;
  }

  /** Notes a known good request that was not answered. */
  failed(): void {
    this.#sent += 1;
    this.#failed += 1;
  }

  /** Number of failures in a row that chance does not explain; null where no number that a run waits for is enough. */
  get telling(): number | null {
    if (this.#failed === 0) return 1;
    const least = Math.ceil(Math.log(NEVER) / Math.log(this.#failed / this.#sent));
    return least > MOST ? null : least;
  }
}
