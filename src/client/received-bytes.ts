const NOTHING = new Uint8Array(0);
/** Minimum size in bytes of a buffer that has grown. */
const ROOM = 4_096;

/**
 * Bytes that come in pieces, copied into one buffer. The pieces themselves are views of what a socket has read at once:
 * one byte would keep all of that in memory, and many small pieces cost many times what they hold.
 */
export class ReceivedBytes {
  #bytes = NOTHING;
  #length = 0;

  /** Appends a copy of a piece. */
  push(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#bytes.length) {
      // What comes in one piece takes no more room than it needs.
      const roomier = new Uint8Array(this.#length === 0 ? length : Math.max(length, 2 * this.#bytes.length, ROOM));
      roomier.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = roomier;
    }
    this.#bytes.set(piece, this.#length);
    this.#length = length;
  }

  /** Returns all bytes and forgets them. */
  take(): Uint8Array {
    const bytes = this.#length === this.#bytes.length ? this.#bytes : this.#bytes.slice(0, this.#length);
    this.clear();
    return bytes;
  }

  /** Forgets all bytes. */
  clear(): void {
    this.#bytes = NOTHING;
    this.#length = 0;
  }
}
