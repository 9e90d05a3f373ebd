/**
 * The frame of every page: one file without an address, and without a script but where a page moves; readable on paper, on a phone and by ear. Its look
 * is that of a journal's article: three rules a table, plain type, one accent colour.
 */

import { escapeXml } from "../io/escape-xml.js";
import { constructedWords } from "../table/table.js";

export interface PageContent {
  readonly title: string;
  /** Whether the patients are constructed: a banner then says so, and stays in sight. */
  readonly constructed: boolean;
  /** HTML. */
  readonly body: string;
  /** What its own elements look like. */
  readonly style?: string;
  /** Run in this order, after the body. */
  readonly scripts?: readonly string[];
}

/** A complete HTML document. */
export function htmlPage({
  title,
  constructed,
  body,
  style: own = "",
  scripts = [],
}: PageContent): string {
  const banner = `<p class="banner" role="note"><strong>${constructedWords}.</strong> Agreement shows that the code computes what the paper's software computed; it is no evidence for the paper's claims.</p>`;
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeXml(title)}${constructed ? " (constructed data)" : ""}</title>`,
    `<style>${style}${own}</style>`,
    "</head>",
    "<body>",
    ...(constructed ? [banner] : []),
    body,
    ...scripts.map((text) => `<script>${text}</script>`),
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

const style = `
:root { --ink: #1d1d1f; --soft: #57606a; --rule: #1d1d1f; --line: #d8dee4; --accent: #0b5c8f; --wash: #f6f8fa; }
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0; color: var(--ink); background: #fff; font: 16px/1.5 "Liberation Sans", Arial, Helvetica, sans-serif; }
main, header, footer { max-width: 75rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2rem; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 3rem 0 .75rem; padding-top: 1rem; border-top: 3px solid var(--accent); }
h3 { font-size: 1.05rem; margin: 2.25rem 0 .5rem; }
p { margin: .6rem 0; max-width: 48rem; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid #E69F00; outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: #fff; padding: .5rem; z-index: 3; }
.banner { position: sticky; top: 0; z-index: 2; max-width: none; margin: 0; padding: .6rem 1.5rem; background: #FFF1D6; border-bottom: 2px solid #E69F00; text-align: center; font-size: .9rem; }
.soft, .note, .from { color: var(--soft); font-size: .85rem; }
.note { margin: .25rem 0; }
.lead { font-size: 1.05rem; }
nav ol { padding-left: 1.4rem; }
ul.items { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
article { margin: 0 0 2.5rem; }
h4 { font-size: 1rem; margin: 1rem 0 .5rem; }
.missing { border-left: 4px solid var(--line); padding: .3rem .8rem; background: var(--wash); }
.scroll { overflow-x: auto; }
table.paper { border-collapse: collapse; border-top: 2px solid var(--rule); border-bottom: 2px solid var(--rule); font-size: .85rem; margin: .5rem 0; font-variant-numeric: tabular-nums; }
table.paper caption { caption-side: top; text-align: left; font-weight: bold; font-size: .95rem; padding: .35rem 0; }
table.paper th, table.paper td { padding: .18rem .5rem; text-align: left; vertical-align: top; font-weight: normal; }
table.paper td.number { white-space: nowrap; }
table.paper tbody th { white-space: normal; min-width: 11rem; }
table.paper thead th { font-weight: bold; vertical-align: bottom; white-space: normal; }
table.paper thead tr:last-child th { border-bottom: 1px solid var(--rule); }
table.paper thead th[rowspan] { border-bottom: 1px solid var(--rule); }
table.paper thead th.group { text-align: center; border-bottom: 1px solid var(--soft); }
table.paper .number { text-align: right; }
table.paper tbody tr:nth-child(even) { background: var(--wash); }
table.paper tr.heading th { font-weight: bold; padding-top: .6rem; background: #fff; }
table.paper th.level { color: #333; }
.mark { font-weight: bold; cursor: help; }
.mark.agrees { color: #00664a; }
.mark.compatible { color: #7a5200; }
.mark.differs { color: #a8340a; }
.mark.not-computable { color: var(--soft); }
.constructed { display: inline-block; padding: 0 .45rem; border: 1px solid #E69F00; border-radius: .25rem; background: #FFF1D6; font-size: .8rem; font-weight: bold; }
figure { margin: 1rem 0; }
figure > svg { width: 100%; max-width: 180mm; height: auto; }
figcaption { font-size: .9rem; max-width: 180mm; }
details { margin: .4rem 0 1.2rem; font-size: .85rem; }
summary { cursor: pointer; color: var(--accent); }
details table { font-size: .8rem; }
details + details.code { margin-top: -.8rem; }
pre { margin: .4rem 0; padding: .6rem .8rem; background: var(--wash); border-left: 3px solid var(--line); overflow-x: auto; font-size: .85rem; line-height: 1.4; }
header ul:not(.items) { max-width: 48rem; padding-left: 1.2rem; }
header li { margin: .2rem 0; }
code { font-family: "Liberation Mono", Menlo, Consolas, monospace; font-size: .9em; }
.exception { border-left: 4px solid #E69F00; padding: .3rem .8rem; background: #fffaf0; }
footer { margin-top: 3rem; padding-bottom: 2rem; border-top: 1px solid var(--line); }
@media print {
  @page { size: A4; margin: 15mm; }
  html { font-size: 10pt; }
  .banner { position: static; }
  nav, .skip, details:not(.beside), .from { display: none; }
  details.beside::details-content { content-visibility: visible; display: block; height: auto; }
  .scroll { overflow: visible; }
  h2 { break-before: page; }
  h2, h3, h4, caption { break-after: avoid; }
  tr, figure { break-inside: avoid; }
  table.paper { font-size: 7.5pt; }
  table.paper td.number { white-space: normal; }
  thead { display: table-header-group; }
}
`;
