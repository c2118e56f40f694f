import { isMap, isSeq, YAMLSeq, type Document } from 'yaml';
import { compileGlob } from '../glob.js';
import type { Report } from '../report/report.js';
import { UNEXPLAINED } from './known-failures.js';
import { parseYaml } from './parse-known-failures.js';

/** What an update of the file does. */
export interface KnownUpdate {
  /** The new text of the file. */
  readonly text: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

const HEADER = ` Failures that are known and excused. An entry: requirement (an id, or a glob), reason, and where there
 are any, ticket and expires (the last day, YYYY-MM-DD). One that passes, or has expired, fails the run.`;

/**
 * The file of known failures after a run: entries that pass are gone, failures that no entry names are added, and all
 * others stand as they were, with their comments. Expired entries stay: excusing them anew is for a person to decide.
 */
export function updateKnownFailures(text: string | null, file: string, report: Report): KnownUpdate {
  const { document } = parseYaml(text ?? '', file);
  const entries = report.knownFailures?.entries ?? [];
  const passing = new Set(entries.filter(({ state }) => state === 'passing').map(({ requirement }) => requirement));
  const list = listOf(document);
  const named = (item: unknown): string => (isMap(item) ? String(item.get('requirement')).trim() : '');
  const removed = list.items.map(named).filter((requirement) => passing.has(requirement));
  list.items = list.items.filter((item) => !passing.has(named(item)));
  const left = list.items.map(named).map((requirement) => compileGlob(requirement));
  const added = report.requirements
    .filter(({ id, verdict }) => verdict.kind === 'failed' && !left.some((known) => known(id)))
    .filter(({ level }) => level === 'MUST' || (level === 'SHOULD' && report.options.strict))
    .map(({ id }) => id);
  for (const requirement of added) list.add(document.createNode({ requirement, reason: UNEXPLAINED }));
  if (text === null) document.commentBefore = HEADER;
  list.flow = false;
  return { text: document.toString({ lineWidth: 0 }), added, removed };
}

function listOf(document: Document): YAMLSeq {
  if (isSeq(document.contents)) return document.contents;
  const list = new YAMLSeq();
  document.contents = list;
  return list;
}
