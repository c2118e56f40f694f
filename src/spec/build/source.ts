import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { UserError } from '../../shared/errors.js';
import type { Json } from '../../shared/json.js';
import { pointerNames } from '../../shared/pointer.js';

/** A parsed YAML or JSON file of the project's data. */
export interface Source {
  /** Its name in messages, relative to the project. */
  readonly file: string;
  readonly value: Json;
  /** An error about the value at a JSON pointer, or the nearest one around it, that starts with file and line. */
  error(pointer: string, what: string, remedy: string): UserError;
}

/** Reads a source. Throws a {@link UserError} that names file and line if the file is missing or does not parse. */
export function readSource(path: string, file: string): Source {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new UserError(`${file}: cannot be read (${code})`, 'Put the file back, for example from version control.');
  }
  return parseSource(text, file);
}

/** Parses the text of a source. JSON is YAML, so one parser does for both. */
export function parseSource(text: string, file: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) {
    throw new UserError(
      `${at(fault.pos[0])}: ${fault.message}`,
      'Correct the syntax there, then run the command again.',
    );
  }
  return {
    file,
    value: document.toJS() as Json,
    error: (pointer, what, remedy) => new UserError(`${at(offsetOf(document, pointer))}: ${what}`, remedy),
  };
}

function offsetOf(document: Document.Parsed, pointer: string): number {
  const path: (string | number)[] = [...pointerNames(pointer)];
  while (path.length > 0) {
    const node: unknown = document.getIn(path, true);
    if (hasRange(node)) return node.range[0];
    path.pop();
  }
  return document.contents?.range[0] ?? 0;
}

function hasRange(node: unknown): node is { readonly range: readonly number[] & { 0: number } } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
