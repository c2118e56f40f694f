import { groupBy } from '../../shared/group-by.js';
import type { GrammarBreach, TextPiece } from './breach.js';
import { kindOfPlace, markOfKind, partOfMark, tokensOf } from './tokens.js';

/** A text that is not JSON, as bytes. */
export type Bytes = Uint8Array;

/** The texts in which one production is broken once: at every possible place, in every form. */
export function brokenTexts(text: string, breach: GrammarBreach): Bytes[] {
  return [...placesOf(text, breach).values()].flatMap((places) =>
    places.flatMap(({ forms, made }) => forms.map((_, n) => made(n))),
  );
}

/** Maximum number of texts per call. */
const MOST = 6;

/**
 * A few of these texts. For any `turn`, they cover each mark, or each part that a token plays, and as many forms as
 * there are texts; `turn` selects the places of a mark, and which form goes where.
 */
export function someBrokenTexts(text: string, breach: GrammarBreach, turn: number): Bytes[] {
  const kinds = placesOf(text, breach);
  const most = Math.max(0, ...[...kinds.values()].flatMap((places) => places.map(({ forms }) => forms.length)));
  const count = Math.min(Math.max(kinds.size, most), MOST);
  const marks = byMark(kinds);
  return Array.from({ length: marks.length === 0 ? 0 : count }, (_, n) => {
    const round = Math.floor(n / marks.length);
    const alike = marks[n % marks.length] ?? [];
    const places = alike[(turn + round) % alike.length] ?? [];
    const place = places[(turn + Math.floor(round / alike.length)) % places.length];
    if (place === undefined || place.forms.length === 0) return undefined;
    // Spread over all forms, however few the marks are.
    return place.made((turn + Math.floor((n * place.forms.length) / count)) % place.forms.length);
  }).filter((one) => one !== undefined);
}

/** The kinds of place, grouped by mark, or by the part that marks play if there are more marks than texts. */
function byMark<T>(kinds: ReadonlyMap<string, T>): T[][] {
  const entries = [...kinds].map(([kind, places]) => ({ mark: markOfKind(kind), places }));
  const many = new Set(entries.map(({ mark }) => mark)).size > MOST;
  const groups = groupBy(entries, ({ mark }) => (many ? partOfMark(mark) : mark));
  return groups.map(([, alike]) => alike.map(({ places }) => places));
}

/** A place where a production can be broken: the forms, and the whole text with the nth of them. */
interface Spot {
  readonly forms: readonly (readonly TextPiece[])[];
  readonly made: (n: number) => Bytes;
}

/** The places in a text where a production can be broken, by kind. */
function placesOf(text: string, breach: GrammarBreach): Map<string, Spot[]> {
  const tokens = tokensOf(text);
  const kinds = new Map<string, Spot[]>();
  for (let at = 0; at <= tokens.length; at += 1) {
    const token = tokens[at];
    if (!breach.stands(token, tokens[at - 1])) continue;
    const forms = breach.forms(token);
    const made = (n: number): Bytes =>
      joined([textOf(tokens.slice(0, at)), ...(forms[n] ?? []), textOf(tokens.slice(at + 1))]);
    const kind = kindOfPlace(tokens, at);
    const alike = kinds.get(kind);
    if (alike === undefined) kinds.set(kind, [{ forms, made }]);
    else alike.push({ forms, made });
  }
  return kinds;
}

function joined(pieces: readonly TextPiece[]): Bytes {
  return Buffer.concat(
    pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'utf8') : Buffer.from(piece))),
  );
}

function textOf(tokens: readonly { readonly text: string }[]): string {
  return tokens.map(({ text }) => text).join('');
}

/** A text truncated after each of its tokens, and inside those longer than one character. */
export function cutTexts(text: string): Bytes[] {
  const tokens = tokensOf(text);
  return tokens.flatMap((token, at) => {
    const head = textOf(tokens.slice(0, at));
    const ends = token.text.length > 1 ? [Math.ceil(token.text.length / 2), token.text.length] : [1];
    return ends
      .filter((end) => at + 1 < tokens.length || end < token.text.length)
      .map((end) => Buffer.from(head + token.text.slice(0, end), 'utf8'));
  });
}
