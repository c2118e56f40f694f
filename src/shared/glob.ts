/** One character, any one character, any characters, or one of several sequences. */
type GlobPiece = string | typeof ONE | typeof ANY | readonly (readonly GlobPiece[])[];

const ONE = Symbol('?');
const ANY = Symbol('*');

/**
 * Compiles a glob into a test for ids: `*` matches any characters, including slashes, `?` any one, `{a,b}` either; all
 * else is literal. A glob also matches everything below what it names: `effect` selects `effect/atomic`. A test takes
 * time proportional to the lengths of glob and id, for any glob.
 */
export function compileGlob(glob: string): (id: string) => boolean {
  let test = compiled.get(glob);
  if (test === undefined) compiled.set(glob, (test = compile(withoutSlashes(glob))));
  return test;
}

/** The same few globs are tested against hundreds of ids. */
const compiled = new Map<string, (id: string) => boolean>();

/** Whether an id matches any of the globs. */
export function matchesAny(globs: readonly string[], id: string): boolean {
  return globs.some((glob) => compileGlob(glob)(id));
}

/** Globs that choose requirements by their ids. */
export interface Choice {
  /** Empty or absent: all. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
}

/** Whether an id is chosen. */
export function isChosen(id: string, { only = [], skip = [] }: Choice): boolean {
  return (only.length === 0 || matchesAny(only, id)) && !matchesAny(skip, id);
}

function withoutSlashes(glob: string): string {
  let end = glob.length;
  while (glob[end - 1] === '/') end -= 1;
  return glob.slice(0, end);
}

function compile(glob: string): (id: string) => boolean {
  if (!/[*?{]/.test(glob)) return (id) => id === glob || id.startsWith(`${glob}/`);
  const tokens = glob.split('{').flatMap((text, index): readonly GlobPiece[] => {
    if (index === 0) return tokensOf(text);
    const end = text.indexOf('}');
    if (end < 0) return ['{', ...tokensOf(text)];
    const either = [...new Set(text.slice(0, end).split(','))].map(tokensOf);
    return [either, ...tokensOf(text.slice(end + 1))];
  });
  return (id) => {
    const characters = Array.from(id);
    const ends = reached(tokens, characters, new Set([0]));
    return ends.has(characters.length) || [...ends].some((end) => characters[end] === '/');
  };
}

function tokensOf(text: string): GlobPiece[] {
  return Array.from(text.replace(/\*+/g, '*'), (character) =>
    character === '*' ? ANY : character === '?' ? ONE : character,
  );
}

/** Returns where tokens may end that begin at any of several positions; each token visits each position once. */
function reached(tokens: readonly GlobPiece[], id: readonly string[], from: ReadonlySet<number>): ReadonlySet<number> {
  let places = from;
  for (const token of tokens) {
    if (places.size === 0) break;
    const next = new Set<number>();
    if (token === ANY) for (let at = Math.min(...places); at <= id.length; at += 1) next.add(at);
    else if (token === ONE || typeof token === 'string')
      for (const at of places) {
        if (at < id.length && (token === ONE || id[at] === token)) next.add(at + 1);
      }
    else for (const one of token) for (const at of reached(one, id, places)) next.add(at);
    places = next;
  }
  return places;
}
