import { groupBy } from '../../shared/group-by.js';
import { keywords } from '../../shared/keywords.js';
import { placeOf, type RequirementPlace } from '../place.js';
import type { Report } from '../report.js';
import type { RequirementReport } from '../requirement-report.js';
import { chaptersOf, type ChapterOf } from './chapters.js';
import { countEndings, endingOf } from './endings.js';
import { markup, type Html } from './markup.js';
import type { Numbered } from './numbered.js';
import type { Reasons } from './reasons.js';

/** What the cells of the ledger are made from. */
interface LedgerView {
  readonly report: Report;
  readonly numbered: Numbered;
  readonly reasons: Reasons;
}

interface PlacedRequirement {
  readonly place: RequirementPlace;
  readonly requirement: RequirementReport;
}

/** The columns of the ledger. Each holds keywords that seldom meet at one member, so that it fits on a page. */
const COLUMNS = (['type', 'presence', 'size', 'form', 'distinct'] as const).map((head) => ({
  head,
  keywords: [...keywords].flatMap(([name, { column }]) => (column === head ? [name] : [])),
}));
const RULES = 'rules';

/**
 * Every requirement of the contract as a tile, member by keyword, coloured by how it ended; all of them, whatever was
 * selected. A tile that was neither kept nor breached bears the letter of its reason.
 */
export function ledgerSection(report: Report, numbered: Numbered, reasons: Reasons): Html {
  const ledger = { report, numbered, reasons };
  return markup`<section id="ledger" aria-labelledby="ledger-title">
  <h2 id="ledger-title">Ledger</h2>
  <p class="lead">All ${report.requirements.length} requirements of the contract, a tile each: what was kept, what was breached, and why the rest has no verdict.</p>
  <ul class="key">
    <li><i class="tile kept refuses" aria-hidden="true"></i> must be refused</li>
    <li><i class="tile kept accepts" aria-hidden="true"></i> must be accepted</li>
    <li><i class="tile kept rule" aria-hidden="true"></i> any other rule</li>
    <li><i class="tile breached refuses" aria-hidden="true">✕</i> breached</li>
    ${reasons.all.length > 0 && markup`<li><i class="tile unexercised refuses" aria-hidden="true">a</i> no verdict, with the letter of its <a href="#unseen">reason</a></li>`}
  </ul>
  ${chaptersOf(report).map((chapter) => renderChapter(chapter, ledger))}
</section>`;
}

function renderChapter({ name, title, requirements }: ChapterOf, ledger: LedgerView): Html {
  const placed = requirements.map((requirement) => ({ place: placeOf(requirement.id), requirement }));
  const members = groupBy(placed, ({ place }) => place.member);
  const counts = countEndings(requirements, ledger.report).map(([ending, count]) => `${count} ${ending.words}`);
  const heading = markup`<h3 id="ledger-${name}">${title} <small>${counts.join(', ')}</small></h3>`;
  const heads = [...COLUMNS.map(({ head }) => head), RULES].filter((head) =>
    placed.some((one) => headOf(one) === head),
  );
  if (heads.length === 1) {
    return markup`${heading}<div class="rows">${members.map(([member, own]) => markup`<div class="row">${renderGroup(member, own, ledger, 0)}</div>`)}</div>`;
  }
  const widths = new Map(heads.map((head) => [head, widthOf(placed.filter((one) => headOf(one) === head))]));
  return markup`${heading}
  <div class="scroll" tabindex="0" role="region" aria-labelledby="ledger-${name}">
  <table class="grid" role="table" aria-labelledby="ledger-${name}">
    <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">member</th>${heads.map((head) => markup`<th role="columnheader" scope="col">${head}</th>`)}</tr></thead>
    <tbody role="rowgroup">${members.map(
      ([member, own]) =>
        markup`<tr role="row"><th role="rowheader" scope="row">${member === '' ? markup`<i>the whole</i>` : member}</th>${heads.map(
          (head) =>
            markup`<td role="cell">${groupBy(
              own.filter((one) => headOf(one) === head),
              ({ place }) => place.keyword ?? '',
            ).map(([keyword, group]) => renderGroup(keyword, group, ledger, widths.get(head) ?? 0))}</td>`,
        )}</tr>`,
    )}</tbody>
  </table></div>`;
}

/** The tiles of one keyword, with its name, and the same in words for screen readers. */
function renderGroup(name: string, group: readonly PlacedRequirement[], ledger: LedgerView, width: number): Html {
  const sides = (['refuses', 'accepts', 'rule'] as const).map((side) =>
    group.filter(({ place }) => place.side === side),
  );
  return markup`<div class="kw${group.length === 1 && ' one'}"><p>${name !== '' && markup`<span>${name}</span> `}${caption(group, ledger)}</p>${sides
    .filter((tiles) => tiles.length > 0)
    .map(
      (tiles) =>
        markup`<div class="tiles w${width}" aria-hidden="true">${tiles.map((placed) => renderTile(placed, ledger))}</div>`,
    )}</div>`;
}

function renderTile({ place, requirement }: PlacedRequirement, { report, numbered, reasons }: LedgerView): Html {
  const ending = endingOf(requirement, report);
  const letter = reasons.of(requirement)?.letter;
  const sign = letter ?? (ending.name === 'kept' ? '' : ending.symbol);
  const title = `${place.way === '' ? (place.keyword ?? '') : place.way}: ${ending.words}`;
  return markup`<a class="tile ${ending.name} ${place.side}" href="#${numbered.get(requirement.id) ?? ''}" tabindex="-1" title="${title}">${sign}</a>`;
}

/** How many were kept, and how the others ended. */
function caption(group: readonly PlacedRequirement[], { report, reasons }: LedgerView): Html {
  const requirements = group.map(({ requirement }) => requirement);
  const counts = countEndings(requirements, report);
  const only = counts.length === 1;
  return markup`${counts.map(([ending, count], n) => {
    const comma = n > 0 && ', ';
    if (ending.name === 'kept') {
      return only
        ? markup`<span class="count">${count}<span class="sr"> kept</span></span>`
        : markup`${comma}<span>${count} kept</span>`;
    }
    const letters = new Set(
      requirements
        .filter((requirement) => endingOf(requirement, report) === ending)
        .flatMap((requirement) => reasons.of(requirement)?.letter ?? []),
    );
    const why = [...letters].map(
      (letter) => markup` <a href="#reason-${letter}" aria-label="reason ${letter}">${letter}</a>`,
    );
    return letters.size === 0
      ? markup`${comma}<b class="${ending.name}">${count} ${ending.words}</b>`
      : markup`${comma}<span>${count} ${ending.words}${why}</span>`;
  })}`;
}

function headOf({ place: { keyword } }: PlacedRequirement): string {
  return COLUMNS.find(({ keywords }) => keyword !== null && keywords.includes(keyword))?.head ?? RULES;
}

/** Number of tiles side by side in a column, so that its fullest group is wider than high. */
function widthOf(column: readonly PlacedRequirement[]): number {
  const groups = groupBy(column, ({ place }) => `${place.member} ${place.keyword ?? ''} ${place.side}`);
  const most = Math.max(...groups.map(([, group]) => group.length));
  return Math.min(Math.max(Math.ceil(Math.sqrt(most * 2.4)), 5), 15);
}
