import type { Attempt } from '../shared/model.js';
import type { Purpose } from './purpose.js';

/** The suspects in a crash: cases whose last attempt got no complete reply, with no reply to a later request since. */
export class InFlight {
  #cut: { readonly purpose: Purpose; readonly at: number }[] = [];

  get marks(): readonly Purpose[] {
    return this.#cut.map(({ purpose }) => purpose);
  }

  /** Notes how an attempt at a request ended. */
  follow(attempt: Attempt, purpose: Purpose): void {
    const isReply = attempt.kind === 'response';
    const cut = !isReply && (attempt.failure === 'reset' || attempt.failure === 'timeout');
    // Without a connection, the target saw nothing of the request.
    if (!isReply && !cut) return;
    if (this.#cut.length > 0)
      this.#cut = this.#cut.filter(
        (one) => one.purpose.order !== purpose.order && (!isReply || one.at > attempt.sentAt),
      );
    if (cut && purpose.testCase !== null) this.#cut.push({ purpose, at: attempt.endedAt });
  }
}
