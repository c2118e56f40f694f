import type { UserError } from '../../shared/errors.js';
import { isObject, member, type Json } from '../../shared/json.js';
import type { DocumentFacts } from '../data.js';
import { pointerNames, pointerToken } from '../../shared/pointer.js';
import { rules } from '../rules.js';
import type { Source } from './source.js';
import type { Data, Sources } from './data-files.js';

/**
 * Checks the sources against each other: ids and codes are unique, readings are numbered without a gap, and every
 * clause, reading, rule and component that the OpenAPI document names exists. Throws the first fault.
 */
export function checkReferences({ data, files }: Sources): void {
  checkReadings(data, files.readings);
  checkErrorCodes(data, files.errorCodes);
  const fault = findFault(files.document.value, '', new References(data), files.document);
  if (fault !== null) throw fault;
}

function checkReadings({ readings }: Data, file: Source): void {
  for (const [index, { id }] of readings.entries()) {
    if (id === `R${index + 1}`) continue;
    throw file.error(
      `/${index}/id`,
      `expected R${index + 1}, found ${id}`,
      'Number the readings without gap or repeat.',
    );
  }
}

function checkErrorCodes({ errorCodes }: Data, file: Source): void {
  const seen = new Set<string>();
  for (const [index, { code }] of errorCodes.entries()) {
    const key = code.toLowerCase();
    if (seen.has(key)) throw file.error(`/${index}/code`, `${code} occurs twice`, 'Leave one of the two entries.');
    seen.add(key);
  }
}

/** What the OpenAPI document may refer to. */
class References {
  private readonly rows: ReadonlySet<string>;
  private readonly readings: ReadonlySet<string>;
  private readonly document: Json;

  constructor({ document, documentFacts, readings }: Data) {
    this.document = document as unknown as Json;
    this.rows = new Set(clausesOf(documentFacts));
    this.readings = new Set(readings.map(({ id }) => id));
  }

  clause(value: Json | undefined): string | null {
    if (!isObject(value)) return `is not a clause, but ${JSON.stringify(value)}`;
    return this.rows.has(clauseKey(value)) ? null : `names no place of the API document: ${JSON.stringify(value)}`;
  }

  reading(value: Json | undefined): string | null {
    return typeof value === 'string' && this.readings.has(value) ? null : `names no reading: ${JSON.stringify(value)}`;
  }

  target(value: Json | undefined): string | null {
    if (typeof value === 'string' && value.startsWith('#/')) {
      const step = (here: Json | undefined, name: string) => (isObject(here) ? member(here, name) : undefined);
      if (pointerNames(value).reduce<Json | undefined>(step, this.document) !== undefined) return null;
    }
    return `leads nowhere: ${JSON.stringify(value)}`;
  }

  rule(value: Json | undefined): string | null {
    return typeof value === 'string' && Object.hasOwn(rules, value) ? null : `names no rule: ${JSON.stringify(value)}`;
  }
}

function clausesOf(facts: DocumentFacts): string[] {
  return [
    clauseKey({ section: 'URI' }),
    clauseKey({ section: 'Status codes' }),
    ...facts.statuses.map(({ status }) => clauseKey({ section: 'Status codes', row: String(status) })),
    ...facts.tables.flatMap(({ table, rows }) => [
      clauseKey({ table }),
      ...rows.map(({ name }) => clauseKey({ table, row: name })),
    ]),
  ];
}

function clauseKey(clause: { readonly [member: string]: Json }): string {
  return JSON.stringify([clause['section'] ?? null, clause['table'] ?? null, clause['row'] ?? null]);
}

const remedies = {
  clause: 'Name a table and a row that openapi/document-facts.json has.',
  reading: 'Name a reading that openapi/readings.yaml has, or add it there.',
  target: 'Refer to a component of the same document, #/components/...',
  rule: 'Name a rule that src/spec/rules.ts has, or write it there.',
} as const;

function findFault(value: Json, pointer: string, references: References, file: Source): UserError | null {
  if (Array.isArray(value))
    return first(
      (value as readonly Json[]).map((item, i) => () => findFault(item, `${pointer}/${i}`, references, file)),
    );
  if (!isObject(value)) return null;
  return first(
    Object.entries(value).map(([name, inside]) => () => {
      const place = `${pointer}/${pointerToken(name)}`;
      return annotationFault(name, inside, place, references, file) ?? findFault(inside, place, references, file);
    }),
  );
}

function annotationFault(
  name: string,
  value: Json,
  place: string,
  references: References,
  file: Source,
): UserError | null {
  const hold = (kind: keyof typeof remedies, subject: Json | undefined, at: string): UserError | null => {
    const fault = references[kind](subject);
    return fault === null ? null : file.error(at, `${at} ${fault}`, remedies[kind]);
  };
  switch (name) {
    case '$ref':
      return hold('target', value, place);
    case 'x-clause':
      return hold('clause', value, place);
    case 'x-reading':
      return hold('reading', value, place);
    case 'x-clauses':
    case 'x-readings':
      return first(
        Object.entries(isObject(value) ? value : {}).map(
          ([keyword, inside]) =>
            () =>
              hold(name === 'x-clauses' ? 'clause' : 'reading', inside, `${place}/${pointerToken(keyword)}`),
        ),
      );
    case 'x-rules':
    case 'x-state-rules':
      return first(
        (Array.isArray(value) ? (value as readonly Json[]) : []).flatMap((rule, index) => {
          const at = `${place}/${index}`;
          const stated = isObject(rule) ? rule : {};
          return [
            () => (name === 'x-rules' ? hold('rule', stated['id'], `${at}/id`) : null),
            () => hold('clause', stated['clause'], `${at}/clause`),
            () => (stated['reading'] === undefined ? null : hold('reading', stated['reading'], `${at}/reading`)),
          ];
        }),
      );
    default:
      return null;
  }
}

function first(checks: readonly (() => UserError | null)[]): UserError | null {
  for (const check of checks) {
    const fault = check();
    if (fault !== null) return fault;
  }
  return null;
}
