/**
 * What happens inside `interactive.html`: figures are drawn, and the nomogram answers when a value is moved. This module
 * and what it imports travel as text in the page; nothing else does, so it knows a page and plotly by their shapes.
 */

import { type NomogramReading, readNomogram } from "../model/nomogram.js";
import type { MovableNomogram } from "../plot/nomogram.js";
import { fixed } from "../table/format.js";

/** What the page carries as data. */
export interface LiveContent {
  readonly figures: readonly LiveFigure[];
  readonly nomogram: (MovableNomogram & { readonly drawing: NomogramDrawing }) | null;
}

/** A drawing of plotly and the id of the element that it fills. */
export interface LiveFigure {
  readonly target: string;
  readonly traces: readonly object[];
  readonly layout: object;
}

/** The axes of a nomogram, and the diamonds that move along them as its last trace. */
export interface NomogramDrawing extends LiveFigure {
  readonly left: number;
  readonly right: number;
}

/** An input, a select or a text of the page. */
export interface PageElement {
  value: string;
  textContent: string | null;
  addEventListener(kind: string, listener: () => void): void;
}

export interface Page {
  getElementById(id: string): PageElement | null;
}

export interface Plotly {
  newPlot(target: string, traces: readonly object[], layout: object, options: object): unknown;
  restyle(target: string, change: object, traces: readonly number[]): unknown;
}

/** Draw everything, and answer what is moved. @throws RangeError if the page lacks an element */
export function startPage({ figures, nomogram }: LiveContent, page: Page, plotly: Plotly): void {
  const options = { responsive: true, displaylogo: false };
  for (const { target, traces, layout } of figures) plotly.newPlot(target, traces, layout, options);
  if (nomogram === null) return;
  const { target, traces, layout } = nomogram.drawing;
  plotly.newPlot(target, traces, layout, { ...options, staticPlot: true });
  startNomogram(nomogram, page, plotly);
}

function startNomogram(
  nomogram: NonNullable<LiveContent["nomogram"]>,
  page: Page,
  plotly: Plotly,
): void {
  const { chart, controls, patient, drawing } = nomogram;
  const element = (id: string): PageElement => {
    const found = page.getElementById(`nomogram-${id}`);
    if (found === null) throw new RangeError(`the page must have an element nomogram-${id}`);
    return found;
  };
  const shown: Record<string, number> = { ...patient };
  for (const control of controls) {
    const fields = fieldsOf(control).map(element);
    for (const field of fields)
      field.addEventListener("input", () => {
        if (field.value.trim() === "" || !Number.isFinite(Number(field.value))) return; // being typed
        shown[control.name] = Number(field.value);
        for (const other of fields) if (other !== field) other.value = field.value;
        update();
      });
  }
  element("reset").addEventListener("click", () => {
    Object.assign(shown, patient);
    for (const control of controls)
      for (const field of fieldsOf(control).map(element)) field.value = String(shown[control.name]);
    update();
  });
  update();

  function update(): void {
    const reading = readNomogram(chart, shown);
    const words = readingWords(reading);
    controls.forEach(({ name }, i) => {
      element(`${name}-points`).textContent = `${words.points[i]} points`;
    });
    element("total").textContent = words.total;
    element("risk").textContent = words.risk;
    plotly.restyle(drawing.target, { x: [diamonds(nomogram, reading)] }, [
      drawing.traces.length - 1,
    ]);
  }
}

/** Ids of the fields that set a covariate. */
export function fieldsOf(control: MovableNomogram["controls"][number]): string[] {
  return "choices" in control ? [control.name] : [`${control.name}-slider`, control.name];
}

/** A reading as notebook 07 prints it: points to a tenth, the risk to a thousandth. */
export function readingWords({ points, total, risk }: NomogramReading): {
  readonly points: readonly string[];
  readonly total: string;
  readonly risk: string;
} {
  return {
    points: points.map((value) => fixed(value, 1)),
    total: fixed(total, 1),
    risk: fixed(risk, 3),
  };
}

/** Where the diamonds stand: on each covariate's axis, and on the three of the sum. */
function diamonds(
  { chart, drawing: { left, right } }: NonNullable<LiveContent["nomogram"]>,
  { points, total }: NomogramReading,
): number[] {
  const most = chart.totalPoints[chart.totalPoints.length - 1]!;
  const across = (value: number, longest: number): number =>
    left + (value / longest) * (right - left);
  const sum = across(total, most);
  return [...points.map((value) => across(value, chart.maxPoints)), sum, sum, sum];
}
