import { isIP } from 'node:net';
import type { Mask, Masked } from '../secrets/mask.js';
import type { SignaturePlan } from '../client/index.js';
import type { WireRequest } from '../shared/model.js';
import { isForwarded, type ProxyRoute } from '../shared/way.js';
import { signing, type Made } from './curl-signature.js';
import { quote, shellPrint, shellWord, type Variable } from './shell-words.js';

/** Maximum length of a body on the command line, in characters: Linux limits a single argument. */
const LONGEST_ARGUMENT = 32_768;
/** Size in bytes beyond which curl sends `Expect: 100-continue`. */
const EXPECTS_BEYOND = 1_000;

/**
 * A command for a POSIX shell that sends a request again, on one line and in visible characters. Secrets are shell
 * variables: `$VPCEP_TOKEN`, `$VPCEP_FOREIGN_TOKEN`, and `$HEADER_` with the name of a header that the user added. A
 * request signed with AK and SK is signed anew, by `openssl`, with `$VPCEP_AK` and `$VPCEP_SK`. A raw request is piped
 * into a line for Node.js. Of `url`, only scheme, host and port are used. `way` is how the request reached the target;
 * credentials of its proxy are left out.
 */
export function curl(
  request: WireRequest,
  url: string,
  mask: Mask,
  plan: SignaturePlan | null = null,
  way: ProxyRoute | null = null,
): string {
  const signed = request.signing === undefined ? null : signing(plan, (text) => mask.split(text), variableOf);
  const command =
    request.raw === undefined
      ? ordinary(request, new URL(url), mask, signed?.words ?? [], way)
      : raw(
          request.raw,
          request.behind ?? new Uint8Array(),
          request.split === true,
          new URL(url),
          mask,
          signed?.lines ?? [],
          way,
        );
  return `${signed?.before ?? ''}${command}`;
}

