import { isDeepStrictEqual } from 'node:util';
import type { DocumentFacts } from '../data.js';
import type { PrintedFacts } from './printed-facts.js';

/**
 * The differences between the facts and what the API document prints, one sentence each. Descriptions are in our own
 * words and are not compared.
 */
export function compareFacts(facts: DocumentFacts, printed: PrintedFacts): readonly string[] {
  const { tables, statuses, ...rest } = facts;
  const { tables: printedTables, statuses: printedStatuses, ...printedRest } = printed;
  return [
    ...differences('the document', rest, printedRest),
    ...paired(
      tables,
      printedTables,
      ({ table }) => `table ${table}`,
      (table, printedTable, place) => {
        const { rows, ...head } = table;
        const { rows: printedRows, ...printedHead } = printedTable;
        return [
          ...differences(place, head, printedHead),
          ...paired(
            rows,
            printedRows,
            ({ name }) => `${place}, ${name}`,
            (row, printedRow, at) => {
              return differences(at, { ...row, description: undefined }, printedRow);
            },
          ),
        ];
      },
    ),
    ...differences(
      'the status codes',
      { list: statuses.map(({ status }) => status) },
      { list: printedStatuses.map(({ status }) => status) },
    ),
  ];
}

/** Pairs two lists by their keys, and reports the keys that only one has, or that are in another order. */
function paired<A, B>(
  ours: readonly A[],
  printed: readonly B[],
  key: (item: A | B) => string,
  compare: (a: A, b: B, place: string) => readonly string[],
): string[] {
  const printedByKey = new Map(printed.map((item) => [key(item), item]));
  const ourKeys = ours.map(key);
  const printedKeys = printed.map(key);
  return [
    ...printedKeys.filter((name) => !ourKeys.includes(name)).map((name) => `${name}: printed, but not among the facts`),
    ...ourKeys.filter((name) => !printedByKey.has(name)).map((name) => `${name}: among the facts, but not printed`),
    ...(isDeepStrictEqual([...ourKeys].sort(), [...printedKeys].sort()) && !isDeepStrictEqual(ourKeys, printedKeys)
      ? [`the order is ${ourKeys.join('; ')}, printed is ${printedKeys.join('; ')}`]
      : []),
    ...ours.flatMap((item) => {
      const other = printedByKey.get(key(item));
      return other === undefined ? [] : compare(item, other, key(item));
    }),
  ];
}

function differences(place: string, ours: object, printed: object): string[] {
  const left = new Map<string, unknown>(Object.entries(ours));
  const right = new Map<string, unknown>(Object.entries(printed));
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((name) => !isDeepStrictEqual(left.get(name), right.get(name)))
    .map((name) => `${place}: ${name} is ${shown(left.get(name))} among the facts, ${shown(right.get(name))} in print`);
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
