/** A text in lines of at most `width` characters, broken at blanks; a longer word keeps a line of its own. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/**
 * A name and its text beside it, wrapped:
 * `  expected  a string that is not`
 * `            empty`
 */
export function labelled(label: string, text: string, width: number): string {
  const indent = `     ${label.padEnd(10)}`;
  return wrap(text, Math.max(width - indent.length, 30))
    .map((line, index) => (index === 0 ? indent : ' '.repeat(indent.length)) + line)
    .join('\n');
}