function ordinary(
  { method, path, headers, body }: WireRequest,
  url: URL,
  mask: Mask,
  signed: readonly string[],
  way: ProxyRoute | null,
): string {
  const target = mask.split(path);
  const words = ['curl -sS -i --http1.1 --globoff --path-as-is', ...wayWords(way), `-X ${quote(method)}`];
  for (const [name, value] of headers) words.push(`-H ${headerWord(name, value, mask)}`);
  words.push(...signed);
  // curl adds headers of its own; a header without a value removes them.
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const bytes = body ?? (['PUT', 'POST', 'PATCH'].includes(method) ? new Uint8Array() : null);
  for (const name of [
    'Accept',
    'User-Agent',
    ...(bytes === null ? [] : ['Content-Type']),
    ...((bytes?.length ?? 0) > EXPECTS_BEYOND ? ['Expect'] : []),
  ]) {
    if (!given.has(name.toLowerCase())) words.push(`-H ${name}:`);
  }
  const piped = bytes === null ? null : bodyWords(bytes, mask, words);
  // curl strips a fragment from a URL, and refuses or encodes what may not stand in one.
  if (/^[\w.~:/?@!$&'()*+,;=%[\]-]*$/.test(path)) words.push(shellWord([url.origin, ...target], variableOf));
  else words.push(`--request-target ${latin1Word(target, variableOf)}`, quote(url.origin));
  return `${piped ?? ''}${words.join(' ')}`;
}

/** Options of curl that take a way to the target, whatever the environment says of proxies. */
function wayWords(way: ProxyRoute | null): readonly string[] {
  if (way === null) return [];
  const tunnel = isForwarded(way) ? [] : ['--proxytunnel --suppress-connect-headers'];
  return [`--proxy ${quote(`${schemeOf(way)}://${way.proxy}`)}`, "--noproxy ''", ...tunnel];
}

function schemeOf({ secure }: ProxyRoute): 'http' | 'https' {
  return secure === true ? 'https' : 'http';
}

/**
 * Adds the body to the words of the command. Returns the command to pipe into it if it cannot be one of the words; else
 * null.
 */
function bodyWords(bytes: Uint8Array, mask: Mask, words: string[]): string | null {
  const text = visibleText(bytes);
  if (text !== null && text.length <= LONGEST_ARGUMENT && !text.startsWith('@')) {
    words.push(`--data-binary ${shellWord(mask.split(text), variableOf)}`);
    return null;
  }
  words.push('--data-binary @-');
  return `${shellPrint(partsOf(bytes, mask), variableOf)} | `;
}

function raw(
  bytes: Uint8Array,
  behind: Uint8Array,
  split: boolean,
  url: URL,
  mask: Mask,
  signed: readonly (Uint8Array | Made)[],
  way: ProxyRoute | null,
): string {
  const send = `${split ? IN_PIECES : 'process.stdin.pipe(s,{end:false})'};s.pipe(process.stdout)`;
  const sender = `node -e ${quote(connected(url, way, send))}`;
  // Signature lines follow the request line.
  const at = signed.length === 0 ? 0 : Buffer.from(bytes).indexOf('\r\n') + 2;
  const variable = (part: Masked | Made) => ('made' in part ? part.made : variableOf(part));
  const parts = [
    ...partsOf(behind, mask),
    ...partsOf(bytes.subarray(0, at), mask),
    ...signed,
    ...partsOf(bytes.subarray(at), mask),
  ];
  return `${shellPrint<Masked | Made>(parts, variable)} | ${sender}`;
}

/** A Node.js script that connects to a target, through a tunnel if `way` has a proxy, and uses the connection `s`. */
function connected(url: URL, way: ProxyRoute | null, use: string): string {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const secure = url.protocol === 'https:';
  const port = Number(url.port === '' ? (secure ? '443' : '80') : url.port);
  const to = JSON.stringify({ host, port, ...(secure && !isIP(host) ? { servername: host } : {}) });
  if (way === null) return `const s=require("${secure ? 'tls' : 'net'}").connect(${to});${use}`;
  const [, proxyHost = '', proxyPort] = /^\[?(.*?)\]?:(\d+)$/.exec(way.proxy) ?? [];
  const path = `${url.hostname}:${port}`;
  const ask = JSON.stringify({
    host: proxyHost,
    port: Number(proxyPort),
    method: 'CONNECT',
    path,
    headers: { Host: path },
  });
  const tunnelled = secure ? `require("tls").connect({...${to},socket:t})` : 't';
  return `require("${schemeOf(way)}").request(${ask}).on("connect",(r,t)=>{const s=${tunnelled};${use}}).end()`;
}

/** A Node.js script that sends a request in pieces: the head, then the body in three, a twentieth of a second apart. */
const IN_PIECES = [
  'const c=[];process.stdin.on("data",(d)=>c.push(d)).on("end",()=>{const b=Buffer.concat(c)',
  'let i=b.indexOf("\\r\\n\\r\\n")+4;const t=Math.ceil((b.length-i)/3)||1;s.setNoDelay();s.write(b.subarray(0,i))',
  'const n=setInterval(()=>i<b.length?s.write(b.subarray(i,i+=t)):clearInterval(n),50)})',
].join(';');

/** An option of curl for a header. A name without a value ends in `;`: with a colon curl would drop the header. */
function headerWord(name: string, value: string, mask: Mask): string {
  if (value.trim() === '') return quote(`${name};`);
  const own: Variable<Masked> = (masked) =>
    variableOf(masked) ??
    (masked.kind === 'header' && masked.spelling === 'plain'
      ? `\${HEADER_${name.toUpperCase().replace(/\W/g, '_')}}`
      : null);
  return latin1Word([`${name}: `, ...mask.splitValue(value)], own);
}

/** A word in the head of a request, where each character is one byte. */
function latin1Word(parts: readonly (string | Masked)[], variable: Variable<Masked>): string {
  if (parts.every((part) => typeof part !== 'string' || /^[ -~]*$/.test(part))) return shellWord(parts, variable);
  return `"$(${shellPrint(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
    variable,
  )})"`;
}

const VARIABLES: Readonly<Record<string, string>> = {
  token: 'VPCEP_TOKEN',
  'foreign-token': 'VPCEP_FOREIGN_TOKEN',
  'access-key': 'VPCEP_AK',
  'secret-key': 'VPCEP_SK',
  'security-token': 'VPCEP_SECURITY_TOKEN',
};

/** The shell variable of a secret; null if there is none, and its marker is written. */
function variableOf({ kind, spelling, part }: Masked): string | null {
  const name = VARIABLES[kind];
  if (name === undefined) return null;
  switch (spelling) {
    case 'plain':
      return `$${name}`;
    case 'cut':
      return `\${${name}%?}`;
    case 'beheaded':
      return `\${${name}#?}`;
    case 'swapped-case':
      return `$(printf %s "$${name}" | tr a-zA-Z A-Za-z)`;
    case 'start':
    case 'part':
      return part === undefined ? null : `$(printf %s "$${name}" | cut -c${part.join('-')})`;
    default:
      return null;
  }
}

/** The text of bytes that are UTF-8 without invisible characters; null for others. */
function visibleText(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return /[\p{C}\p{Zl}\p{Zp}]/u.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** Splits bytes at secrets, which are found in their Latin-1 text, where each character is one byte. */
function partsOf(bytes: Uint8Array, mask: Mask): (Uint8Array | Masked)[] {
  return mask
    .split(Buffer.from(bytes).toString('latin1'))
    .map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part));
}
