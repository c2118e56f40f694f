import type { Dispatcher } from 'undici';
import type { Attempt } from '../shared/model.js';
import type { Deadlines, Timed } from './deadlines.js';
import { failedAttempt } from './failed-attempt.js';
import { ClientFailure, failureOf } from './failure-kind.js';
import { MOST_FIELDS, tooManyFields } from './head-limits.js';
import { ReceivedBytes } from './received-bytes.js';

/** Receives the events of an exchange; either `finish` or `refuse` is called, once. */
export interface ExchangeListener {
  /** A connection is available. */
  started(): void;
  /** The request has an outcome. */
  finish(attempt: Attempt): void;
  /** undici refuses to send the request. */
  refuse(error: TypeError): void;
}

/** One request on a connection of the pool: collects the reply, and finishes once. */
export class PooledExchange implements Dispatcher.DispatchHandler, Timed {
  readonly #listener: ExchangeListener;
  readonly #deadlines: Deadlines;
  /** When it was sent, in milliseconds of `performance.now()`. */
  sentAt = performance.now();
  ended = false;
  heard = false;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: [string, string][] = [];
  readonly #body = new ReceivedBytes();
  /** Whether the server sent an unsolicited `100 Continue`, which undici treats as an error. */
  sawContinue = false;

  /** @param deadlines limit the time from sending until the reply is complete */
  constructor(listener: ExchangeListener, deadlines: Deadlines) {
    this.#listener = listener;
    this.#deadlines = deadlines;
  }

  /** Fails because the reply did not come, or not completely, in time. */
  expire(): void {
    this.fail(new ClientFailure('timeout', this.#deadlines.late(this.#status !== 0)));
  }

  /** Ends the exchange with a failure, at any stage. */
  fail(failure: ClientFailure): void {
    const controller = this.#controller;
    this.#end(failedAttempt(failure, this.sentAt));
    controller?.abort(failure);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#listener.started();
    // Given up while it waited for a connection. A throw, unlike an abort, leaves the connection to the next one.
    if (this.ended) throw new ClientFailure('aborted', 'given up before it was sent');
    this.#controller = controller;
    this.sentAt = performance.now();
    this.#deadlines.begin(this);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    this.heard = true;
    const { rawHeaders } = controller;
    if (Array.isArray(rawHeaders) && rawHeaders.length > 2 * MOST_FIELDS) return this.fail(tooManyFields());
    this.#status = status;
    this.#headers = headerPairs(rawHeaders);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.ended) this.#body.push(chunk);
  }

  onResponseEnd(): void {
    const body = this.#body.take();
    const times = { sentAt: this.sentAt, endedAt: performance.now() };
    this.#end({ kind: 'response', status: this.#status, headers: this.#headers, body, ...times });
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.ended) return;
    this.sawContinue = error.message === 'bad response';
    // undici uses this code for any framing fault; before the end of the head it means that the head contradicts
    // itself.
    const headless = 'code' in error && error.code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && this.#status < 200;
    const met = headless
      ? new ClientFailure('malformed', 'the reply is not HTTP: its framing contradicts itself')
      : error;
    if (failureOf(met) !== null) return this.#end(failedAttempt(met, this.sentAt));
    this.ended = true;
    this.#listener.refuse(
      new TypeError(`the ordinary client does not send this request: ${error.message}`, { cause: error }),
    );
  }

  #end(attempt: Attempt): void {
    if (this.ended) return;
    this.ended = true;
    // The deadlines refer to this exchange for some time yet, so free what is large.
    this.#body.clear();
    this.#headers = [];
    this.#controller = undefined;
    this.#listener.finish(attempt);
  }
}

function headerPairs(raw: Dispatcher.DispatchController['rawHeaders']): [string, string][] {
  if (!Array.isArray(raw)) return [];
  const pairs: [string, string][] = [];
  for (let n = 0; n + 1 < raw.length; n += 2) pairs.push([text(raw[n]), text(raw[n + 1])]);
  return pairs;
}

function text(bytes: Buffer | string | undefined): string {
  if (bytes === undefined) return '';
  return typeof bytes === 'string' ? bytes : bytes.toString('latin1');
}
