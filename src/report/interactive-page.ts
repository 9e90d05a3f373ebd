/**
 * `interactive.html`: the nomogram to move, and the figures in which a reader wants to zoom, hover or hide a curve. One
 * file that works offline by a double click: plotly, the data and the library's own arithmetic are inside.
 */

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { escapeXml } from "../io/escape-xml.js";
import type { Specification } from "../plot/figure.js";
import {
  type MovableNomogram,
  nomogramLines,
  nomogramPlace,
  withoutOverlap,
} from "../plot/nomogram.js";
import { plotlyPanels } from "../plot/plotly.js";
import { fontFamily } from "../plot/text-width.js";
import { colours, palette, typeSize } from "../plot/theme.js";
import { inlineModules } from "./inline-modules.js";
import { fieldsOf, type LiveContent, type LiveFigure, type NomogramDrawing } from "./live-page.js";
import { htmlPage } from "./page.js";
import type { Item, NotebookResults } from "./results.js";

type FigureItem = Extract<Item, { kind: "figure" }>;

/**
 * The page as HTML.
 *
 * @param folder `reports/<cohort>`, with the figures' data
 * @returns null where no figure can be moved
 */
export function interactivePage(
  folder: string,
  cohort: string,
  notebooks: readonly NotebookResults[],
): string | null {
  const { figures, nomogram: first } = movables(folder, notebooks);
  if (figures.length === 0 && first === undefined) return null;
  const content: LiveContent = {
    figures: figures.flatMap(({ drawn }) => drawn),
    nomogram:
      first === undefined ? null : { ...first.nomogram, drawing: drawingOf(first.nomogram) },
  };
  const constructed = notebooks.some(({ data }) => data === "constructed data");
  const body = [
    "<header>",
    `<h1>${escapeXml(`Figures to move: the cohort ${cohort}`)}</h1>`,
    '<p class="lead">Hover for values, drag to zoom, double-click to go back; a click on a name hides its curve. All numbers are those of the <a href="index.html">report</a>.</p>',
    "</header>",
    "<main>",
    ...(first === undefined ? [] : [nomogramHtml(first.item, first.nomogram)]),
    ...figures.map(({ html }) => html),
    "</main>",
  ].join("\n");
  return htmlPage({
    title: `Figures to move, cohort ${cohort}`,
    constructed,
    body,
    style,
    scripts: [plotlyText(), startText(content)],
  });
}

/** Whether the report has a figure to move. */
export function movesFigures(folder: string, notebooks: readonly NotebookResults[]): boolean {
  const { figures, nomogram } = movables(folder, notebooks);
  return figures.length > 0 || nomogram !== undefined;
}

/** The script that starts the page: the library's modules, and the data. */
export function startText(content: LiveContent): string {
  const modules = inlineModules(new URL("./live-page.js", import.meta.url).href);
  const data = JSON.stringify(content).replaceAll("<", "\\u003c");
  return `{\n${modules}startPage(${data}, document, Plotly);\n}`;
}

function plotlyText(): string {
  const require = createRequire(import.meta.url);
  const path = require.resolve("plotly.js/plotly.min.js");
  return readFileSync(path, "utf8").replaceAll("</script", "<\\/script");
}

interface Movables {
  readonly figures: readonly { readonly drawn: readonly LiveFigure[]; readonly html: string }[];
  readonly nomogram: { readonly item: FigureItem; readonly nomogram: MovableNomogram } | undefined;
}

function movables(folder: string, notebooks: readonly NotebookResults[]): Movables {
  const items = notebooks.flatMap(({ items }) =>
    items.filter((item): item is FigureItem => item.kind === "figure"),
  );
  return {
    figures: items.flatMap((item) => figureOf(folder, item)),
    nomogram: items.flatMap((item) => nomogramOf(folder, item))[0],
  };
}

function nomogramOf(folder: string, item: FigureItem): NonNullable<Movables["nomogram"]>[] {
  const path = join(folder, `figures/${item.id}.json`);
  if (!existsSync(path)) return [];
  const { kind, risk, chart, controls, patient } = JSON.parse(
    readFileSync(path, "utf8"),
  ) as MovableNomogram;
  return kind === "nomogram" ? [{ item, nomogram: { kind, risk, chart, controls, patient } }] : [];
}

function figureOf(
  folder: string,
  { id, title, caption }: FigureItem,
): Movables["figures"][number][] {
  const path = join(folder, `figures/${id}.vl.json`);
  if (!existsSync(path)) return []; // drawn from pixels, without data of its own
  const panels = plotlyPanels(JSON.parse(readFileSync(path, "utf8")) as Specification);
  if (panels === null) return [];
  const drawn = panels.map(({ traces, layout }, i) => ({
    target: `${id}-${i + 1}`,
    traces,
    layout,
  }));
  const html = [
    "<figure>",
    `<h2>${escapeXml(title)}</h2>`,
    `<div class="panels">${drawn.map(({ target }) => `<div id="${target}" class="panel"></div>`).join("")}</div>`,
    `<figcaption>${escapeXml(caption)}</figcaption>`,
    "</figure>",
  ];
  return [{ drawn, html: html.join("\n") }];
}

