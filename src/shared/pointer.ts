import { isObject, member, type Json } from './json.js';

/** A name as a token of a JSON pointer (RFC 6901, section 3). */
export function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The names in a JSON pointer, outermost first. */
export function pointerNames(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at a JSON pointer; undefined if there is none. */
export function valueAt(value: Json | undefined, pointer: string): Json | undefined {
  let at = value;
  for (const name of pointerNames(pointer)) {
    if (Array.isArray(at)) at = (at as readonly Json[])[Number(name)];
    else at = isObject(at) ? member(at, name) : undefined;
  }
  return at;
}
