/**
 * Caches a pure function of a text. Keeps at most `most` results, and none for texts longer than `longest` characters.
 */
export function remembered<T>(make: (text: string) => T, most = 256, longest = 4_096): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > longest) return make(text);
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= most) known.clear();
    const made = make(text);
    known.set(text, made);
    return made;
  };
}
