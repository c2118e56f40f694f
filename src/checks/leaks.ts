import type { Finding } from '../shared/model.js';
import { excerpt, looseText } from './media.js';
import { remembered } from '../shared/remembered.js';

/** Stack frames of the common runtimes. */
const traces: readonly RegExp[] = [
  /\bat (?:[^\s()][^()\n]{0,200} )?\(?(?:file:\/\/|node:|webpack:|[A-Za-z]:\\|\.{0,2}\/)[^\s():]{1,300}:\d+:\d+\)?/,
  /\bat [\w$.]{1,200}\((?:[\w$]{1,100}\.(?:java|kt|scala|groovy):\d+|Native Method|Unknown Source)\)/,
  /\bat (?:async |new )?[\w$.<>[\]]{1,100} \((?:[^()\s]{1,300}\.[a-z]{1,5}:\d+:\d+|<anonymous>|native)\)/,
  /Traceback \(most recent call last\)/,
  /\bFile "[^"\n]{1,200}", line \d+/,
  /\bgoroutine \d+ \[[a-z ,\d]{1,60}\]:/,
  /\bpanic: .{0,200}\bruntime error\b/,
  /\bthread '[^'\n]{1,80}' panicked at\b/,
  /\bException in thread "[^"\n]{1,80}"/,
  /\b(?:java|javax|org|com|io|sun)(?:\.[a-z_][\w$]{0,60}){1,8}\.[A-Z][\w$]{0,80}(?:Exception|Error)\b/,
  /\bat [\w.<>`]{1,200}\([^)\n]{0,200}\) in [^\n]{1,200}:line \d+/,
  /#\d+ \/[^\n]{1,200}\.php\(\d+\)/,
  /[\w./-]{1,200}\.rb:\d+:in [`'"\u2018]/,
  /\bat [\w./-]{1,200}\.(?:pl|pm|t|cgi) line \d+/,
  /\bin [\w./\\:-]{1,200}\.(?:php|phtml) on line \d+/,
  /[\w./-]{1,200}\.exs?:\d+: [\w.]{1,200}\/\d+/,
  /\bSystem(?:\.\w{1,60}){1,6}Exception\b/,
];

/** A signature made with an SK, masked or not. */
const SIGNATURE = /\bSignature(?:=|%3D|\\u003[dD])(?:[0-9a-f]{64}|<signature>)/;

/** A source file with its folder, on Windows or Unix. */
const sourcePath =
  /(?:^|[\s"'(\[=:,])((?:[A-Za-z]:\\|\/)(?:[\w.@+ -]{1,80}[\\/]){1,20}[\w.@+-]{1,80}\.(?:js|mjs|cjs|ts|tsx|jsx|java|kt|scala|py|pyc|go|rb|php|rs|c|cc|cpp|h|cs|lua|ex|erl|class|jar|so|dll)\b(?::\d+)?)/;

/** A source file with a line number, with or without a folder. */
const sourceLine =
  /(?:^|[\s"'`(\[=:,])((?:[\w.@+-]{1,80}[\\/]){0,20}[\w@+-][\w.@+-]{0,80}\.(?:js|mjs|cjs|ts|tsx|jsx|java|kt|scala|groovy|py|go|rb|php|phtml|rs|cc|cpp|cs|fs|vb|lua|ex|exs|erl|pl|pm|swift|clj|hs|sql|vue|dart)(?::\d+(?::\d+)?|\(\d+(?:,\d+)?\)|:line \d+|,? (?:on |at )?line:? \d+|#L?\d+))/;

/** A credential that a request carried, and the header that held it. */
export interface SentCredential {
  readonly name: string;
  readonly value: string;
}

/** Checks that an error body shows no credential that was sent, no stack trace and no source path (R29). */
export function checkLeaks(body: Uint8Array, credentials: readonly SentCredential[]): Finding[] {
  if (body.length === 0) return [];
  const text = looseText(body).slice(0, 65_536);
  const plain = unescape(text);
  const findings: Finding[] = [];
  const leaked = shownIn(text, plain, credentials);
  // Only a service that saw the Authorization header can show its signature; the AK beside it is a name (R33).
  const shown = leaked?.name ?? (SIGNATURE.test(text) ? 'Authorization' : null);
  if (shown !== null) {
    findings.push({
      requirement: 'errors/no-leak/credential',
      expected: 'a body without the credential that was sent',
      received: `a body that shows the value of ${shown}`,
    });
  }
  const { trace, path } = insightsOf(plain);
  if (trace !== null) {
    findings.push({
      requirement: 'errors/no-leak/stack-trace',
      expected: 'a body without a stack trace',
      received: excerpt(trace.trim()),
    });
  }
  if (path !== null) {
    findings.push({
      requirement: 'errors/no-leak/source-path',
      expected: 'a body without the path of a source file',
      received: excerpt(path),
    });
  }
  return findings;
}

/** The first credential that a body shows, with the ways to spell it; null for none. */
export function shownCredential(
  body: Uint8Array,
  credentials: readonly SentCredential[],
): (SentCredential & { readonly spellings: readonly string[] }) | null {
  const text = looseText(body).slice(0, 65_536);
  const shown = shownIn(text, unescape(text), credentials);
  return shown === undefined ? null : { ...shown, spellings: spellings(shown.value) };
}

function shownIn(text: string, plain: string, credentials: readonly SentCredential[]): SentCredential | undefined {
  return credentials.find(
    ({ value }) => value.length >= 6 && spellings(value).some((s) => text.includes(s) || plain.includes(s)),
  );
}

/** What a text reveals about the internals of a service. */
const insightsOf = remembered((text) => ({
  trace: traces.map((pattern) => pattern.exec(text)?.[0]).find((hit) => hit !== undefined) ?? null,
  path: sourcePath.exec(text)?.[1] ?? sourceLine.exec(text)?.[1] ?? null,
}));

function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
    .replaceAll('\\/', '/')
    .replaceAll('\\"', '"')
    .replaceAll('\\\\', '\\');
}

/** A secret as it is, percent-encoded, and in base64. */
const spellings = remembered((value) => [
  value,
  encodeURIComponent(value),
  Buffer.from(value, 'utf8').toString('base64').replace(/=+$/, ''),
]);
