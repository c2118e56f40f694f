import { isMap, isSeq, YAMLSeq, type Document } from 'yaml';
import { compileGlob } from '../shared/glob.js';
import type { Recorded, Report } from '../report/report.js';
import type { RequirementReport } from '../report/requirement-report.js';
import { entryName, UNEXPLAINED } from './known-failures.js';
import { parseYaml } from './parse-known-failures.js';

/** What an update changes in the file. */
export interface KnownUpdate {
  /** The new text of the file. */
  readonly text: string;
  /** What the new entries name. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

const HEADER = ` Failures that are known and excused. An entry: requirement (an id, or a glob) or cause (its id), reason, and optionally
ticket and expires (the last day, YYYY-MM-DD). One that passes, or has expired, fails the run. What is recorded says
how much a run must judge before it counts as passing.`;

/** From this many on, new failures of one cause become one entry. */
const CROWD = 4;

/**
 * Updates the known failures file after a run: passing entries are removed, failures that no entry names are added with
 * how they were recorded, many of one cause as one entry, and all others stay as they are, with their comments. Expired
 * entries stay: a person decides whether to excuse them again.
 */
export function updateKnownFailures(text: string | null, file: string, report: Report): KnownUpdate {
  const { document } = parseYaml(text ?? '', file);
  const entries = report.knownFailures?.entries ?? [];
  const passing = new Set(entries.filter(({ state }) => state === 'passing').map(entryName));
  const list = listOf(document);
  const removed = list.items.map(nameIn).filter((name) => passing.has(name));
  list.items = list.items.filter((item) => !passing.has(nameIn(item)));
  const globs = list.items.flatMap((item) => textIn(item, 'requirement') ?? []).map((glob) => compileGlob(glob));
  const named = new Set(entries.flatMap(({ failed }) => failed));
  const unlisted = report.requirements
    .filter(({ id, verdict }) => verdict.kind === 'failed' && !named.has(id) && !globs.some((matches) => matches(id)))
    .filter(({ level }) => level === 'MUST' || (level === 'SHOULD' && report.options.strict));
  const added = newEntries(unlisted, report);
  for (const { names, failed } of added)
    list.add(document.createNode({ ...names, reason: UNEXPLAINED, recorded: shortly(recordedBy(report, failed)) }));
  if (text === null) document.commentBefore = HEADER;
  list.flow = false;
  return { text: document.toString({ lineWidth: 0 }), added: added.map(({ names }) => entryName(names)), removed };
}

interface NewEntry {
  readonly names: { readonly requirement: string } | { readonly cause: string };
  readonly failed: readonly RequirementReport[];
}

/** Returns one entry per failure, or one for a cause whose failures are many and all new. */
function newEntries(unlisted: readonly RequirementReport[], { causes = [] }: Report): readonly NewEntry[] {
  const fresh = new Map(unlisted.map((one) => [one.id, one]));
  const entries: NewEntry[] = [];
  for (const { id, requirements } of causes) {
    const failed = requirements.flatMap((one) => fresh.get(one) ?? []);
    if (failed.length < CROWD || failed.length < requirements.length) continue;
    entries.push({ names: { cause: id }, failed });
    for (const one of failed) fresh.delete(one.id);
  }
  return [...entries, ...[...fresh.values()].map((one) => ({ names: { requirement: one.id }, failed: [one] }))];
}

function recordedBy({ options }: Report, failed: readonly RequirementReport[]): Recorded {
  const { effort, readings, cases, only, skip, seed } = options;
  // A failure in every case does not depend on the seed.
  const drawn = failed.some(
    ({ failures, failed: times, cases }) =>
      times < cases.judged && failures.length > 0 && failures.every(({ recorded }) => isDrawn(recorded)),
  );
  return { effort, readings, cases, only, skip, seed: drawn ? seed : null };
}

/** Whether a recorded case was drawn at random. */
function isDrawn(recorded: unknown): boolean {
  const { probe } = (recorded ?? {}) as { readonly probe?: { readonly drawn?: boolean } };
  return probe?.drawn === true;
}

/** Leaves out what was not given when it was recorded. */
function shortly({ effort, readings, cases, only, skip, seed }: Recorded): object {
  return {
    effort,
    readings,
    ...(cases === null ? {} : { cases }),
    ...(only.length === 0 ? {} : { only }),
    ...(skip.length === 0 ? {} : { skip }),
    ...(seed === null ? {} : { seed }),
  };
}

function textIn(item: unknown, member: string): string | undefined {
  const value: unknown = isMap(item) ? item.get(member) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined;
}

function nameIn(item: unknown): string {
  const requirement = textIn(item, 'requirement');
  return entryName(requirement === undefined ? { cause: textIn(item, 'cause') ?? '' } : { requirement });
}

function listOf(document: Document): YAMLSeq {
  if (isSeq(document.contents)) return document.contents;
  const list = new YAMLSeq();
  document.contents = list;
  return list;
}
