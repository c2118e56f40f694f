import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../shared/errors.js';
import { isObject, type JsonObject } from '../shared/json.js';
import { yamlTrouble } from '../shared/yaml-trouble.js';

/** A place in a file: the member names and item indexes that lead there. */
export type ConfigPath = readonly (string | number)[];

/** The content of a configuration file. */
export interface Loaded {
  readonly content: JsonObject;
  /** Returns the one-based line of a place; null if unknown. */
  readonly lineOf: (place: ConfigPath) => number | null;
  /** Whether it is a program, which can read secrets from the environment by itself. */
  readonly isCode: boolean;
}

type Loader = (path: string, text: string) => Promise<Loaded>;

/** How to read each kind of configuration file. Parsers are loaded only when needed. */
export const loaders: Readonly<Record<string, Loader>> = {
  '.yaml': readYaml,
  '.yml': readYaml,
  '.json': readYaml,
  '.js': importModule,
  '.mjs': importModule,
  '.cjs': importModule,
  '.ts': importTypescript,
};

/** Reads YAML, and JSON as a subset of it. */
async function readYaml(path: string, text: string): Promise<Loaded> {
  const { isMap, isNode, isScalar, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;

  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new UserError(
      `${basename(path)}:${line}:${col} cannot be read: ${yamlTrouble(error)}`,
      path.endsWith('.json')
        ? 'Correct the JSON there.'
        : 'Correct the YAML there; inside { } and [ ], ${NAME} needs quotes.',
    );
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (thrown) {
    throw unreadable(path, thrown);
  }
  return {
    content: asObject(content, path),
    lineOf: (place) => {
      const parent: unknown = place.length < 2 ? document.contents : document.getIn(place.slice(0, -1), true);
      const keys = isMap(parent) ? parent.items.map(({ key }) => key) : [];
      const node: unknown =
        keys.find((key) => isScalar(key) && key.value === place.at(-1)) ?? document.getIn(place, true);
      return isNode(node) && node.range ? lines.linePos(node.range[0]).line : null;
    },
    isCode: false,
  };
}

async function importModule(path: string): Promise<Loaded> {
  try {
    const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
    return await program(module.default, path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function importTypescript(path: string): Promise<Loaded> {
  try {
    const { createJiti } = await import('jiti');
    const value = await createJiti(import.meta.url, { moduleCache: false }).import(path, { default: true });
    return await program(value, path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Returns what a program exports by default: the configuration, or the result of a function that makes it. */
async function program(exported: unknown, path: string): Promise<Loaded> {
  const made: unknown = typeof exported === 'function' ? await (exported as () => unknown)() : await exported;
  // An undefined member is absent, as in JSON.
  const content: unknown = made === undefined ? undefined : JSON.parse(JSON.stringify(made));
  return { content: asObject(content, path), lineOf: () => null, isCode: true };
}

function asObject(content: unknown, path: string): JsonObject {
  if (isObject(content)) return content;
  throw new UserError(
    `${basename(path)} holds no options`,
    /\.[mc]?[jt]s$/.test(path) ? 'Export them by default: export default { ... }' : 'Write a member for each option.',
  );
}

function unreadable(path: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  const what = error instanceof Error ? error.message : String(error);
  return new UserError(`${basename(path)} cannot be read: ${what.split('\n')[0] ?? ''}`, 'Correct it there.');
}
