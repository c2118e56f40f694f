/** What some language or other takes for a blank at the ends of a text. */
const BLANKS = /^[\s\u0000-\u0020\u0085]+|[\s\u0000-\u0020\u0085]+$/g;

/** A text without the blanks around it. */
export function withoutBlanks(text: string): string {
  return text.replace(BLANKS, '');
}
