/**
 * Control, format (bidirectional, zero-width, tag), private-use and unassigned characters, lone surrogates and line
 * separators: whatever could steer a terminal, hide, or reorder its surroundings.
 */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A text of unknown origin on one line, with invisible characters written as escapes: `\u001b`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escapeCharacter);
}

/** As {@link visible}, but keeps line feeds. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** A text cut to a number of characters, with a note of how much was cut. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = Array.from(text);
  if (characters.length <= limit) return text;
  return `${characters.slice(0, limit).join('')} … (${characters.length - limit} characters more)`;
}

function escapeCharacter(character: string): string {
  switch (character) {
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    case '\t':
      return '\\t';
  }
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
