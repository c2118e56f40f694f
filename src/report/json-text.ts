/** Characters that JSON does not escape, but that could steer a terminal or hide. Line feeds are JSON's own. */
const INVISIBLE = /[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu;

/** A value as JSON for a stream, in visible characters, with a final line feed. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  return `${text.replace(INVISIBLE, (character) =>
    Array.from(
      { length: character.length },
      (_, n) => `\\u${character.charCodeAt(n).toString(16).padStart(4, '0')}`,
    ).join(''),
  )}\n`;
}
