import { visibleLines } from './safe-text.js';

/** An XML element; its text is escaped on output. */
export interface XmlElement {
  readonly name: string;
  /** Attributes whose value is undefined are left out. */
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children: readonly (XmlElement | string)[];
}

/** An element with its attributes and children. */
export function element(
  name: string,
  attributes: XmlElement['attributes'] = {},
  ...children: readonly (XmlElement | string)[]
): XmlElement {
  return { name, attributes, children };
}

/**
 * A complete XML 1.0 document. Control characters, lone surrogates and non-characters, which XML cannot hold even as
 * escapes, are written as {@link visibleLines} does.
 */
export function renderXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${renderElement(root, '')}\n`;
}

function renderElement({ name, attributes, children }: XmlElement, indent: string): string {
  const attributeText = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
  if (children.length === 0) return `${indent}<${name}${attributeText}/>`;
  const parts = children.map((child) =>
    typeof child === 'string' ? escapeXml(child) : `\n${renderElement(child, `${indent}  `)}`,
  );
  const end = typeof children.at(-1) === 'string' ? '' : `\n${indent}`;
  return `${indent}<${name}${attributeText}>${parts.join('')}${end}</${name}>`;
}

function escapeXml(text: string): string {
  return visibleLines(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
