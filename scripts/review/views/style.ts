// The HTML review's style: light and dark, on paper, and without a request to anywhere.

export const STYLE = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1c2024; --soft: #5b6470; --line: #d5dae0; --code: #f2f4f7;
  --high: #b3261e; --medium: #8a5300; --low: #2f6b3a; --focus: #0b57d0; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14171a; --ink: #e6e9ec; --soft: #a3adb8; --line: #3a424b; --code: #21262c;
    --high: #ff8a80; --medium: #ffc266; --low: #8fd19e; --focus: #8ab4f8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; font-weight: 600; margin: 0; }
p { margin: .35rem 0; }
code { font: .9em ui-monospace, monospace; background: var(--code); border-radius: .2rem; padding: .05em .3em;
  overflow-wrap: anywhere; white-space: pre-wrap; }
a { color: var(--focus); }
:focus-visible { outline: .2rem solid var(--focus); outline-offset: .15rem; }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
caption { text-align: left; color: var(--soft); padding-bottom: .25rem; }
th, td { border: 1px solid var(--line); padding: .25rem .7rem; text-align: left; }
td { text-align: right; font-variant-numeric: tabular-nums; }
article { border: 1px solid var(--line); border-left: .3rem solid var(--edge); border-radius: .3rem;
  margin: .75rem 0; padding: .75rem 1rem; }
.high { --edge: var(--high); } .medium { --edge: var(--medium); } .low { --edge: var(--low); }
.risk { color: var(--edge); font-weight: 600; }
summary { cursor: pointer; color: var(--soft); padding: .2rem 0; }
ul { margin: .25rem 0; padding-left: 1.4rem; }
@media (max-width: 30rem) {
  th, td { padding: .25rem .4rem; }
  article { padding: .5rem .75rem; }
}
@media print {
  :root { --paper: #ffffff; --ink: #000000; --soft: #333333; --line: #999999; --code: #ffffff;
    --high: #000000; --medium: #000000; --low: #000000; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .skip { display: none; }
  article { break-inside: avoid; }
  h2 { break-after: avoid; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  summary { list-style: none; }
}
`.trim();
