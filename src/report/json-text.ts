/** Beside what JSON escapes by itself: whatever could steer a terminal or hide. Line feeds are its own. */
const INVISIBLE = /[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu;

/** A value as JSON for a stream, in visible characters; a line feed ends it. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  return `${text.replace(INVISIBLE, (character) =>
    Array.from(
      { length: character.length },
      (_, n) => `\\u${character.charCodeAt(n).toString(16).padStart(4, '0')}`,
    ).join(''),
  )}\n`;
}
