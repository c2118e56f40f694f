/**
 * How a secret is written: as it is; encoded without loss (percent, JSON, HTML, base64, case); or as one of the near
 * misses that are sent as wrong tokens and give all but a character away; `start` is a start of it.
 */
export type SpellingName = 'plain' | 'encoded' | 'cut' | 'beheaded' | 'swapped-case' | 'start';

/** One text that shows a secret. */
export interface Spelling {
  readonly name: SpellingName;
  readonly text: string;
  /** Shorter than this, it is too likely to be another word to be masked in the midst of a text. */
  readonly least: number;
}

const NEAR = 12;
const CASE = 16;
const BASE64 = 7;
const ENCODED = 6;

/** Every text that shows a secret, each once, the secret itself first. */
export function spellingsOf(secret: string): Spelling[] {
  const swapped = Array.from(secret, (c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join('');
  const spellings: Spelling[] = [
    { name: 'plain', text: secret, least: 0 },
    ...encodings(secret).map((text) => ({ name: 'encoded' as const, text, least: ENCODED })),
    ...base64Cores(secret).map((text) => ({ name: 'encoded' as const, text, least: BASE64 })),
    { name: 'cut', text: secret.slice(0, -1), least: NEAR },
    { name: 'beheaded', text: secret.slice(1), least: NEAR },
    { name: 'swapped-case', text: swapped, least: CASE },
    ...[secret.toLowerCase(), secret.toUpperCase()].map((text) => ({ name: 'encoded' as const, text, least: CASE })),
  ];
  const seen = new Set<string>(['']);
  return spellings.filter(({ text }) => !seen.has(text) && seen.add(text));
}

/** Percent-encoded, as a JSON text in the habits of several libraries, in HTML, and as UTF-8 read as Latin-1. */
function encodings(secret: string): string[] {
  const percent = encodeURIComponent(wellFormed(secret));
  const strict = percent.replace(/[!'()*]/g, (c) => `%${hex(c).toUpperCase()}`);
  const query = strict.replaceAll('%20', '+');
  const json = JSON.stringify(secret).slice(1, -1);
  const escaped = (pattern: RegExp) => json.replace(pattern, (c) => `\\u00${hex(c)}`);
  // JSON within a JSON text is escaped twice.
  const twice = [json, json.replaceAll('/', '\\/')].map((text) => JSON.stringify(text).slice(1, -1));
  const shortened = [
    json,
    ...twice,
    json.replaceAll('/', '\\/'),
    escaped(/[<>&]/g),
    escaped(/[<>&=']/g),
    escaped(/["&'+<>`]/g),
  ];
  const html = secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  return [
    ...[percent, strict, query, encodeURI(wellFormed(secret))].flatMap((text) => [text, lowerHex(text)]),
    ...shortened.flatMap((text) => [text, text.replace(/\\u[\da-f]{4}/g, (c) => `\\u${c.slice(2).toUpperCase()}`)]),
    ...['&#39;', '&#x27;', '&apos;'].map((quote) => html.replaceAll("'", quote)),
    Buffer.from(secret, 'utf8').toString('latin1'),
  ];
}

/**
 * What a secret leaves in the base64 of any text that it stands in, at each of the three alignments: the characters
 * that it alone decides, in both alphabets.
 */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [0, 1, 2].flatMap((offset) => {
    const code = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const core = code.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(2, '0');
}

function lowerHex(text: string): string {
  return text.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase());
}

/** `encodeURIComponent` throws on a lone surrogate. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
