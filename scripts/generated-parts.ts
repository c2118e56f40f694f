import { format } from 'prettier';

/** A generated part of a page, between comments of which the first names it. */
const PART = /(<!-- (\S+), written by `npm run coverage` -->)[^]*?(<!-- end -->)/g;

/**
 * Returns a page with its generated parts, given as lines by their names.
 *
 * @throws Error if the page has an unknown part, has one twice, or lacks one
 */
export async function withParts(page: string, parts: ReadonlyMap<string, readonly string[]>): Promise<string> {
  const lacking = new Set(parts.keys());
  const text = page.replace(PART, (_, begin: string, name: string, end: string) => {
    if (!lacking.delete(name)) throw new Error(`the generated part ${name} is unknown, or stands twice`);
    return [begin, '', ...(parts.get(name) ?? []), '', end].join('\n');
  });
  if (lacking.size > 0) throw new Error(`the page lacks the generated part ${[...lacking].join(', ')}`);
  return format(text, { parser: 'markdown', printWidth: 120, proseWrap: 'always' });
}

/** Returns the lines of a Markdown table. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
