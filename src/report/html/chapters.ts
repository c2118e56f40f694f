import { groupBy } from '../../shared/group-by.js';
import type { Report } from '../report.js';
import type { RequirementReport } from '../requirement-report.js';
import { placeOf } from '../place.js';

const TITLES: Readonly<Record<string, string>> = {
  path: 'Path',
  headers: 'Headers',
  'request-body': 'Request body',
  'port-list': 'Port list',
  reply: 'Reply',
  errors: 'Errors',
  effect: 'Effect',
  methods: 'Methods',
  robustness: 'Robustness',
};

/** A chapter of the contract and its requirements, in order. */
export interface ChapterOf {
  readonly name: string;
  readonly title: string;
  readonly requirements: readonly RequirementReport[];
}

/** The requirements of a report by chapter. */
export function chaptersOf({ requirements }: Report): readonly ChapterOf[] {
  const chapters = groupBy(requirements, ({ id }) => placeOf(id).chapter);
  return chapters.map(([name, own]) => ({ name, title: TITLES[name] ?? name, requirements: own }));
}
