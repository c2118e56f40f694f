import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { UserError } from '../shared/errors.js';
import { didYouMean } from '../shared/nearest.js';
import { yamlTrouble } from '../shared/yaml-trouble.js';
import type { Effort } from '../shared/model.js';
import type { Recorded } from '../report/report.js';
import { entryName, type KnownEntry, type KnownFailures } from './known-failures.js';

const MEMBERS = ['requirement', 'cause', 'reason', 'ticket', 'expires', 'recorded'] as const;
const EXAMPLE =
  'An entry is: - requirement: effect/atomic (or cause: its id), with reason, and optionally ticket and expires.';

/**
 * Parses the file as YAML, with its comments and positions. Throws a UserError that names the line if it is not YAML.
 */
export function parseYaml(text: string, file: string): { readonly document: Document; readonly lines: LineCounter } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    throw new UserError(`${file}, line ${line}: ${yamlTrouble(error)}`, 'Fix the YAML; nothing was sent.');
  }
  return { document, lines };
}

/** Returns the entries of a known failures file. Throws a UserError that names the line if it is not one. */
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
    if (!isMap(item)) return refuse(item, 'this entry is not a mapping');
    const texts = new Map<string, string>();
    for (const pair of item.items) {
      const name = isScalar(pair.key) ? String(pair.key.value) : '';
      if (!(MEMBERS as readonly string[]).includes(name)) {
        refuse(pair.key, `${JSON.stringify(name)} is not a member of an entry${didYouMean(name, MEMBERS)}`);
      }
      if (name === 'recorded') continue;
      const value = isScalar(pair.value) ? pair.value.value : undefined;
      if (value === null) continue;
      if (typeof value !== 'string' && typeof value !== 'number')
        refuse(pair.value ?? pair.key, `${name} is not a text`);
      else texts.set(name, String(value).trim());
    }
    const [requirement, cause] = [texts.get('requirement') || undefined, texts.get('cause') || undefined];
    if (requirement === undefined && cause === undefined)
      refuse(item, 'this entry names neither a requirement nor a cause');
    if (requirement !== undefined && cause !== undefined)
      refuse(item, 'this entry names a requirement and a cause', 'Make two entries of it.');
    const names = requirement === undefined ? { cause: cause ?? '' } : { requirement };
    const name = entryName(names);
    const reason = texts.get('reason') ?? '';
    if (reason === '') refuse(item, `${name} has no reason`, 'Say why the failure is excused for now.');
    const earlier = seen.get(name);
    if (earlier !== undefined) refuse(item, `${name} is already in line ${earlier}`, 'Keep one of the two.');
    seen.set(name, lineOf(item));
    const expires = texts.get('expires') ?? null;
    if (expires !== null && !isDay(expires)) {
      refuse(item.get('expires', true), `expires is ${JSON.stringify(expires)}`, 'Write a day, such as 2025-06-30.');
    }
    const recorded = recordedIn(item.toJSON() as Readonly<Record<string, unknown>>);
    if (recorded === undefined)
      refuse(item.get('recorded', true), 'recorded is not what --update-known writes', RECORDED);
    const ticket = texts.get('ticket') ?? null;
    return { ...names, reason, ticket, expires, recorded: recorded ?? null, line: lineOf(item) };
  });
  return { file, entries };
}

const RECORDED = 'Leave it as it was written, or remove it.';
const EFFORTS: readonly string[] = ['quick', 'standard', 'thorough'] satisfies readonly Effort[];

/** Returns how an entry was recorded; null if it does not say, undefined if what it says is invalid. */
function recordedIn({ recorded }: Readonly<Record<string, unknown>>): Recorded | null | undefined {
  if (recorded === undefined || recorded === null) return null;
  if (typeof recorded !== 'object') return undefined;
  const {
    effort,
    readings = 'document',
    cases = null,
    only = [],
    skip = [],
    seed = null,
    ...others
  } = recorded as Readonly<Record<string, unknown>>;
  const isNumber = (value: unknown) => value === null || Number.isInteger(value);
  const isList = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === 'string');
  const sound =
    EFFORTS.includes(String(effort)) &&
    typeof readings === 'string' &&
    isNumber(cases) &&
    isNumber(seed) &&
    isList(only) &&
    isList(skip) &&
    Object.keys(others).length === 0;
  return sound ? ({ effort, readings, cases, only, skip, seed } as Recorded) : undefined;
}

/** Whether a text is an existing calendar day, YYYY-MM-DD. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}
