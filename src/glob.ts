/**
 * A test for ids by a glob: `*` stands for any characters, slashes too, `?` for one, `{a,b}` for either; all else is
 * literal. A glob also matches everything below what it names: `effect` selects `effect/atomic`.
 */
export function compileGlob(glob: string): (id: string) => boolean {
  let test = compiled.get(glob);
  if (test === undefined) {
    const pattern = new RegExp(
      `^(?:${glob.replace(/\/+$/, '').split('{').map(translateGroup).join('')})(?:/.*)?$`,
      'u',
    );
    compiled.set(glob, (test = (id) => pattern.test(id)));
  }
  return test;
}

/** The same few globs are asked for each of hundreds of ids. */
const compiled = new Map<string, (id: string) => boolean>();

/** Whether an id matches any of the globs. */
export function matchesAny(globs: readonly string[], id: string): boolean {
  return globs.some((glob) => compileGlob(glob)(id));
}

/** Globs that choose requirements by their ids. */
export interface Choice {
  /** Empty or left out: all. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
}

/** Whether an id is chosen. */
export function isChosen(id: string, { only = [], skip = [] }: Choice): boolean {
  return (only.length === 0 || matchesAny(only, id)) && !matchesAny(skip, id);
}

function translateGroup(text: string, index: number): string {
  if (index === 0) return translate(text);
  const end = text.indexOf('}');
  if (end < 0) return `\\{${translate(text)}`;
  return `(?:${[...new Set(text.slice(0, end).split(',').map(translate))].join('|')})${translate(text.slice(end + 1))}`;
}

function translate(text: string): string {
  return (
    text
      .replace(/[\\^$.|+()[\]{}/]/g, '\\$&')
      // Several wildcards side by side would be tried in every order.
      .replace(/[*?]*\*[*?]*/g, (wild) => `${'?'.repeat(wild.replaceAll('*', '').length)}*`)
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')
  );
}
