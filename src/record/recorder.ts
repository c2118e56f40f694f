import { hash } from 'node:crypto';
import { createWriteStream, rmSync, type WriteStream } from 'node:fs';
import type { Purpose } from '../judge/purpose.js';
import type { Mask } from '../secrets/mask.js';
import type { Attempt, AttemptResponse, WireRequest } from '../shared/model.js';
import type { Case } from '../contract/case.js';
import { oncePer } from '../shared/once-per.js';
import { openToWrite } from '../shared/safe-files.js';
import { BodyTable } from './body-table.js';
import { packCase } from './pack-case.js';
import type { CaseLine, ExchangeLine, RecordLine } from './record.js';
import { sharedText } from './shared-text.js';

/** Number of characters that are buffered before a write. */
const CHUNK = 65_536;

/** Stands in a body for the credential that its request carried. */
export const CREDENTIAL_MARKER = '<credential>';

/** Prefixes the requirement of a played case that the current contract or readings do not ask for. */
export const UNASKED = 'unasked/';

/** How credentials are kept out of a record. */
export interface Discretion {
  readonly mask: Mask;
  /**
   * The header whose credential the body of a reply shows, and the ways to write that credential; null if it shows
   * none.
   */
  readonly shownCredential: (
    request: WireRequest,
    response: AttemptResponse,
  ) => { readonly header: string; readonly spellings: readonly string[] } | null;
}

/**
 * Writes the record of a run while it goes on. Memory is bounded: callers wait while the disk is behind. A record that
 * cannot be written never stops a run; `trouble` says why it is missing.
 */
export class Recorder {
  trouble: string | null = null;
  #stream: WriteStream | null = null;
  #text = '';
  #exchanges = 0;
  #drained: Promise<void> | null = null;
  readonly #bodies = new BodyTable();

  constructor(path: string) {
    this.#stream = this.#open(path);
  }

