import type { Json } from './json.js';

/** No reply of the contract is deeper than ten levels, and nothing we send deeper than a hundred. */
const DEEPEST = 500;
/** Replaces what lies deeper, on which recursive functions would exhaust the stack. */
const CUT = '(nested too deep)';

/**
 * Parses JSON of unknown origin. Values nested deeper than 500 levels are replaced by a text that says so. Throws
 * SyntaxError as `JSON.parse` does.
 */
export function parseJson(text: string): Json {
  const value = JSON.parse(text) as Json;
  // Each level takes at least one bracket.
  if (countOpening(text) > DEEPEST) cut(value);
  return value;
}

/** The JSON value of a text of unknown origin, as {@link parseJson} returns it; undefined if it is not JSON. */
export function jsonIn(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function countOpening(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length && count <= DEEPEST; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) count += 1;
  }
  return count;
}

function cut(value: Json): void {
  let level: object[] = isNested(value) ? [value] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    const next: object[] = [];
    for (const container of level as Record<string, Json>[]) {
      for (const [name, inner] of Object.entries(container)) {
        if (!isNested(inner)) continue;
        // Unlike an assignment, this keeps a member named __proto__.
        if (depth >= DEEPEST) Object.defineProperty(container, name, { value: CUT });
        else next.push(inner);
      }
    }
    level = next;
  }
}

function isNested(value: Json): value is Exclude<Json, null | boolean | number | string> {
  return typeof value === 'object' && value !== null;
}

/** No file of ours is deeper: a service's answer is cut at 500 levels, and is a few levels down. */
const DEEPEST_IN_FILE = 1_000;

/** Whether JSON text is nested deeper than 1,000 levels. */
export function isTooDeep(text: string): boolean {
  return levelAtEnd(text) > DEEPEST_IN_FILE;
}

/** Whether JSON text ends before its outermost value does, even inside a string. */
export function isCutOff(text: string): boolean {
  return levelAtEnd(text) > 0;
}

/** Returns how many levels are open at the end of a text, one more inside a string; counting stops beyond the limit. */
function levelAtEnd(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length && depth <= DEEPEST_IN_FILE; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = endOfText(text, at + 1);
      if (at < 0) return Math.min(depth + 1, DEEPEST_IN_FILE);
    } else if (code === 0x5b || code === 0x7b) depth += 1;
    else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return depth;
}

/** Returns the position of the quotation mark that ends a string; -1 if none does. */
function endOfText(text: string, from: number): number {
  for (let at = from; ; at += 1) {
    at = text.indexOf('"', at);
    if (at < 0) return at;
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
}
