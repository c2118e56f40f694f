import { hash } from 'node:crypto';
import type { RecordedBody } from './record.js';

/** Bodies shorter than this many characters are written each time. */
const WORTHWHILE = 120;
/** Cache size; an evicted body is written in full again. */
const REMEMBERED = 20_000;
/** A reply body of at least this many characters is long. */
const LONG = 32_768;
/** Total characters of long replies that are written; later ones are cut. */
const ROOM = 64 * 2 ** 20;

/** How the secrets are removed from a body. */
export interface Safe {
  readonly text: (text: string) => string;
  /** Whether it changes a body that others may show as it is. */
  readonly always?: boolean;
}

const AS_IT_IS: Safe = { text: (text) => text };

/** Writes bodies, long ones once: a repeated one is written as its number. */
export class BodyTable {
  /** By the hash of their bytes. */
  readonly #numbers = new Map<string, number>();
  #next = 1;
  #room: number;
  /** Number of replies that were cut. */
  cut = 0;

  constructor(room = ROOM) {
    this.#room = room;
  }

  /** Returns the body of a reply as a record holds it, cut once the long ones exceed their limit. */
  writeReply(bytes: Uint8Array, safe: Safe): RecordedBody {
    const before = this.#next;
    const written = this.write(bytes, safe, bytes.length > LONG && this.#room < bytes.length ? LONG : Infinity);
    if (bytes.length > LONG && this.#next !== before) this.#room -= bytes.length;
    return written;
  }

  /** Returns a body as a record holds it, of at most `most` characters. */
  write(bytes: Uint8Array, { text: safe, always = false }: Safe = AS_IT_IS, most = Infinity): RecordedBody {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const before = buffer.length < WORTHWHILE ? null : hash('sha1', buffer, 'base64');
    // What the record already shows need not be searched again.
    const same = before === null || always ? undefined : this.#numbers.get(before);
    if (same !== undefined) return { n: same };
    const plain = buffer.toString('utf8');
    // Bytes that are not UTF-8 are masked as Latin-1, in which every byte is a character.
    const isText = !plain.includes('\ufffd');
    const read = isText ? plain : buffer.toString('latin1');
    const shown = safe(read);
    const text = isText ? shown : Buffer.from(shown, 'latin1').toString('base64');
    if (text.length < WORTHWHILE) return isText ? text : { base64: text };
    const key = shown === read && before !== null ? before : keyOf(shown, isText ? 'utf8' : 'latin1');
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

function keyOf(text: string, coding: 'utf8' | 'latin1'): string {
  return hash('sha1', Buffer.from(text, coding), 'base64');
}

/** Reads the bodies of a record, in the order of its lines. */
export class RecordedBodies {
  readonly #bodies = new Map<number, Uint8Array>();

  /**
   * Returns the bytes of a body, or null if there is none. Throws an Error if a number refers to a body that has not
   * come before.
   */
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