  #open(path: string): WriteStream | null {
    const failed = (error: unknown): null => {
      this.trouble ??= error instanceof Error ? error.message : String(error);
      if (this.#stream !== null) {
        this.#stream = null;
        // A partial record is useless, and a full disk needs the space.
        rmSync(path, { force: true });
      }
      return null;
    };
    try {
      const stream = createWriteStream(path, { fd: openToWrite(path), highWaterMark: 16 * CHUNK });
      stream.on('error', failed);
      return stream;
    } catch (error) {
      return failed(error);
    }
  }

  /** Number of replies that are cut in the record. */
  get cut(): number {
    return this.#bodies.cut;
  }

  /** Writes a line; resolves when more may be written. */
  async write(line: RecordLine): Promise<void> {
    this.#text += `${JSON.stringify(line)}\n`;
    if (this.#text.length >= CHUNK) await this.#flush();
  }

  /** Writes a case that is dealt to a lane. */
  async case(line: Omit<CaseLine, 'type' | 'probe'>, testCase: Case): Promise<void> {
    await this.write({ type: 'case', ...line, probe: packCase(testCase, this.#bodies) });
  }

  /** Writes one attempt at a request. */
  exchange(
    request: WireRequest,
    purpose: Purpose | null,
    attempt: Attempt,
    discretion: Discretion,
  ): Promise<void> | null {
    if (this.#stream === null) return null;
    this.#exchanges += 1;
    this.#text += `${JSON.stringify(exchangeLine(request, purpose, attempt, discretion, this.#bodies))}\n`;
    return this.#text.length >= CHUNK ? this.#flush() : null;
  }

  /** Writes that a request is sent again with a newer token. */
  async renewal(request: WireRequest): Promise<void> {
    await this.write({ type: 'renewal', key: requestKey(request, null) });
  }

  /** Writes the last line and closes the record. */
  async end(line: Omit<Extract<RecordLine, { type: 'end' }>, 'type' | 'exchanges'>): Promise<void> {
    await this.write({ type: 'end', exchanges: this.#exchanges, ...line });
    await this.#flush();
    const stream = this.#stream;
    if (stream === null) return;
    await new Promise<void>((resolve) => {
      stream.once('error', () => resolve());
      stream.end(() => resolve());
    });
  }

  async #flush(): Promise<void> {
    const stream = this.#stream;
    const text = this.#text;
    this.#text = '';
    if (stream === null || stream.write(text)) return;
    this.#drained ??= new Promise<void>((resolve) => {
      const go = (): void => {
        stream.off('drain', go);
        stream.off('close', go);
        this.#drained = null;
        resolve();
      };
      stream.on('drain', go);
      stream.on('close', go);
    });
    await this.#drained;
  }
}

/**
 * Returns what identifies a request, except among its own repetitions: the service, the case under its recorded name,
 * and what is sent, with credentials as the contract names them.
 */
export function requestKey(request: WireRequest, purpose: Purpose | null): string {
  let text = '';
  let [sent, at]: [WireRequest | null, Purpose | null] = [request, purpose];
  for (;;) {
    if (sent === null) break;
    const { method, path, headers, templates, body, raw, told } = sent;
    const requirement = at?.testCase?.requirement ?? '';
    const recorded = requirement.startsWith(UNASKED) ? requirement.slice(UNASKED.length) : requirement;
    text += `${at?.serviceId ?? ''} ${at?.order ?? ''} ${recorded}#${at?.testCase?.index ?? ''} `;
    text += `${method} ${told ?? path} ${templates === undefined ? JSON.stringify(headers) : sharedText(templates)} ${raw === undefined ? '' : 'raw'}`;
    // In Latin-1 every byte is a character.
    if (body !== null && told === undefined)
      text += Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
    const behalf: Purpose['behalf'] = at?.behalf;
    [sent, at] = behalf === undefined ? [null, null] : [behalf.request, behalf.purpose];
  }
  return hash('sha1', text, 'base64').slice(0, 20);
}

/** The headers of requests as a mask leaves them: nearly all requests share theirs. */
const headersBy = oncePer((mask: Mask) => oncePer((headers: WireRequest['headers']) => mask.headers(headers)));

function exchangeLine(
  request: WireRequest,
  purpose: Purpose | null,
  attempt: Attempt,
  { mask, shownCredential }: Discretion,
  bodies: BodyTable,
): ExchangeLine {
  const { method, path, headers, body, raw } = request;
  const testCase = purpose?.behalf === undefined ? purpose?.testCase : null;
  const common = {
    type: 'exchange',
    case: testCase === null || testCase === undefined ? null : `${testCase.requirement}#${testCase.index}`,
    serviceId: purpose?.serviceId ?? null,
    key: requestKey(request, purpose),
    request: {
      method,
      path: mask.text(path),
      headers: headersBy(mask)(headers),
      body: body === null ? null : bodies.write(body, mask),
      raw: raw !== undefined,
    },
    sentAt: attempt.sentAt,
    endedAt: attempt.endedAt,
  } as const;
  if (attempt.kind === 'failure') {
    const { failure: kind, detail, code } = attempt;
    const failure = { kind, detail: mask.text(detail), ...(code === undefined ? {} : { code }) };
    return { ...common, status: null, headers: [], body: null, failure };
  }
  const shown = attempt.status >= 400 ? shownCredential(request, attempt) : null;
  const seen = { hidden: false };
  const safe = (text: string): string => {
    const without = (shown?.spellings ?? []).reduce(
      (left, spelling) => left.replaceAll(spelling, CREDENTIAL_MARKER),
      text,
    );
    const masked = mask.text(without);
    seen.hidden = attempt.status < 300 && masked !== text;
    return masked;
  };
  const reply = bodies.writeReply(attempt.body, { text: safe, always: shown !== null });
  return {
    ...common,
    status: attempt.status,
    headers: mask.headers(attempt.headers),
    body: reply,
    failure: null,
    ...(shown === null ? {} : { credential: shown.header }),
    ...(seen.hidden ? { hidden: true as const } : {}),
  };
}
