import type { Reason, Reasons } from './reasons.js';
import { requirementLink } from './links.js';
import { markup, type Html } from './markup.js';
import type { Numbered } from './numbered.js';

/** Number of ids shown; the rest are folded away. */
const IDS_IN_THE_OPEN = 6;

/** What was neither kept nor breached, by reason; the letters are those of the ledger. */
export function unseenSection({ all }: Reasons, numbered: Numbered): Html {
  const count = all.reduce((sum, { requirements }) => sum + requirements.length, 0);
  return markup`<section id="unseen" aria-labelledby="unseen-title">
  <h2 id="unseen-title">Without a verdict</h2>
  ${
    count === 0
      ? markup`<p class="lead">Nothing: every requirement of the contract was judged.</p>`
      : markup`<p class="lead">${count === 1 ? '1 requirement was' : `${count} requirements were`} neither kept nor breached: this run says nothing about them.</p>
  <dl class="reasons">${all.map((reason) => renderReason(reason, numbered))}</dl>`
  }
</section>`;
}

function renderReason({ letter, ending, text, requirements }: Reason, numbered: Numbered): Html {
  const ids = markup`<ul class="ids">${requirements.map((requirement) => markup`<li>${requirementLink(requirement, numbered)}</li>`)}</ul>`;
  return markup`<dt id="reason-${letter}"><i class="tile ${ending.name} refuses" aria-hidden="true">${letter}</i><span class="sr">Reason ${letter}: </span> ${text}</dt>
  <dd><p>${requirements.length} ${ending.words}</p>${requirements.length <= IDS_IN_THE_OPEN ? ids : markup`<details><summary>which</summary>${ids}</details>`}</dd>`;
}
