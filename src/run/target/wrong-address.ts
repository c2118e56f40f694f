import { headerValues } from '../../checks/media.js';
import type { Failure } from '../../shared/failure.js';
import type { AttemptResponse } from '../../shared/model.js';

/** How a TLS server may answer a request without TLS. */
const WANTS_TLS = /HTTP request (was sent )?to (an )?HTTPS/i;

/** What is wrong with an address, and the remedy. */
export interface WrongAddress {
  readonly what: string;
  readonly remedy: string;
}

/** The sign that a reply does not come from the API; null if there is none. `url` is what the user gave. */
export function notTheApi(reply: AttemptResponse, url: string): WrongAddress | null {
  const { status } = reply;
  const text = new TextDecoder().decode(reply.body.subarray(0, 1_000));
  if (WANTS_TLS.test(text)) return speaksTls(url);
  if (status >= 300 && status < 400 && status !== 304) {
    const [to = 'nowhere'] = headerValues(reply, 'location');
    return {
      what: `the target redirects to ${to.slice(0, 200)} (${status})`,
      remedy: 'give that address with --url if the API is there: a redirect is never followed',
    };
  }
  if (/^\s*</.test(text)) return { what: `the target answers with HTML (${status})`, remedy: askIfApi(url) };
  return null;
}

/** The problem with a target that shows no service in reply to a read or an update. */
export function anotherService(url: string): WrongAddress {
  return { what: 'the target answers, but shows nothing of a VPC endpoint service', remedy: askIfApi(url) };
}

function askIfApi(url: string): string {
  return `is ${url} the API? Give what precedes /v1`;
}

/** The problem with a target that speaks TLS at an http URL. */
export function speaksTls(url: string): WrongAddress {
  return { what: 'the target speaks TLS, but its URL says http', remedy: `give ${url.replace('http:', 'https:')}` };
}

/** A problem and its remedy, in one sentence. */
export function wrongAddressText({ what, remedy }: WrongAddress): string {
  return `${what}: ${remedy}`;
}

/** Says that a target closes the connection. */
export function closedConnection(failure: Failure): string {
  return `the target closes the connection without a reply${codeOf(failure)}`;
}

/** The code of a broken connection, as a remark; empty if there is none. */
export function codeOf({ code }: Failure): string {
  return code === undefined ? '' : ` (${code})`;
}
