/** Column widths of the ledger, by number of tiles of 13 pixels side by side. */
const WIDTHS = Array.from({ length: 15 }, (_, n) => `.w${n + 1} { width: ${(n + 1) * 15}px; }`).join(' ');

/** The style sheet of the page. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f5f6f7; --line: #dcdfe3; --ink: #1b1e22; --soft: #565d66; --link: #1a5a9e;
  --kept: #b9d6c6; --kept-ink: #1f6b47; --breached: #c2321f; --on-breached: #ffffff; --breached-ink: #ad2a19; --breached-wash: #fcefec;
  --unjudged: #e3a72f; --on-unjudged: #2a1e00; --unjudged-ink: #7d5600; --unseen: #d5d9de; --on-unseen: #3c434b;
  --mark: #ffe39a; --on-mark: #1b1e22; --ins: #cfeadb; --del: #f9d2cb;
  --s2: #4d9a78; --s4: #93a5b8; --s5: #c2321f; --s0: #e3a72f; --bars: #7d95ad;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", Cambria, Georgia, "Liberation Serif", serif;
  --sans: "Avenir Next", "Segoe UI Variable Text", "Segoe UI", system-ui, -apple-system, "Helvetica Neue", "Liberation Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #15181b; --raised: #1e2226; --line: #343a41; --ink: #e3e6e9; --soft: #a0a8b1; --link: #86b7ea;
    --kept: #2c5945; --kept-ink: #7fc7a3; --breached: #e2604c; --on-breached: #1a0603; --breached-ink: #f28b79; --breached-wash: #2c1c19;
    --unjudged: #d39b2c; --on-unjudged: #1d1400; --unjudged-ink: #e5b95c; --unseen: #3d444b; --on-unseen: #d0d5da;
    --mark: #5f4b12; --on-mark: #fff3cf; --ins: #1f4a36; --del: #5b251c;
    --s2: #4f9d7a; --s4: #64788c; --s5: #e2604c; --s0: #d39b2c; --bars: #6f8aa5;
  }
}
* { box-sizing: border-box; }
html { font: 16px/1.5 var(--sans); background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; }
h1, h2 { font-family: var(--serif); font-weight: 600; line-height: 1.15; margin: 0; text-wrap: balance; }
h2 { font-size: 1.75rem; }
h3 { font-size: 1rem; margin: 0; }
p, ul, ol, dl, dd, figure, pre { margin: 0; padding: 0; }
ul, ol { list-style: none; }
small { font-size: .8125rem; color: var(--soft); font-weight: 400; }
code, pre, time { font-family: var(--mono); font-size: .8125em; overflow-wrap: anywhere; font-variant-ligatures: none; }
time { font-size: inherit; font-family: inherit; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .15em; text-decoration-color: color-mix(in srgb, currentColor 40%, transparent); }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
main:focus { outline: none; }
mark { background: var(--mark); color: var(--on-mark); border-radius: 2px; padding: 0 .1em; margin: 0 -.1em; }
mark.ins { background: var(--ins); color: inherit; } mark.del { background: var(--del); color: inherit; }
summary { cursor: pointer; } summary:hover { color: var(--link); }
[hidden] { display: none !important; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; z-index: 1; }

.page { max-width: 84rem; margin: 0 auto; padding: 0 1.25rem 6rem; }
nav { font-size: .9375rem; padding: 1rem 0; border-bottom: 1px solid var(--line); }
nav .brand { font-family: var(--mono); font-size: .8125rem; color: var(--soft); }
nav ul { display: flex; flex-wrap: wrap; gap: .125rem 1rem; margin: .5rem 0; }
nav a { text-decoration: none; } nav a:hover { text-decoration: underline; }
nav form { display: grid; grid-template-columns: 1fr auto; gap: .375rem .5rem; }
nav label { grid-column: 1 / -1; font-size: .8125rem; color: var(--soft); }
nav input, nav select { font: inherit; min-width: 0; color: inherit; background: var(--paper); border: 1px solid color-mix(in srgb, var(--soft) 70%, transparent); border-radius: 4px; padding: .375rem .5rem; width: 100%; }
nav input::placeholder { color: var(--soft); opacity: 1; }
#filter-told { grid-column: 1 / -1; font-size: .8125rem; color: var(--soft); min-height: 1.5em; }
main > section, main > header { margin-top: 3.5rem; }
main > header { margin-top: 1.75rem; }
.lead { color: var(--soft); max-width: 44rem; margin: .375rem 0 1.25rem; }
#requirements > h2 { margin-bottom: .75rem; }
section > h3 { margin: 1.75rem 0 .5rem; }
section > ul:not([class]) { padding-left: 1.1rem; list-style: disc; max-width: 44rem; }

.verdict .subject { display: flex; flex-wrap: wrap; gap: 0 1rem; font-size: .9375rem; color: var(--soft); }
.verdict .subject b { color: var(--ink); font-weight: 500; overflow-wrap: anywhere; }
.verdict h1 { font-size: clamp(2.1rem, 6vw, 3.5rem); letter-spacing: -.015em; margin: .75rem 0 .5rem; }
.verdict.conformant h1 { color: var(--kept-ink); } .verdict.non-conformant h1 { color: var(--breached-ink); }
.verdict.could-not-judge h1, .verdict.known-failures h1, .verdict.partial h1, .verdict.interrupted h1 { color: var(--unjudged-ink); }
.verdict .meaning { font-family: var(--serif); font-size: 1.25rem; max-width: 40rem; line-height: 1.4; }
.verdict .counts { color: var(--soft); margin-top: .75rem; max-width: 44rem; }
.verdict .because { margin-top: .5rem; padding-left: 1.1rem; list-style: disc; max-width: 44rem; }
.strip { display: block; width: 100%; height: 14px; margin-top: 1.5rem; }
.legend, .key { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .875rem; margin-top: .625rem; }
.legend li, .key li { display: flex; align-items: center; gap: .4rem; }
.alarm, .warnings { margin-top: 1.5rem; padding: .875rem 1.125rem; background: var(--raised); border-left: 4px solid var(--unjudged); max-width: 48rem; font-size: .9375rem; overflow-wrap: anywhere; }
.alarm { border-color: var(--breached); background: var(--breached-wash); }
.alarm h2, .warnings h2 { font: 600 1rem var(--sans); margin-bottom: .25rem; }
.alarm ul, .warnings ul { padding-left: 1.1rem; list-style: disc; }
rect.kept { fill: var(--kept); } rect.breached { fill: var(--breached); } rect.known, rect.advised, rect.unjudged { fill: var(--unjudged); } rect.unexercised, rect.inapplicable, rect.unselected { fill: var(--unseen); }

.tile { display: inline-grid; place-items: center; flex: none; width: 13px; height: 13px; font: 700 9px/1 var(--sans); text-decoration: none; border-radius: 2px; background: var(--kept); color: var(--ink); }
.tile.accepts { border-radius: 50%; } .tile.rule { border-radius: 5px 0; }
.tile.breached { background: var(--breached); color: var(--on-breached); }
.tile.known, .tile.advised, .tile.unjudged { background: var(--unjudged); color: var(--on-unjudged); }
.tile.unexercised, .tile.inapplicable, .tile.unselected { background: var(--unseen); color: var(--on-unseen); }
.tile.faint { opacity: .18; }
a.tile:hover { outline: 2px solid var(--ink); }

.failure { padding: 1.5rem 0 1.75rem; border-top: 1px solid var(--line); }
.failure > header { position: relative; }
.failure .position { font: 600 .875rem/1.6 var(--sans); color: var(--breached-ink); }
.failure h3 { font: 600 1.25rem/1.3 var(--serif); max-width: 44rem; overflow-wrap: anywhere; }
.origin { display: flex; flex-wrap: wrap; gap: .125rem .875rem; font-size: .875rem; color: var(--soft); margin-top: .375rem; }
.finding { display: grid; grid-template-columns: auto 1fr; gap: .25rem .875rem; margin: 1rem 0; font-size: 1.0625rem; }
.finding dt, .again dt { font-size: .8125rem; color: var(--soft); padding-top: .15em; }
.finding code { font-size: .9375rem; white-space: pre-wrap; } .finding .at { font-size: .875rem; color: var(--soft); }
.exchange { margin-top: .5rem; font-size: .9375rem; } .exchange > summary { padding: .25rem 0; }
.pair { display: grid; gap: .75rem; margin: .25rem 0 .75rem; }
.message { min-width: 0; } .message figcaption { font-size: .8125rem; color: var(--soft); }
pre { background: var(--raised); border-radius: 4px; padding: .625rem .75rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8125rem; line-height: 1.5; max-height: 24rem; overflow: auto; }
pre .m { display: block; padding-left: 1ch; } pre .h { color: var(--soft); } pre b { font-weight: 600; }
.again { display: grid; gap: .25rem .875rem; margin-top: .75rem; font-size: .9375rem; }
.again dd { position: relative; min-width: 0; margin-bottom: .5rem; }
.again pre { padding-right: 4.5rem; } pre.clip { max-height: 8rem; }
.again button { position: absolute; top: .35rem; right: .4rem; font: 500 .8125rem var(--sans); color: var(--link); background: var(--paper); border: 1px solid var(--line); border-radius: 4px; padding: .1rem .5rem; cursor: pointer; }
.sent { margin-top: .5rem; font-size: .9375rem; overflow-wrap: anywhere; }
.overview { max-width: 52rem; margin: 0 0 1.5rem; padding-left: 2rem; list-style: decimal; font-size: .9375rem; } .overview li { padding: .125rem 0; overflow-wrap: anywhere; } .overview small { color: var(--soft); }
.excuse { margin-top: .75rem; color: var(--unjudged-ink); }
.more { font-size: .9375rem; color: var(--soft); margin-top: .5rem; }
.others { margin-top: .75rem; font-size: .9375rem; } .others li { padding: .5rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }

.key { margin: 0 0 .5rem; }
.grid { border-collapse: collapse; font-size: .8125rem; width: 100%; }
.grid th { text-align: left; font-weight: 500; vertical-align: top; padding: .5rem .75rem .5rem 0; }
.grid thead th { color: var(--soft); font-weight: 400; hyphens: manual; }
.grid tbody th { font-family: var(--mono); font-size: .8125rem; }
.grid tr { border-top: 1px solid var(--line); } .grid thead tr { border: 0; }
.grid td { vertical-align: top; padding: .5rem .75rem .125rem 0; }
.tiles { display: flex; flex-wrap: wrap; gap: 2px; margin-bottom: 4px; } .tiles + .tiles { margin-top: 5px; }
${WIDTHS}
.scroll { overflow-x: auto; position: relative; }
.kw { margin-bottom: .5rem; } .kw p { font-size: .75rem; line-height: 1.35; margin-bottom: 3px; color: var(--soft); } .kw p b.breached { color: var(--breached-ink); }
.kw.one { display: flex; gap: .4rem; align-items: center; } .kw.one p { margin: 0; } .kw.one .count { font-size: 0; } .kw.one .tiles { width: auto; margin: 0; order: -1; }
.row .kw { margin: 0; padding: .25rem 0; } .row .w0 { width: auto; }

.reasons dt { display: flex; gap: .5rem; align-items: baseline; margin-top: 1rem; font-weight: 500; } .reasons dt .tile { align-self: center; }
.reasons dd { padding-left: 1.4rem; font-size: .9375rem; color: var(--soft); } .ids { columns: 22rem 3; column-gap: 2rem; font-size: .9375rem; }
.statuses { border-collapse: collapse; width: 100%; max-width: 52rem; font-size: .9375rem; font-variant-numeric: tabular-nums; }
.statuses th, .statuses td { text-align: left; padding: .3rem .875rem .3rem 0; border-top: 1px solid var(--line); font-weight: 400; } .statuses thead th { border: 0; color: var(--soft); font-size: .8125rem; }
.statuses .n { text-align: right; white-space: nowrap; } .statuses .bar { width: 24%; min-width: 3rem; } .bar svg { display: block; width: 100%; height: 8px; } .statuses .unseen { color: var(--soft); } .undocumented { color: var(--unjudged-ink); font-weight: 500; }
.s2 { fill: var(--s2); } .s4, .s1, .s3 { fill: var(--s4); } .s5 { fill: var(--s5); } .s0 { fill: var(--s0); } .bars { fill: var(--bars); }
.charts { display: grid; gap: 1.5rem 3rem; } .charts figure { max-width: 36rem; } .charts figcaption { font-size: .9375rem; color: var(--soft); min-height: 3em; } .charts figcaption b { display: block; color: var(--ink); }
.chart { display: block; width: 100%; height: auto; color: var(--soft); overflow: visible; } .chart text { white-space: pre; }
.quantile { stroke: var(--ink); opacity: .7; } .quantile-name { fill: var(--ink); }
.swatches i { display: inline-block; width: .7em; height: .7em; border-radius: 2px; margin-left: .5rem; } .swatches .s2 { background: var(--s2); } .swatches .s4 { background: var(--s4); } .swatches .s5 { background: var(--s5); } .swatches .s0 { background: var(--s0); }
.chapter, .reading { border-top: 1px solid var(--line); } .chapter > summary, .reading > summary { padding: .625rem 0; } .chapter h3 { display: inline; } .chapter summary small, .reading summary small { margin-left: .5rem; }
.all li { display: flex; gap: .625rem; padding: .5rem 0; border-top: 1px solid var(--line); font-size: .9375rem; overflow-wrap: anywhere; content-visibility: auto; contain-intrinsic-size: auto 5rem; } .all li > div { min-width: 0; } .all .tile { margin-top: .3rem; } .all code { font-weight: 600; }
.all li:target { background: var(--raised); box-shadow: -.75rem 0 var(--raised), .75rem 0 var(--raised); }
.ending { font-size: .8125rem; color: var(--soft); } .ending.breached { color: var(--breached-ink); } .ending.kept { color: var(--kept-ink); } .ending.known, .ending.unjudged, .ending.advised { color: var(--unjudged-ink); }
.reading p { max-width: 44rem; padding: 0 0 .875rem; } .reading em { font-style: normal; color: var(--unjudged-ink); font-size: .875rem; }
.facts { display: grid; gap: .25rem 1.5rem; font-size: .9375rem; } .facts dt { color: var(--soft); } .facts dd { overflow-wrap: anywhere; }

@media (max-width: 47.9rem) {
  .grid, .grid tbody, .grid tr, .grid tbody th, .grid td { display: block; width: auto; } .grid thead, .grid td:empty { display: none; }
  .grid tr { padding: .625rem 0; } .grid tbody th { padding: 0 0 .25rem; font-weight: 600; } .grid td { padding: 0; }
  .tiles { width: auto; }
  .statuses .bar { display: none; }
}
@media (min-width: 48rem) {
  .finding { margin-left: 0; }
  .pair { grid-template-columns: 1fr 1fr; }
  .again { grid-template-columns: 9rem minmax(0, 1fr); } .facts { grid-template-columns: 11rem 1fr; }
  .charts { grid-template-columns: 1fr 1fr; }
}
@media (min-width: 75rem) {
  .page { display: grid; grid-template-columns: 10.5rem minmax(0, 1fr); gap: 3rem; }
  nav { position: sticky; top: 0; align-self: start; padding: 1.75rem 3px; margin: 0 -3px; border: 0; max-height: 100vh; overflow: auto; }
  nav ul { display: block; margin: 1.25rem 0 1.5rem; } nav li { padding: .2rem 0; } nav form { grid-template-columns: 1fr; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --raised: #f4f4f4; --line: #ccc; }
  html { font-size: 10.5pt; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav, .skip, button, .all, #requirements { display: none !important; } .page { display: block; padding: 0; max-width: none; } main > section { margin-top: 1.75rem; }
  pre { max-height: none; overflow: visible; } .failure header, .finding, .row, .grid tr, figure { break-inside: avoid; } h2, h3 { break-after: avoid; } a { color: inherit; }
  .reading::details-content { content-visibility: visible; height: auto; }
}
`;
