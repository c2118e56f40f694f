import { UserError } from '../shared/errors.js';
import { isUuid } from '../shared/formats.js';
import { didYouMean } from '../shared/nearest.js';

/** A setting as the user wrote it, and where: `--seed` or `VPCEP_SEED`. */
export interface WrittenValue {
  readonly text: string;
  readonly from: string;
}

/** The variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

const TOKEN_CHARACTERS = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Visible ASCII and Latin-1 with inner blanks, as a header value may contain. */
const HEADER_VALUE = /^[\x21-\x7e\x80-\xff](?:[\x20\x21-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/;
/** Headers that the suite itself sends, varies, or leaves to the client. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'x-auth-token',
  'content-type',
  'accept',
  'content-length',
  'transfer-encoding',
  'connection',
  'expect',
  'host',
  'prefer',
  'x-sdk-date',
]);

/**
 * Returns the credential in the variable that a flag names, untrimmed, so that {@link parseSecret} can refuse it.
 * Throws a UserError if the flag names no variable, or one that is not set; it does not show the flag's value, which
 * may be the credential itself.
 *
 * @param usual the variable that a message uses as an example
 */
export function secretIn(variable: string, flag: string, env: Variables, usual: string): WrittenValue {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(variable)) {
    throw new UserError(
      `${flag} takes the name of a variable, not the secret itself: secrets are never flag values`,
      `Export it, for example as ${usual}, and name that variable.`,
    );
  }
  const text = env[variable] ?? '';
  if (text !== '') return { text, from: variable };
  throw new UserError(`${flag} names a variable that is not set, or empty`, 'Export it before the run.');
}

/** Parses the part of a URL before `/v1`, without a trailing slash. Throws a UserError if it is invalid. */
export function parseUrl({ text, from }: WrittenValue): string {
  if (!/^https?:\/\//i.test(text)) {
    throw new UserError(
      `${from} must be a URL that begins with http:// or https://`,
      `Write for example ${from}${from.startsWith('-') ? ' ' : '='}http://localhost:8080`,
    );
  }
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new UserError(`${from} is not a URL that can be parsed`, 'Check the host name and the port.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new UserError(
      `${from} holds a user name or a password`,
      'Take it out: credentials are never part of the URL.',
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new UserError(`${from} holds a query or a fragment`, `Give only the part before /v1: ${url.origin}`);
  }
  const path = url.pathname.replace(/\/+$/, '');
  const version = /\/v1(?:\/|$)/.exec(path);
  if (version !== null) {
    throw new UserError(
      `${from} contains /v1, which the suite adds itself`,
      `Give only the part before it: ${url.origin}${path.slice(0, version.index)}`,
    );
  }
  return `${url.origin}${path}`;
}

/** Parses an id that stands in the path verbatim. Throws a UserError if it would have to be encoded. */
export function parsePathId({ text, from }: WrittenValue, what: string): string {
  if (text === '') throw new UserError(`${from} is empty`, `Give ${what}.`);
  if (!/^[A-Za-z0-9._~-]+$/.test(text) || /^\.+$/.test(text)) {
    throw new UserError(
      `${from} is not ${what}: ${JSON.stringify(text)}`,
      'It may contain letters, digits and hyphens; repeat the flag for several, or separate them by commas in the variable.',
    );
  }
  return text;
}

/** Parses a UUID. Throws a UserError if it is not one. */
export function parseUuid({ text, from }: WrittenValue, what: string): string {
  if (!isUuid(text)) {
    throw new UserError(`${from} is not ${what}: ${JSON.stringify(text)}`, 'It must be a UUID (Table 3, port_id).');
  }
  return text;
}

/** Returns the ids. Throws a UserError that names a duplicate, ignoring case. */
export function refuseDuplicates(ids: readonly string[], from: string): readonly string[] {
  const seen = new Set<string>();
  for (const id of ids) {
    const folded = id.toLowerCase();
    if (seen.has(folded)) throw new UserError(`${from} names ${id} twice`, 'Name each one once.');
    seen.add(folded);
  }
  return ids;
}

/** Parses an integer within bounds, written in decimal digits. */
export function parseInteger({ text, from }: WrittenValue, min: number, max: number): number {
  const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw new UserError(`${from} must be a whole number from ${min} to ${max}, not ${JSON.stringify(text)}`);
  }
  return value;
}

/** Parses seconds, with fractions allowed; returns milliseconds. */
export function parseSeconds({ text, from }: WrittenValue, min: number, max: number): number {
  const value = /^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw new UserError(`${from} must be a number of seconds from ${min} to ${max}, not ${JSON.stringify(text)}`);
  }
  return Math.round(value * 1000);
}

/** Parses one of several words in its exact spelling. Throws a UserError that names the nearest. */
export function parseWord<W extends string>({ text, from }: WrittenValue, words: readonly W[]): W {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) {
    throw new UserError(
      `${from} cannot be ${JSON.stringify(text)}${didYouMean(text, words)}`,
      `It is one of ${words.join(', ')}.`,
    );
  }
  return word;
}

/** Parses `Name: value`. Throws a UserError, which never shows the value, if it is invalid or the suite's own. */
export function parseHeader({ text, from }: WrittenValue): readonly [name: string, value: string] {
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(colon, 0));
  if (!TOKEN_CHARACTERS.test(name)) {
    throw new UserError(`${from} takes a header such as 'Name: value'`, "Quote it: -H 'X-Trace: nightly'");
  }
  if (name.toLowerCase() === 'x-auth-token') {
    throw new UserError(
      `${from} cannot carry X-Auth-Token: secrets are never flag values`,
      'Put the token into VPCEP_TOKEN, or name its variable with --token-env.',
    );
  }
  if (name.toLowerCase() === 'x-security-token') {
    throw new UserError(
      `${from} cannot carry X-Security-Token: secrets are never flag values`,
      'Put it into VPCEP_SECURITY_TOKEN, or name its variable with --security-token-env.',
    );
  }
  if (OWN_HEADERS.has(name.toLowerCase())) {
    throw new UserError(`${from} cannot set ${name}: the suite sends and varies it itself`, 'Leave it out.');
  }
  const value = text.slice(colon + 1).trim();
  if (/method/i.test(name) && value.toUpperCase() === 'DELETE') {
    throw new UserError(`${from} cannot make requests a DELETE by ${name}`, 'DELETE is never sent.');
  }
  if (!HEADER_VALUE.test(value)) {
    throw new UserError(`${from} ${name} has no value, or one that no header can carry`, 'Use visible characters.');
  }
  return [name, value];
}

/** Parses a credential from a variable. Throws a UserError, which never shows it, if no header could carry it. */
export function parseSecret({ text, from }: WrittenValue): string {
  if (!HEADER_VALUE.test(text)) {
    throw new UserError(
      `${from} begins or ends with a blank or line break, or contains a character that no header can carry`,
      'Set it to the value and nothing else.',
    );
  }
  return text;
}

/** Parses a glob that matches ids. Throws a UserError if it is empty. */
export function parseGlob({ text, from }: WrittenValue): string {
  if (text === '') throw new UserError(`${from} is empty`, 'Give a glob over ids, such as effect/*.');
  return text;
}
