import type { Report } from '../report.js';
import { markup, type Html } from './markup.js';

/** The statuses that the document lists, compared with those that came. */
export function statusesSection({ contract, traffic }: Report): Html {
  const listed = new Map(contract.statuses.map(({ status, description }) => [String(status), description]));
  const statuses = [...new Set([...listed.keys(), ...Object.keys(traffic.statuses)])].sort(
    (a, b) => Number(a) - Number(b),
  );
  const most = Math.max(1, ...Object.values(traffic.statuses));
  const unlisted = statuses.filter((status) => !listed.has(status));
  return markup`<section id="statuses" aria-labelledby="statuses-title">
  <h2 id="statuses-title">Statuses</h2>
  <p class="lead">${summary(contract.statuses.length, statuses.filter((status) => listed.has(status) && (traffic.statuses[status] ?? 0) > 0).length, unlisted.length)}</p>
  <table class="statuses">
    <thead><tr><th scope="col">status</th><th scope="col">in the document</th><th scope="col" class="n">seen</th><th scope="col"><span class="sr">share</span></th></tr></thead>
    <tbody>${statuses.map((status) => {
      const seen = traffic.statuses[status] ?? 0;
      // A square root keeps the rare ones visible beside the common ones.
      const width = Math.sqrt(seen / most) * 100;
      return markup`<tr${seen === 0 && markup` class="unseen"`}><th scope="row">${status}</th><td>${listed.get(status) ?? markup`<b class="undocumented">not listed</b>`}</td><td class="n">${seen === 0 ? 'never' : seen}</td><td class="bar"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="s${status.slice(0, 1)}" width="${width.toFixed(1)}" height="8"/></svg></td></tr>`;
    })}</tbody>
  </table>
</section>`;
}

function summary(listed: number, seen: number, unlisted: number): string {
  const also =
    unlisted === 0 ? '' : ` Seen, but not listed: ${unlisted}; whether that conforms depends on the request.`;
  return `Of ${listed} statuses that the document lists, ${seen} were seen.${also}`;
}
