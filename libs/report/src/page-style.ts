/** The style of the page. It is named by its hash in the page's policy, so that no other style is taken. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #1d2430; --quiet: #5b6675; --paper: #ffffff; --card: #f5f7fa; --line: #d5dbe3;
  --before: #7d8ea3; --changed: #1f6fc4; --trough: #e3e8ee; --gain: #18794e; --loss: #b3261e; --warn: #8a5a00; --room: #fff4dc; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --quiet: #9aa7b8; --paper: #12161c; --card: #1b212a; --line: #333d4a;
  --before: #74869c; --changed: #5aa2ee; --trough: #2a323d; --gain: #5fc493; --loss: #f2867e; --warn: #e3b35a; --room: #3a2f16; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 1.5rem 2rem 3rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; } h4 { font-size: .95rem; margin: .75rem 0 .25rem; }
p { margin: .25rem 0 .5rem; } ul { margin: .25rem 0; padding-left: 1.25rem; }
.quiet { color: var(--quiet); font-size: .9em; font-weight: normal; } .warning { color: var(--warn); }
.code { font-family: ui-monospace, monospace; font-size: .85em; }
.outcome { font-size: 1.1rem; margin-top: 1rem; } .outcome.partial { color: var(--loss); }
.figures { display: flex; flex-wrap: wrap; gap: .5rem; margin: .75rem 0; }
.figures div { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .4rem .8rem; }
dt { color: var(--quiet); font-size: .85em; } dd { margin: 0; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; font-size: .93em; } th, td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0; }
thead th { color: var(--quiet); font-weight: normal; border-bottom: 1px solid var(--line); }
tbody th { font-weight: 600; } .bars tbody th, .measures tbody th { font-weight: normal; }
.bars th, .bars td { padding: .15rem .7rem .15rem 0; }
.measures td { text-align: right; font-variant-numeric: tabular-nums; padding-left: 1rem; } .measures thead th + th { text-align: right; }
.gain { color: var(--gain); } .loss { color: var(--loss); } .same { color: var(--quiet); }
.steps { width: 100%; } .host { white-space: nowrap; } .steps tbody tr + tr > * { border-top: 1px solid var(--line); }
.hosts { display: grid; grid-template-columns: repeat(auto-fill, minmax(35rem, 1fr)); gap: 1rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .6rem 1rem .8rem; break-inside: avoid; }
article h3 { margin-top: 0; } .stuck { margin: .75rem 0; }
.bar { display: inline-block; vertical-align: middle; margin-right: .5rem; } .trough { fill: var(--trough); }
rect.before { fill: var(--before); } rect.changed { fill: var(--changed); }
.amount { font-size: .88em; font-variant-numeric: tabular-nums; white-space: nowrap; } .bars th, .bars td { white-space: nowrap; }
.graph { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
.graph svg { display: block; max-width: none; font-size: 12px; } .graph text { text-anchor: middle; fill: var(--ink); }
.box rect { fill: var(--paper); stroke: var(--changed); } .box.temporary rect { fill: var(--room); stroke: var(--warn); }
.box .first { font-weight: 600; } .box .other { fill: var(--quiet); }
.arrow path { fill: none; stroke: var(--before); stroke-width: 1.4; } .head { fill: var(--before); stroke: none; }
.arrow text { paint-order: stroke; stroke: var(--card); stroke-width: 4px; }
@media (max-width: 45rem) { .hosts { grid-template-columns: 1fr; } body { padding: 1rem; } }
@media print { :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 11px; }
  .graph { overflow: visible; } .graph svg { max-width: 100%; height: auto; } h2 { break-after: avoid; } tr { break-inside: avoid; }
  .hosts { grid-template-columns: 1fr 1fr; } }
`;
