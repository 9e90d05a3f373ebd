/**
 * The paper's tables and figures in its order: what the notebooks made of each, with the printed values beside the
 * regenerated ones; an item that a cohort does not have, with the reason.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Claim } from "../audit/claim.js";
import { readClaims } from "../audit/claims-file.js";
import { escapeXml } from "../io/escape-xml.js";
import { belongsTo, type PaperItem, readPaperItems } from "../io/paper/items.js";
import { htmlTable } from "../table/html.js";
import type { CellCode } from "./cell-code.js";
import { idOf, itemHtml, sentence } from "./item-html.js";
import type { LedgerRow } from "./ledger.js";
import { pageSummary } from "./page-summary.js";
import { printedRows, printedSentence, printedTable } from "./printed-beside.js";
import type { Item, NotebookResults } from "./results.js";

export interface PaperSection {
  /** What the report is, and how the paper's numbers came out. */
  readonly summary: string;
  readonly contents: string;
  readonly html: string;
  /** Ids of the tables and figures that stand in it. */
  readonly shown: ReadonlySet<string>;
}

/** @returns null where the study has no list of a paper's items */
export function paperSection(
  root: string,
  folder: string,
  notebooks: readonly NotebookResults[],
  codeOf: CellCode,
): PaperSection | null {
  const items = readPaperItems(root);
  if (items.length === 0) return null;
  const constructed = notebooks.some(({ data }) => data === "constructed data");
  const file = readClaims(join(root, "paper/claims.json"), "paper/claims.json");
  const ledger = ledgerOf(folder);
  const parts = items.map((item) => {
    const found = recordedItems(item, notebooks);
    const missing = found.length === 0 ? absenceReason(item, notebooks) : null;
    const printed = file.claims.filter(({ id }) => belongsTo(item, id));
    const html = [
      `<article id="item-${item.id}" aria-labelledby="item-${item.id}-name">`,
      `<h3 id="item-${item.id}-name">${escapeXml(`${item.name}. ${item.title}`)}</h3>`,
      ...(missing === null
        ? found.flatMap(([one, own]) => [
            itemHtml(one, own, folder, headingOf(one, item)),
            codeOf(own.notebook, one.cell),
          ])
        : [`<p class="missing"><strong>Not here.</strong> ${sentence(missing)}</p>`]),
      ...besideHtml(item, printed, notebooks, ledger, constructed),
      "</article>",
    ];
    const mark = missing === null ? "" : ' <span class="soft">(not here)</span>';
    return {
      html: html.join("\n"),
      link: `<li><a href="#item-${item.id}">${escapeXml(item.name)}</a>${mark}</li>`,
      ids: found.map(([one]) => idOf(one)),
    };
  });
  return {
    summary: pageSummary(file, notebooks, [...ledger.values()]),
    contents: `<ul class="items">${parts.map(({ link }) => link).join("")}</ul>`,
    html: [
      '<section aria-labelledby="paper">',
      '<h2 id="paper">The paper’s tables and figures, in its order</h2>',
      ...parts.map(({ html }) => html),
      "</section>",
    ].join("\n"),
    shown: new Set(parts.flatMap(({ ids }) => ids.filter((id) => id !== null))),
  };
}

/** A figure that bears the item's own name needs no second heading. */
function headingOf(one: Item, { name }: PaperItem): "h4" | null {
  return one.kind === "figure" && one.title.startsWith(`${name}. `) ? null : "h4";
}

/** The tables and figures of the report that answer an item. */
export function recordedItems(
  { shows }: PaperItem,
  notebooks: readonly NotebookResults[],
): [Item, NotebookResults][] {
  return shows.flatMap((id) =>
    notebooks.flatMap((notebook): [Item, NotebookResults][] =>
      notebook.items.filter((item) => idOf(item) === id).map((item) => [item, notebook]),
    ),
  );
}

/** Why an item is not in the report: as stated for the cohort, as its notebook ended, or because it did not run. */
export function absenceReason(
  { notebook: number, absent, shows }: PaperItem,
  notebooks: readonly NotebookResults[],
): string {
  const cohort = notebooks[0]?.cohort ?? "";
  const stated = absent?.[cohort];
  if (stated !== undefined) return stated;
  const notebook = notebooks.find((one) => one.notebook.startsWith(`${number}-`));
  if (notebook === undefined) return `Notebook ${number} has not run for this cohort.`;
  const last = notebook.items.at(-1);
  const ended = notebook.items.every((item) => idOf(item) === null);
  return ended && last?.kind === "text"
    ? `Notebook ${number} ended before it: ${last.text}`
    : `Notebook ${number} recorded no ${shows.join(" and no ")} for this cohort.`;
}

function besideHtml(
  { id, name }: PaperItem,
  claims: readonly Claim[],
  notebooks: readonly NotebookResults[],
  ledger: ReadonlyMap<string, LedgerRow>,
  constructed: boolean,
): string[] {
  const results = notebooks.flatMap((notebook) => notebook.results);
  const answered = results.some(({ claim }) => claim !== undefined);
  if (ledger.size === 0 && !answered) return []; // a cohort of its own, of which the paper prints nothing
  const rows = printedRows(claims, results, ledger);
  const words = claims.flatMap(({ kind, printed, id: claim }) => {
    const judged = ledger.get(claim)?.aggregates;
    if (kind !== "words" || printed === null || !judged) return [];
    return [
      `<p class="note">In words: “${escapeXml(printed)}” – <strong>${judged.status}</strong>. ${escapeXml(judged.evidence)}</p>`,
    ];
  });
  if (rows.length === 0) return words;
  const table = printedTable(`printed-${id}`, name, rows, constructed);
  const few = rows.length <= 12;
  return [
    `<p>${sentence(printedSentence(rows, constructed))}</p>`,
    `<details class="beside"${few ? " open" : ""}><summary>Printed beside regenerated: ${escapeXml(name)}</summary>`,
    '<div class="scroll">',
    htmlTable(table, { constructed }),
    "</div></details>",
    ...words,
  ];
}

/** The rows by claim; empty where there is no ledger. */
function ledgerOf(folder: string): Map<string, LedgerRow> {
  const path = join(folder, "ledger.json");
  if (!existsSync(path)) return new Map();
  const rows = JSON.parse(readFileSync(path, "utf8")) as LedgerRow[];
  return new Map(rows.map((row) => [row.id, row]));
}
