/** The form of a part that is not text within double quotes, such as `$TOKEN`; null to write its marker. */
export type Variable<Part> = (part: Part) => string | null;

interface Marked {
  readonly marker: string;
}

/** A word for a POSIX shell and for zsh that means exactly this text, in visible characters. */
export function quote(text: string): string {
  // A leading equals sign names a command in zsh.
  if (/^[\w@%+:,./-][\w@%+=:,./-]*$/.test(text)) return text;
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(text)) return `"$(${printed(Buffer.from(text))})"`;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * A line that starts this program with these arguments, to be pasted into a shell. If its words need no more than
 * double quotes, it works in cmd.exe and PowerShell too. Paths go through {@link pathWord}.
 */
export function commandLine(...words: readonly string[]): string {
  return ['vpcep-contract', ...words].map((word) => (isPlain(word) ? `"${word}"` : quote(word))).join(' ');
}

/** Whether a text needs quotes, but has no special meaning to any shell within double quotes. */
function isPlain(text: string): boolean {
  return quote(text) !== text && /^[\w@+=:,./#*?(){}[\]~&;<>| -]+$/.test(text);
}

/** A path as an argument that is never taken for an option. */
export function pathWord(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}

/** One word of texts and variables: `"Name: $TOKEN"` if nothing in it needs more, else quoted piece by piece. */
export function shellWord<Part extends Marked>(parts: readonly (string | Part)[], variable: Variable<Part>): string {
  const pieces = parts.map((part) =>
    typeof part === 'string' ? { text: part, made: null } : { text: part.marker, made: variable(part) },
  );
  if (pieces.every(({ made }) => made === null)) return quote(pieces.map(({ text }) => text).join(''));
  // Within double quotes these have no meaning, not even to a shell with history.
  if (pieces.every(({ text, made }) => made !== null || /^[\w@%+=:;,./ <>-]*$/.test(text))) {
    return `"${pieces.map(({ text, made }, n) => (made === null ? text : apart(made, pieces[n + 1]?.text ?? ''))).join('')}"`;
  }
  return pieces.map(({ text, made }) => (made === null ? quote(text) : `"${made}"`)).join('');
}

/** A variable set apart from the text that follows: `${TOKEN}a`. */
function apart(made: string, next: string): string {
  return /^\$\w+$/.test(made) && /^\w/.test(next) ? `\${${made.slice(1)}}` : made;
}

/** A command that writes exactly these bytes to its output. */
export function shellPrint<Part extends Marked>(
  parts: readonly (Uint8Array | Part)[],
  variable: Variable<Part>,
): string {
  const commands = parts.map((part) => {
    if (part instanceof Uint8Array) return printed(part);
    const made = variable(part);
    return made === null ? printed(Buffer.from(part.marker)) : `printf %s "${made}"`;
  });
  const [only, ...others] = commands;
  return others.length === 0 ? (only ?? 'true') : `{ ${commands.join('; ')}; }`;
}

/** Uses `%b` rather than the format, where a percent sign would have a meaning. */
function printed(bytes: Uint8Array): string {
  return `printf %b ${quote(charactersOf(bytes).map(spelled).join(''))}`;
}

/** The characters of UTF-8 text; bytes beyond ASCII one by one if it is not UTF-8. */
function charactersOf(bytes: Uint8Array): (string | number)[] {
  try {
    return Array.from(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : byte));
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\r': '\\r', '\n': '\\n', '\t': '\\t' };

function spelled(character: string | number): string {
  if (typeof character === 'string') {
    const escape = ESCAPES[character];
    if (escape !== undefined) return escape;
    if (!/[\p{C}\p{Zl}\p{Zp}]/u.test(character)) return character;
  }
  const bytes = typeof character === 'string' ? [...Buffer.from(character)] : [character];
  return bytes.map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('');
}
