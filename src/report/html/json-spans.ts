import { createRequire } from 'node:module';
import type { Node } from 'yaml';

type Yaml = typeof import('yaml');

/** The parser, loaded at its first use: only a page with failures needs it. */
const yaml = (): Yaml => createRequire(import.meta.url)('yaml') as Yaml;

/** A part of a text, as offsets into it. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** Locations of the parts of a JSON text. */
export interface JsonSpans {
  /** The members of the outermost object, with their names, or the items of the outermost list. */
  readonly members: readonly TextSpan[];
  /** The value at a JSON pointer, and the name or item that leads there; null if there is none. */
  find(pointer: string): { readonly value: TextSpan; readonly name: TextSpan } | null;
}

/**
 * The parser recurses per level, and a stack overflow while V8 compiles a pattern ends the whole process. The suite
 * sends at most a hundred levels.
 */
const DEEPEST = 200;

/**
 * The spans of a JSON text; null for any other text, and if it is nested deeper than 200 levels. The last of repeated
 * names counts.
 */
export function jsonSpans(text: string): JsonSpans | null {
  try {
    if (isDeep(JSON.parse(text))) return null;
    // JSON is YAML, and of the two parsers only this one gives locations.
    const { contents } = yaml().parseDocument(text, { schema: 'json', uniqueKeys: false, logLevel: 'silent' });
    if (contents === null) return null;
    return { members: membersOf(contents), find: (pointer) => find(contents, pointer) };
  } catch {
    return null;
  }
}

function isDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((one): unknown[] => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

function membersOf(node: Node): readonly TextSpan[] {
  const { isMap, isSeq } = yaml();
  if (isMap(node)) {
    return node.items.flatMap(({ key, value }) => {
      const [from, to] = [spanOf(key), spanOf(value)];
      return from === null || to === null ? [] : [{ start: from.start, end: to.end }];
    });
  }
  if (isSeq(node)) return node.items.map(spanOf).filter((span) => span !== null);
  return [];
}

function find(root: Node, pointer: string): { readonly value: TextSpan; readonly name: TextSpan } | null {
  const { isMap, isScalar, isSeq } = yaml();
  let node: unknown = root;
  let name = spanOf(root);
  for (const step of pointer.split('/').slice(1)) {
    const wanted = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isMap(node)) {
      const pair = node.items.findLast(({ key }) => isScalar(key) && key.value === wanted);
      if (pair === undefined) return null;
      name = spanOf(pair.key);
      node = pair.value;
    } else if (isSeq(node) && /^\d+$/.test(wanted)) {
      node = node.items[Number(wanted)];
      name = spanOf(node);
    } else return null;
  }
  const value = spanOf(node);
  return value === null || name === null ? null : { value, name };
}

function spanOf(node: unknown): TextSpan | null {
  const range = (node as Partial<Node> | null | undefined)?.range;
  return range === null || range === undefined ? null : { start: range[0], end: range[1] };
}
