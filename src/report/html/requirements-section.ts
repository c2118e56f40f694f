import { clauseText } from '../../shared/clause-text.js';
import { reasonOf } from '../outcome.js';
import type { Report } from '../report.js';
import type { RequirementReport } from '../requirement-report.js';
import { chaptersOf } from './chapters.js';
import { countEndings, endingOf } from './endings.js';
import { readingLink } from './links.js';
import { markup, type Html } from './markup.js';
import type { Numbered } from './numbered.js';

/** Every requirement, by chapter, with its sentence, its clause and its outcome. */
export function requirementsSection(report: Report, numbered: Numbered): Html {
  return markup`<section id="requirements" aria-labelledby="requirements-title">
  <h2 id="requirements-title">All requirements</h2>
  ${chaptersOf(report).map(({ name, title, requirements }) => {
    const counts = countEndings(requirements, report).map(([ending, count]) => `${count} ${ending.words}`);
    return markup`<details class="chapter" id="chapter-${name}"><summary><h3>${title}</h3> <small>${counts.join(', ')}</small></summary>
  <ol class="all">${requirements.map((requirement) => renderRequirement(requirement, report, numbered))}</ol></details>`;
  })}
  <p id="no-match" hidden>No requirement matches the filter.</p>
</section>`;
}

function renderRequirement(requirement: RequirementReport, report: Report, numbered: Numbered): Html {
  const { id, says, clause, reading, level, verdict, cases } = requirement;
  const ending = endingOf(requirement, report);
  const why = verdict.kind === 'passed' || verdict.kind === 'failed' ? '' : reasonOf(verdict);
  const judged = cases.judged === 0 ? '' : `${cases.judged} ${cases.judged === 1 ? 'case' : 'cases'}`;
  const failed = requirement.failed > 0 ? `, ${requirement.failed} failed` : '';
  return markup`<li id="${numbered.get(id) ?? ''}" data-ending="${ending.name}"><i class="tile ${ending.name} refuses" aria-hidden="true">${ending.symbol}</i><div><code>${id}</code> <span class="ending ${ending.name}">${ending.words}</span><br>${says}<br><small>${level}, ${clauseText(clause)}${reading !== null && markup`, reading ${readingLink(reading)}`}${judged !== '' && markup` · ${judged}${failed}`}${why !== '' && markup` · ${why}`}</small></div></li>`;
}