/** The controls and what they give. */
function nomogramHtml(
  { title, caption }: FigureItem,
  { controls, patient, risk }: MovableNomogram,
): string {
  const rows = controls.map((control) => {
    const { name, label } = control;
    const at = patient[name]!;
    const ids = fieldsOf(control).map((id) => `nomogram-${id}`);
    const range =
      "choices" in control
        ? ""
        : `min="${control.from}" max="${control.to}" step="${control.step}" value="${at}"`;
    const fields =
      "choices" in control
        ? `<select id="${ids[0]}">${control.choices.map((value) => `<option value="${value}"${value === at ? " selected" : ""}>${value}</option>`).join("")}</select>`
        : `<input type="range" id="${ids[0]}" aria-label="${escapeXml(label)}" ${range}><input type="number" id="${ids[1]}" ${range}>`;
    return `<div class="control"><label for="nomogram-${name}">${escapeXml(label)}</label>${fields}<output id="nomogram-${name}-points"></output></div>`;
  });
  return [
    "<figure>",
    `<h2>${escapeXml(title)}</h2>`,
    '<form class="nomogram" onsubmit="return false">',
    ...rows,
    `<div class="control sum"><span>Total points</span><output id="nomogram-total"></output></div>`,
    `<div class="control sum"><span>${escapeXml(risk)}</span><output id="nomogram-risk" aria-live="polite"></output></div>`,
    '<button type="button" id="nomogram-reset">Back to the worked patient</button>',
    "</form>",
    '<div class="scroll"><div id="nomogram-drawing"></div></div>',
    `<figcaption>${escapeXml(caption)}</figcaption>`,
    "</figure>",
  ].join("\n");
}

/** The axes as traces, a row each; the diamonds come last. */
function drawingOf({ chart, controls, risk }: MovableNomogram): NomogramDrawing {
  const labels = Object.fromEntries(controls.map(({ name, label }) => [name, label]));
  const words = { id: "", title: "", caption: "", description: "", labels, risk };
  const lines = nomogramLines(words, chart, null);
  const { left, right, width } = nomogramPlace;
  const axes = lines.map(({ marks }, row) => {
    const shown = new Set(withoutOverlap(marks).map(({ x }) => x));
    return {
      type: "scatter",
      mode: "lines+markers+text",
      x: marks.map(({ x }) => x),
      y: marks.map(() => -row),
      text: marks.map(({ x, text }) => (shown.has(x) ? text : "")),
      textposition: "bottom center",
      line: { color: palette.black, width: 1 },
      marker: { symbol: "line-ns-open", size: 7, color: palette.black },
    };
  });
  const moved = lines.map((_, row) => row).slice(1);
  const diamonds = {
    type: "scatter",
    mode: "markers",
    x: moved.map(() => left),
    y: moved.map((row) => -row),
    marker: { symbol: "diamond", size: 11, color: colours.nomogram },
  };
  const hidden = { visible: false, fixedrange: true };
  return {
    target: "nomogram-drawing",
    traces: [...axes, diamonds],
    left,
    right,
    layout: {
      width: width + 16,
      height: 46 * lines.length + 20,
      font: { family: fontFamily, size: typeSize.label, color: palette.black },
      xaxis: { ...hidden, range: [0, width] },
      yaxis: { ...hidden, range: [-lines.length + 0.3, 0.4] },
      annotations: lines.map(({ title }, row) => ({
        text: `<b>${title}</b>`,
        x: 0,
        y: -row,
        xanchor: "left",
        yanchor: "middle",
        showarrow: false,
      })),
      showlegend: false,
      margin: { l: 8, r: 8, t: 8, b: 8 },
    },
  };
}

const style = `
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 1rem; }
.panel { height: 30rem; min-width: 0; }
.nomogram { display: grid; gap: .5rem; max-width: 42rem; margin: 1rem 0; padding: 1rem; border: 1px solid var(--line); background: var(--wash); }
.control { display: grid; grid-template-columns: 10rem 1fr 6rem 7rem; gap: .75rem; align-items: center; }
.control select { grid-column: 2 / 4; }
.control output { text-align: right; font-variant-numeric: tabular-nums; }
.sum { font-weight: bold; }
.sum output { grid-column: 4; }
.nomogram button { justify-self: start; font: inherit; }
@media (max-width: 40rem) { .control { grid-template-columns: 1fr 6rem; } .panels { grid-template-columns: 1fr; } .control select, .sum output { grid-column: 2; } }
`;
