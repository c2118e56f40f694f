import type { Report } from '../report.js';
import { markup, type Html } from './markup.js';

/** How the document was read where it is silent or contradicts itself. */
export function readingsSection({ contract, options, requirements }: Report): Html {
  const loosened = contract.readings.filter((reading) => reading.loosened !== null);
  return markup`<section id="readings" aria-labelledby="readings-title">
  <h2 id="readings-title">Readings in force</h2>
  <p class="lead">Where the document is silent, contradicts itself or cannot be tested literally, it was read as follows. Profile <code>${options.readings}</code>${loosened.length === 0 ? ': nothing is loosened.' : `: ${loosened.length} of ${contract.readings.length} are loosened.`}</p>
  ${contract.readings.map(({ id, title, text, loosened: less }) => {
    const resting = requirements.filter(({ reading }) => reading === id).length;
    return markup`<details class="reading" id="reading-${id}"><summary><b>${id}</b> ${title}${less !== null && markup` <em>loosened</em>`} <small>${resting === 0 ? 'underlies several' : resting === 1 ? '1 requirement' : `${resting} requirements`}</small></summary><p>${text}</p>${less !== null && markup`<p><b>Loosened:</b> ${less}</p>`}</details>`;
  })}
</section>`;
}
