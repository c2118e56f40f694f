import { hash } from 'node:crypto';
import type { RecordedBody } from './record.js';

/** Shorter bodies are written each time. */
const WORTHWHILE = 120;
/** Cache size; an evicted body is written in full again. */
const REMEMBERED = 20_000;
/** A reply of at least this many characters is long. */
const LONG = 32_768;
/** How many characters of long replies are written in all; later ones are cut. */
const ROOM = 64 * 2 ** 20;

/** Writes bodies, long ones once: where one comes back, its number stands for it. */
export class BodyTable {
  readonly #numbers = new Map<string, number>();
  #next = 1;
  #room: number;
  /** How many replies were cut. */
  cut = 0;

  constructor(room = ROOM) {
    this.#room = room;
  }

  /** A body of a reply as a line holds it: cut where there are too many that are long. */
  writeReply(bytes: Uint8Array, safe: (text: string) => string): RecordedBody {
    const before = this.#next;
    const written = this.write(bytes, safe, bytes.length > LONG && this.#room < bytes.length ? LONG : Infinity);
    if (bytes.length > LONG && this.#next !== before) this.#room -= bytes.length;
    return written;
  }

  /** A body as a line holds it; `safe` takes the secrets out of its text. It is never longer than `most` characters. */
  write(bytes: Uint8Array, safe: (text: string) => string = (text) => text, most = Infinity): RecordedBody {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const plain = buffer.toString('utf8');
    // What is no UTF-8 is masked as Latin-1, in which every byte is a character.
    const isText = !plain.includes('\ufffd');
    const text = isText ? safe(plain) : Buffer.from(safe(buffer.toString('latin1')), 'latin1').toString('base64');
    if (text.length < WORTHWHILE) return isText ? text : { base64: text };
    const key = hash('sha1', `${isText ? 'text' : 'base64'}${text}`, 'base64');
    const known = this.#numbers.get(key);
    if (known !== undefined) return { n: known };
    if (text.length > most) {
      this.cut += 1;
      return { cut: text.slice(0, most) };
    }
    const n = this.#next;
    this.#next += 1;
    this.#numbers.set(key, n);
    if (this.#numbers.size > REMEMBERED) this.#numbers.delete(this.#numbers.keys().next().value ?? '');
    return isText ? { n, text } : { n, base64: text };
  }
}

/** Reads the bodies of a record, in the order of its lines. */
export class BodyReader {
  readonly #bodies = new Map<number, Uint8Array>();

  /** The bytes of a body; null for none. An Error where a number stands for a body that did not come before. */
  read(body: RecordedBody): Uint8Array | null {
    if (body === null) return null;
    if (typeof body === 'string') return new Uint8Array(Buffer.from(body, 'utf8'));
    if ('cut' in body) return new Uint8Array(Buffer.from(body.cut, 'utf8'));
    const bytes =
      'text' in body
        ? new Uint8Array(Buffer.from(body.text, 'utf8'))
        : 'base64' in body
          ? new Uint8Array(Buffer.from(body.base64, 'base64'))
          : this.#bodies.get(body.n);
    if (bytes === undefined) throw new Error('a body of the record is missing');
    if ('n' in body) this.#bodies.set(body.n, bytes);
    return bytes;
  }
}
