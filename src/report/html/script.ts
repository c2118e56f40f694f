/**
 * The script of the page. The page is complete without it: it adds the filter and the copy buttons, and opens what a
 * link leads into.
 */
export const SCRIPT = `(() => {
'use strict';
const $ = (selector) => [...document.querySelectorAll(selector)];
const form = document.getElementById('filter');
const text = document.getElementById('filter-text');
const ending = document.getElementById('filter-ending');
const told = document.getElementById('filter-told');
const rows = $('ol.all > li').map((row) => ({ row, text: row.textContent.toLowerCase() }));
const failures = $('article.failure').map((row) => ({ row, text: [...row.querySelectorAll('header, .finding, .others')].map((part) => part.textContent).join(' ').toLowerCase() }));
const chapters = $('details.chapter');
const tiles = new Map($('#ledger a.tile').map((tile) => [tile.hash.slice(1), tile]));
const none = document.getElementById('no-match');
const wasOpen = new Map();

function apply() {
  const words = text.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
  const kind = ending.value;
  const active = words.length > 0 || kind !== '';
  let shown = 0;
  for (const { row, text } of rows) {
    const fits = (kind === '' || row.dataset.ending === kind) && words.every((word) => text.includes(word));
    row.hidden = !fits;
    tiles.get(row.id)?.classList.toggle('faint', !fits);
    if (fits) shown += 1;
  }
  for (const { row, text } of failures) row.hidden = !words.every((word) => text.includes(word));
  for (const chapter of chapters) {
    const matches = chapter.querySelector('ol.all > li:not([hidden])') !== null;
    chapter.hidden = !matches;
    if (active && !wasOpen.has(chapter)) wasOpen.set(chapter, chapter.open);
    if (active) chapter.open = matches;
    else if (wasOpen.has(chapter)) { chapter.open = wasOpen.get(chapter); wasOpen.delete(chapter); }
  }
  none.hidden = shown > 0;
  const failed = failures.filter(({ row }) => !row.hidden).length;
  told.textContent = active ? shown + ' of ' + rows.length + ' requirements' + (failures.length > 0 && words.length > 0 ? ', ' + failed + ' of ' + failures.length + ' causes' : '') : '';
}

let waiting = 0;
form.hidden = false;
form.addEventListener('submit', (event) => { event.preventDefault(); document.getElementById('requirements').scrollIntoView(); });
text.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(apply, 80); });
ending.addEventListener('change', apply);
text.addEventListener('keydown', (event) => { if (event.key === 'Escape') { text.value = ''; apply(); } });
// A browser may fill the form in again after a reload.
if (text.value !== '' || ending.value !== '') apply();

for (const block of $('pre.copy')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', 'Copy: ' + (block.getAttribute('aria-label') ?? ''));
  button.addEventListener('click', async () => {
    let copied = true;
    try { await navigator.clipboard.writeText(block.textContent); }
    catch {
      getSelection().selectAllChildren(block);
      copied = document.execCommand('copy');
    }
    button.textContent = copied ? 'Copied' : 'Selected';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  block.after(button);
}

function reveal() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id === '' ? null : document.getElementById(id);
  if (target === null) return;
  if (target.hidden) { text.value = ''; ending.value = ''; apply(); }
  for (let box = target.closest('details'); box !== null; box = box.parentElement.closest('details')) box.open = true;
  target.scrollIntoView();
}
addEventListener('hashchange', reveal);
reveal();
})();
`;
