import type { Token } from './tokens.js';

/** A piece of a text that is not JSON: text, or bytes that no text has. */
export type TextPiece = string | readonly number[];

/** A way to break one production of the grammar (RFC 8259). */
export interface GrammarBreach {
  /** The production; part of the id of a requirement. */
  readonly production: string;
  /** In kebab-case; production and way together are unique. */
  readonly way: string;
  /** What breaks it, as a noun: `a string in single quotes`. */
  readonly says: string;
  /** Whether the breach can occur at a token, or in front of it; `token` is undefined at the end of the text. */
  readonly stands: (token: Token | undefined, before: Token | undefined) => boolean;
  /** The possible replacements of the token; at the end of the text, what is appended. */
  readonly forms: (token: Token | undefined) => readonly (readonly TextPiece[])[];
}

/** Inserts something in front of any token, or after the last one. */
export function inGap(
  production: string,
  way: string,
  says: string,
  inserted: readonly TextPiece[],
  stands: GrammarBreach['stands'] = () => true,
): GrammarBreach {
  return {
    production,
    way,
    says,
    stands,
    forms: (token) => inserted.map((piece) => (token === undefined ? [piece] : [piece, token.text])),
  };
}

/** Replaces some tokens with another text. */
export function instead(
  production: string,
  way: string,
  says: string,
  stands: (token: Token) => boolean,
  forms: (text: string) => readonly (TextPiece | readonly TextPiece[])[],
): GrammarBreach {
  const isPieces = (form: TextPiece | readonly TextPiece[]): form is readonly TextPiece[] =>
    typeof form !== 'string' && form.some((part) => typeof part !== 'number');
  return {
    production,
    way,
    says,
    stands: (token) => token !== undefined && stands(token),
    forms: (token) => (token === undefined ? [] : forms(token.text).map((form) => (isPieces(form) ? form : [form]))),
  };
}

/** Whether a string is a name, or a text with blanks: nothing else would be wrong if the breach went unnoticed. */
function isFree({ kind, isName, text }: Token): boolean {
  return kind === 'string' && (isName || text.includes(' '));
}

/** Inserts something at the beginning, in the middle and at the end of a string. */
export function inString(
  way: string,
  says: string,
  inserted: readonly TextPiece[],
  stands: (token: Token) => boolean = isFree,
): GrammarBreach {
  return instead('string', way, says, stands, (text) => {
    const ends = [1, Math.ceil(text.length / 2), text.length - 1];
    // The middle must not split an escape.
    const places = text.includes('\\') ? [1] : ends;
    return inserted.flatMap((piece, i) =>
      places.map((_, k) => {
        const place = places[(i + k) % places.length] ?? 1;
        return [text.slice(0, place), piece, text.slice(place)];
      }),
    );
  });
}
