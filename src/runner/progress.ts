/**
 * How far the notebooks are: on a terminal one live line each, elsewhere a plain line for each that has ended, and one
 * now and then for a long step.
 */

import type { Step } from "./report-progress.js";

export interface Progress {
  started(name: string): void;
  /** A cell begins. */
  cell(name: string, cell: number, cells: number): void;
  /** How far a long step of the present cell is. */
  step(name: string, step: Step): void;
  /** @param outcome in words, such as `12 cells` or `failed in cell 3 of 12` */
  ended(name: string, outcome: string): void;
  /** Text that is no progress, such as why a notebook failed. */
  note(text: string): void;
  /** No more lines will change. */
  close(): void;
}

/** Where the lines go: a terminal or not. */
export interface Screen {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** Seconds, from whatever beginning. */
export type Clock = () => number;

export function showProgress(
  screen: Screen,
  clock: Clock = () => performance.now() / 1000,
): Progress {
  return screen.isTTY === true ? liveLines(screen, clock) : plainLines(screen, clock);
}

const SECONDS_BETWEEN_PLAIN_LINES = 20;

function plainLines(screen: Screen, clock: Clock): Progress {
  const seconds = new Map<string, () => string>();
  const inWords = new Map<string, StepWords>();
  const told = new Map<string, number>();
  return {
    started(name) {
      seconds.set(name, stopwatch(clock));
      inWords.set(name, stepWords(clock));
      told.set(name, clock());
    },
    cell: () => {},
    step(name, step) {
      const words = inWords.get(name)?.(step) ?? "";
      if (clock() - (told.get(name) ?? 0) < SECONDS_BETWEEN_PLAIN_LINES) return;
      told.set(name, clock());
      screen.write(`${name}  ${words}\n`);
    },
    ended: (name, outcome) => screen.write(`${name}  ${outcome}${suffix(seconds.get(name))}\n`),
    note: (text) => screen.write(`${text}\n`),
    close: () => {},
  };
}

interface Line {
  text: string;
  /** Of the present cell; empty if it has none. */
  step: string;
  readonly stepWords: StepWords;
  /** The time it has taken; fixed once it has ended. */
  readonly seconds: (() => string) | undefined;
  fixed: string | null;
}

function liveLines(screen: Screen, clock: Clock): Progress {
  const lines = new Map<string, Line>();
  let drawn = 0;
  const draw = (): void => {
    const width = (screen.columns || 80) - 1;
    const erase = drawn > 0 ? `\u001b[${drawn}A\u001b[0J` : "";
    const texts = [...lines].map(([name, { text, step, seconds, fixed }]) =>
      `${name}  ${text}${step}${fixed ?? suffix(seconds)}`.slice(0, width),
    );
    screen.write(erase + texts.map((text) => `${text}\n`).join(""));
    drawn = texts.length;
  };
  const newLine = (text: string, seconds: Line["seconds"]): Line => {
    return { text, step: "", stepWords: stepWords(clock), seconds, fixed: null };
  };
  const tick = setInterval(draw, 500);
  tick.unref();
  return {
    started(name) {
      lines.set(name, newLine("starts", stopwatch(clock)));
      draw();
    },
    cell(name, cell, cells) {
      const line = lines.get(name);
      if (line !== undefined) Object.assign(line, { text: `cell ${cell} of ${cells}`, step: "" });
      draw();
    },
    step(name, step) {
      const line = lines.get(name);
      if (line !== undefined) line.step = `, ${line.stepWords(step)}`;
    },
    ended(name, outcome) {
      const seconds = lines.get(name)?.seconds;
      lines.set(name, { ...newLine(outcome, seconds), fixed: suffix(seconds) });
      draw();
    },
    note(text) {
      if (drawn > 0) screen.write(`\u001b[${drawn}A\u001b[0J`);
      drawn = 0;
      screen.write(`${text}\n`);
      draw();
    },
    close() {
      clearInterval(tick);
      draw();
    },
  };
}

function stopwatch(clock: Clock): () => string {
  const started = clock();
  return () => `${(clock() - started).toFixed(1)} s`;
}

type StepWords = (step: Step) => string;

/** "patients measured: 40 of 242, 3 min left", as far as the pace since the first call foretells. */
function stepWords(clock: Clock): StepWords {
  let first = { what: "", done: 0, at: 0 };
  return ({ what, done, of }) => {
    if (of === 0) return what;
    if (what !== first.what || done < first.done) first = { what, done, at: clock() };
    const pace = (clock() - first.at) / (done - first.done);
    const left =
      done === first.done || done === of ? "" : `, ${timeInWords(pace * (of - done))} left`;
    return `${what}: ${done} of ${of}${left}`;
  };
}

function timeInWords(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

function suffix(seconds: (() => string) | undefined): string {
  return seconds === undefined ? "" : `  ${seconds()}`;
}
