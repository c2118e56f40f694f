import type { RequirementReport } from '../requirement-report.js';
import { markup, type Html } from './markup.js';
import type { Numbered } from './numbered.js';

/** The id of a requirement, linked to its row in the list of all. */
export function requirementLink({ id }: Pick<RequirementReport, 'id'>, numbered: Numbered): Html {
  const anchor = numbered.get(id);
  return anchor === undefined ? markup`<code>${id}</code>` : markup`<a href="#${anchor}"><code>${id}</code></a>`;
}

/** The id of a reading, linked to its text. */
export function readingLink(id: string): Html {
  return markup`<a href="#reading-${id}">${id}</a>`;
}
