/**
 * How a secret is written: as it is; encoded losslessly (escaped, in base64, in hexadecimal, in another case); as one
 * of the near misses that are sent as wrong tokens and reveal all but one character; or in part, where `start` is its
 * start.
 */
export type SpellingName = 'plain' | 'encoded' | 'cut' | 'beheaded' | 'swapped-case' | 'start' | 'part';

/** A text that reveals a secret. */
export interface Spelling {
  readonly name: SpellingName;
  readonly text: string;
  /** A shorter text is too likely to be another word to be masked anywhere in a text. */
  readonly least: number;
}

const NEAR = 12;
const CASE = 16;
const BASE64 = 7;
const ENCODED = 6;
const HEX = 12;

/**
 * Returns the texts that reveal a secret, the secret itself first. Escapes are not among them: they are decoded when a
 * text is searched.
 */
export function spellingsOf(secret: string): Spelling[] {
  const swapped = Array.from(secret, (c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join('');
  const hex = Buffer.from(secret, 'utf8').toString('hex');
  const spellings: Spelling[] = [
    { name: 'plain', text: secret, least: 0 },
    { name: 'encoded', text: Buffer.from(secret, 'utf8').toString('latin1'), least: ENCODED },
    { name: 'encoded', text: secret.replaceAll(' ', '+'), least: ENCODED },
    ...base64Cores(secret).map((text) => ({ name: 'encoded' as const, text, least: BASE64 })),
    ...[hex, hex.toUpperCase()].map((text) => ({ name: 'encoded' as const, text, least: HEX })),
    { name: 'cut', text: secret.slice(0, -1), least: NEAR },
    { name: 'beheaded', text: secret.slice(1), least: NEAR },
    { name: 'swapped-case', text: swapped, least: CASE },
    ...[secret.toLowerCase(), secret.toUpperCase()].map((text) => ({ name: 'encoded' as const, text, least: CASE })),
  ];
  const seen = new Set<string>(['']);
  return spellings.filter(({ text }) => !seen.has(text) && seen.add(text));
}

/**
 * Returns the texts any part of which gives away a part of a secret: backwards, and as lists of bytes, in decimal or
 * hexadecimal.
 */
export function turnedSpellingsOf(secret: string): readonly string[] {
  const bytes = [...Buffer.from(secret, 'utf8')];
  return [
    Array.from(secret).reverse().join(''),
    bytes.join(','),
    bytes.map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(','),
  ];
}

/**
 * Returns what a secret leaves in the base64 of any text that contains it, at each of the three alignments: the
 * characters that it alone determines, in both alphabets.
 */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [0, 1, 2].flatMap((offset) => {
    const code = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const core = code.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
