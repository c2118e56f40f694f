import type { Attempt } from '../shared/model.js';
import type { Mark } from './classify.js';

/** The suspects in a crash: cases whose last attempt got no complete reply, with no reply to a later request since. */
export class InFlight {
  #cut: { readonly mark: Mark; readonly at: number }[] = [];

  get marks(): readonly Mark[] {
    return this.#cut.map(({ mark }) => mark);
  }

  /** Notes how an attempt at a request ended. */
  follow(attempt: Attempt, mark: Mark): void {
    const isReply = attempt.kind === 'response';
    const cut = !isReply && (attempt.failure === 'reset' || attempt.failure === 'timeout');
    // Without a connection, the target saw nothing of the request.
    if (!isReply && !cut) return;
    if (this.#cut.length > 0)
      this.#cut = this.#cut.filter((one) => one.mark.order !== mark.order && (!isReply || one.at > attempt.sentAt));
    if (cut && mark.testCase !== null) this.#cut.push({ mark, at: attempt.endedAt });
  }
}
