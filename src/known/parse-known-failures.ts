import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { UserError } from '../errors.js';
import { didYouMean } from '../nearest.js';
import type { KnownEntry, KnownFailures } from './known-failures.js';

const MEMBERS = ['requirement', 'reason', 'ticket', 'expires'] as const;
const EXAMPLE = 'An entry is: - requirement: effect/atomic, with reason, and where there are any, ticket and expires.';

/** The file as YAML with its comments and places. A UserError, with the line, for what is no YAML. */
export function parseYaml(text: string, file: string): { readonly document: Document; readonly lines: LineCounter } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    throw new UserError(`${file}, line ${line}: ${error.message}`, 'Mend the YAML; nothing was sent.');
  }
  return { document, lines };
}

/** The entries of a file of known failures. A UserError, with the line, for what is none. */
export function parseKnownFailures(text: string, file: string): KnownFailures {
  const { document, lines } = parseYaml(text, file);
  const lineOf = (node: unknown): number => lines.linePos((node as Node | null)?.range?.[0] ?? 0).line;
  const refuse = (node: unknown, what: string, remedy = EXAMPLE): never => {
    throw new UserError(`${file}, line ${lineOf(node)}: ${what}`, remedy);
  };
  const { contents } = document;
  if (contents === null) return { file, entries: [] };
  if (!isSeq(contents)) return refuse(contents, 'a list of entries is expected');
  const seen = new Map<string, number>();
  const entries = contents.items.map((item): KnownEntry => {
    if (!isMap(item)) return refuse(item, 'this entry is no mapping');
    const texts = new Map<string, string>();
    for (const pair of item.items) {
      const name = isScalar(pair.key) ? String(pair.key.value) : '';
      if (!(MEMBERS as readonly string[]).includes(name)) {
        refuse(pair.key, `${JSON.stringify(name)} is no member of an entry${didYouMean(name, MEMBERS)}`);
      }
      const value = isScalar(pair.value) ? pair.value.value : undefined;
      if (value === null) continue;
      if (typeof value !== 'string' && typeof value !== 'number') refuse(pair.value ?? pair.key, `${name} is no text`);
      else texts.set(name, String(value).trim());
    }
    const requirement = texts.get('requirement') ?? '';
    if (requirement === '') refuse(item, 'this entry names no requirement');
    const reason = texts.get('reason') ?? '';
    if (reason === '') refuse(item, `${requirement} has no reason`, 'Say why the failure is excused for now.');
    const earlier = seen.get(requirement);
    if (earlier !== undefined) refuse(item, `${requirement} stands already in line ${earlier}`, 'Keep one of the two.');
    seen.set(requirement, lineOf(item));
    const expires = texts.get('expires') ?? null;
    if (expires !== null && !isDay(expires)) {
      refuse(item.get('expires', true), `expires is ${JSON.stringify(expires)}`, 'Write a day, such as 2025-06-30.');
    }
    return { requirement, reason, ticket: texts.get('ticket') ?? null, expires, line: lineOf(item) };
  });
  return { file, entries };
}

/** Whether a text is a day of the calendar, YYYY-MM-DD. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}
