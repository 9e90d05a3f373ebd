/** How far the notebooks are: on a terminal one live line each, elsewhere a plain line for each that has ended. */

export interface Progress {
  started(name: string): void;
  /** A cell begins. */
  cell(name: string, cell: number, cells: number): void;
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

export function showProgress(screen: Screen): Progress {
  return screen.isTTY === true ? liveLines(screen) : plainLines(screen);
}

function plainLines(screen: Screen): Progress {
  const seconds = new Map<string, () => string>();
  return {
    started: (name) => seconds.set(name, stopwatch()),
    cell: () => {},
    ended: (name, outcome) => screen.write(`${name}  ${outcome}${suffix(seconds.get(name))}\n`),
    note: (text) => screen.write(`${text}\n`),
    close: () => {},
  };
}

interface Line {
  text: string;
  /** The time it has taken; fixed once it has ended. */
  readonly seconds: (() => string) | undefined;
  fixed: string | null;
}

function liveLines(screen: Screen): Progress {
  const lines = new Map<string, Line>();
  let drawn = 0;
  const draw = (): void => {
    const width = (screen.columns || 80) - 1;
    const erase = drawn > 0 ? `\u001b[${drawn}A\u001b[0J` : "";
    const texts = [...lines].map(([name, { text, seconds, fixed }]) =>
      `${name}  ${text}${fixed ?? suffix(seconds)}`.slice(0, width),
    );
    screen.write(erase + texts.map((text) => `${text}\n`).join(""));
    drawn = texts.length;
  };
  const tick = setInterval(draw, 500);
  tick.unref();
  return {
    started(name) {
      lines.set(name, { text: "starts", seconds: stopwatch(), fixed: null });
      draw();
    },
    cell(name, cell, cells) {
      const line = lines.get(name);
      if (line !== undefined) line.text = `cell ${cell} of ${cells}`;
      draw();
    },
    ended(name, outcome) {
      const line = lines.get(name) ?? { text: "", seconds: undefined, fixed: null };
      lines.set(name, { ...line, text: outcome, fixed: suffix(line.seconds) });
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

function stopwatch(): () => string {
  const started = performance.now();
  return () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

function suffix(seconds: (() => string) | undefined): string {
  return seconds === undefined ? "" : `  ${seconds()}`;
}
