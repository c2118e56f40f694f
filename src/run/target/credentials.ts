import type { Target } from '../../config/target.js';
import { RunStopped, UserError } from '../../shared/errors.js';
import type { Renewal } from '../../judge/settling.js';
import type { Secret } from '../../secrets/mask.js';
import type { WireRequest } from '../../shared/model.js';
import { commandToken } from './token-command.js';

/** Minimum time between two calls of a token command, in milliseconds. */
const PAUSE = 60_000;

/** The token of a run: given once, or printed by a command and renewed when the target refuses it during the run. */
export class Credentials implements Renewal {
  readonly #command: string | undefined;
  #token: string | null;
  readonly #former: string[] = [];
  #renewing: Promise<void> | null = null;
  #accepted = false;
  #renewedAt = -Infinity;

  private constructor(token: string | null, command: string | undefined) {
    this.#token = token;
    this.#command = command;
  }

  /** The credentials of a target. Throws UserError if its command prints no token. */
  static async of({ token, tokenCommand }: Pick<Target, 'token' | 'tokenCommand'>): Promise<Credentials> {
    return new Credentials(tokenCommand === undefined ? token : await commandToken(tokenCommand), tokenCommand);
  }

  /** The current token; null if requests are signed instead. */
  get token(): string | null {
    return this.#token;
  }

  /** Every token in use so far. */
  get secrets(): readonly Secret[] {
    return [...this.#former, ...(this.#token === null ? [] : [this.#token])].map((value) => ({ kind: 'token', value }));
  }

  accepted(): void {
    this.#accepted = true;
  }

  async renewed(request: WireRequest): Promise<WireRequest | null> {
    const carries = (token: string) => request.headers.some(([, value]) => value.includes(token));
    if (this.#token !== null && carries(this.#token)) await this.#renew();
    const token = this.#token;
    const old = this.#former.find(carries);
    return token === null || old === undefined ? null : withToken(request, old, token);
  }

  async #renew(): Promise<void> {
    const command = this.#command;
    if (this.#renewing === null) {
      if (command === undefined || !this.#accepted || performance.now() - this.#renewedAt < PAUSE) return;
      this.#renewing = this.#fetch(command).finally(() => (this.#renewing = null));
    }
    await this.#renewing;
  }

  async #fetch(command: string): Promise<void> {
    this.#renewedAt = performance.now();
    const token = await commandToken(command).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      throw new RunStopped(`the target refuses the token (401), and no new one can be obtained: ${error.message}`);
    });
    if (token === this.#token) return;
    if (this.#token !== null) this.#former.push(this.#token);
    this.#token = token;
    this.#accepted = false;
  }
}

function withToken(request: WireRequest, old: string, token: string): WireRequest {
  const headers = request.headers.map(([name, value]) => [name, value.replaceAll(old, token)] as const);
  if (request.raw === undefined) return { ...request, headers };
  const raw = Buffer.from(request.raw).toString('latin1').replaceAll(old, token);
  return { ...request, headers, raw: new Uint8Array(Buffer.from(raw, 'latin1')) };
}
