import { groupBy } from '../shared/group-by.js';

/** A row of the document, or a reading, and the ids of the requirements that judge it. */
export interface CoveredRow {
  readonly what: string;
  readonly requirements: readonly string[];
  /** Why none judges it; null if some do. */
  readonly reason: string | null;
}

/** Maximum number of groups of requirements named for one row. */
const GROUPS = 6;

/** A table in Markdown of what the document and its readings hold, and what judges it. */
export function renderCoverage(rows: readonly CoveredRow[]): string {
  const lines = rows.map(({ what, requirements, reason }) => {
    const judged = requirements.length === 0 ? `none: ${reason ?? 'NOT COVERED'}` : grouped(requirements);
    return `| ${what} | ${requirements.length} | ${judged} |`;
  });
  const covered = rows.filter(({ requirements }) => requirements.length > 0).length;
  return [
    '| row or reading | requirements | which |',
    '|---|---|---|',
    ...lines,
    '',
    `${covered} of ${rows.length} rows and readings are judged by at least one requirement.`,
    '',
  ].join('\n');
}

/** Ids by their first three parts: `request-body/service_name/pattern/* (87)`. */
function grouped(ids: readonly string[]): string {
  const groups = groupBy(ids, (id) => id.split('/').slice(0, 3).join('/'));
  const named = groups.map(([key, members]) =>
    members.length === 1 ? `\`${members[0]}\`` : `\`${key}/*\` (${members.length})`,
  );
  return named.length <= GROUPS
    ? named.join(', ')
    : `${named.slice(0, GROUPS).join(', ')} and ${named.length - GROUPS} more groups`;
}
