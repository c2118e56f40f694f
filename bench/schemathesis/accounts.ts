import { availableParallelism } from 'node:os';
import type { Subject } from './mutant.js';
import type { Judged, Tool } from './tools.js';

/** How often each tool judges the conforming mock, with nothing else running. */
const ROUNDS = 3;

/** An entry of the catalogue. */
export interface Entry extends Subject {
  readonly chapter: string;
}

/** The results of one tool. */
export interface Account {
  readonly tool: Tool;
  /** Of the conforming mock, one per round. */
  readonly plain: readonly Judged[];
  readonly rows: readonly Row[];
}

/** The result of one tool for one entry. */
export interface Row {
  readonly entry: Entry;
  readonly judged: Judged;
  /** What it failed on here and never on the conforming mock. */
  readonly news: readonly string[];
}

/** Lets the tools judge the conforming mock in turn, then the entries, as many at a time as there are cores. */
export async function takeAccounts(
  tools: readonly Tool[],
  entries: readonly Entry[],
  seed: number,
): Promise<readonly Account[]> {
  const accounts = tools.map((tool) => ({ tool, plain: [] as Judged[], rows: [] as Row[] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { tool, plain } of accounts) plain.push(await tool.judge({ kind: 'plain', id: '' }, seed));
  }
  const waiting = [...entries];
  const work = async (): Promise<void> => {
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
      for (const { tool, plain, rows } of accounts) {
        const judged = await tool.judge(entry, seed);
        const usual = new Set(plain.flatMap(({ failed }) => failed));
        const news = judged.failed.filter((what) => !usual.has(what));
        rows.push({ entry, judged, news });
        console.error(`${entry.kind} ${entry.id}, ${tool.name}: ${news.slice(0, 3).join(', ') || 'nothing'}`);
      }
      console.error(`${waiting.length} to go`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const place = ({ entry }: Row) => entries.indexOf(entry);
  for (const { rows } of accounts) rows.sort((a, b) => place(a) - place(b));
  return accounts;
}
