/** A token of a JSON text (RFC 8259, 2). */
export interface Token {
  readonly kind: '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'number' | 'literal';
  readonly text: string;
  /** Whether a string is the name of a member. */
  readonly isName: boolean;
  /** Number of objects and arrays around it; a bracket does not count its own. */
  readonly depth: number;
}

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*)|(true|false|null)|([{}[\]:,]))/y;

/** The tokens of a legal JSON text. */
export function tokensOf(text: string): readonly Token[] {
  const found: { kind: Token['kind']; text: string; depth: number }[] = [];
  let depth = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [, string, number, literal, mark] = match;
    if (mark === '}' || mark === ']') depth -= 1;
    if (string !== undefined) found.push({ kind: 'string', text: string, depth });
    else if (number !== undefined) found.push({ kind: 'number', text: number, depth });
    else if (literal !== undefined) found.push({ kind: 'literal', text: literal, depth });
    else if (mark !== undefined) found.push({ kind: mark as Token['kind'], text: mark, depth });
    if (mark === '{' || mark === '[') depth += 1;
  }
  return found.map((token, i) => ({ ...token, isName: token.kind === 'string' && found[i + 1]?.kind === ':' }));
}

/** The kind of a place: its token, whether that is a name, and its depth. */
export function kindOfPlace(tokens: readonly Token[], at: number): string {
  const token = tokens[at];
  if (token === undefined) return 'end';
  const kind = token.isName ? 'name' : token.kind;
  return `${at === 0 ? 'begin' : kind} ${Math.min(token.depth, 3)}`;
}

/** The token of a kind of place, whatever its depth; the body itself begins with a brace. */
export function markOfKind(kind: string): string {
  const [mark = ''] = kind.split(' ');
  return mark === 'begin' ? '{' : mark;
}

/** The part that a token plays in the grammar: a value, however it begins, a name, an end, or a mark between them. */
export function partOfMark(mark: string): string {
  if (mark === '}' || mark === ']') return 'closing';
  return ['{', '[', 'string', 'number', 'literal'].includes(mark) ? 'value' : mark;
}
