/** Decodes percent escapes; returns a text that holds none of UTF-8 unchanged. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
