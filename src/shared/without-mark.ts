/**
 * Returns the text of a file without the byte order mark that some editors add: in YAML it would shift the first line.
 */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
