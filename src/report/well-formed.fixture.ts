/** A parsed element. */
export interface ParsedElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly ParsedElement[];
  readonly text: string;
}

const CHARACTERS = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;
const TOKEN = /<\/([A-Za-z_][\w.-]*)>|<([A-Za-z_][\w.-]*)((?: [A-Za-z_][\w.-]*="[^"<]*")*)(\/?)>|([^<]+)/gy;
const REFERENCES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#10': '\n' };

/**
 * Parses the part of XML 1.0 that a report is written in: a declaration, elements, attributes, character data. Throws
 * an Error for whatever is not well formed, such as a character that XML does not allow, a stray `&` or `<`, an open
 * tag.
 */
export function parseXml(document: string): ParsedElement {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!document.startsWith(declaration)) throw new Error('no declaration');
  if (!CHARACTERS.test(document)) throw new Error('a character that XML does not allow');
  const source = document.slice(declaration.length).trimEnd();
  const root = { name: '', attributes: {}, children: [] as ParsedElement[], text: '' };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    const parent = open.at(-1);
    if (match === null || parent === undefined) throw new Error(`not well formed at ${source.slice(at, at + 60)}`);
    const [, closed, opened, attributes = '', empty, text] = match;
    if (closed !== undefined) {
      if (parent.name !== closed) throw new Error(`</${closed}> closes <${parent.name}>`);
      open.pop();
    } else if (opened !== undefined) {
      const element = {
        name: opened,
        attributes: parseAttributes(attributes),
        children: [] as ParsedElement[],
        text: '',
      };
      parent.children.push(element);
      if (empty === '') open.push(element);
    } else {
      parent.text += resolve(text ?? '');
    }
  }
  const [only, ...more] = root.children;
  if (open.length !== 1 || only === undefined || more.length > 0) throw new Error('not one root element');
  return only;
}

function parseAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/ ([^=]+)="([^"]*)"/g)) {
    if (Object.hasOwn(attributes, name)) throw new Error(`attribute ${name} stands twice`);
    attributes[name] = resolve(value);
  }
  return attributes;
}

function resolve(text: string): string {
  return text.replace(/&([^;&]{0,9};)?/g, (_whole, name: string | undefined) => {
    const character = REFERENCES[(name ?? '').slice(0, -1)];
    if (character === undefined) throw new Error(`a stray & in ${text}`);
    return character;
  });
}
