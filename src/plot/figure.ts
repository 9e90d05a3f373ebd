/**
 * A figure before it is drawn: a Vega-Lite specification that carries its own data, and the words that go with it.
 * Nothing here draws; `render.ts` does, and any Vega-Lite editor can. Slices are no charts: their figures are SVG.
 */

import type { Origin } from "../table/table.js";

/** A Vega-Lite 6 specification as plain JSON, with its data inline. */
export type Specification = { readonly [key: string]: unknown };

export interface Figure extends FigureWords {
  readonly specification: Specification;
  /** What a program needs of it beside what is drawn, as plain JSON. */
  readonly data?: object;
}

/** What is said of a figure, whatever draws it. */
export interface FigureWords {
  /** Name of its files, in lower case with hyphens: `figure-cohort`. */
  readonly id: string;
  /** One line above the figure. */
  readonly title: string;
  /** What is drawn, of how many patients and events, by which method. */
  readonly caption: string;
  /** What a reader who cannot see the figure needs to know of it. */
  readonly description: string;
  /** What it was made from; defaults to patients. */
  readonly from?: Origin;
}

/** A figure of pixels: drawn as SVG already, but for its page. */
export interface DrawnFigure extends FigureWords {
  readonly drawing: Drawing;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** What stands inside the `svg` element. */
  readonly content: string;
}
