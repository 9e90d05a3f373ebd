import assert from "node:assert/strict";
import { test } from "node:test";
import { type Progress, showProgress } from "dlrn/runner/progress";

/** What a screen has received; on a terminal, what is left on it. */
function record(
  isTTY: boolean,
  play: (progress: Progress) => void,
): { written: string; visible: string[] } {
  let written = "";
  const progress = showProgress({ isTTY, columns: 60, write: (text) => (written += text) });
  play(progress);
  progress.close();
  const visible: string[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the terminal's own
  for (const [, up, text] of written.matchAll(/\u001b\[(\d+)A\u001b\[0J|([^\n\u001b]*)\n/g)) {
    if (up === undefined) visible.push(text ?? "");
    else visible.splice(visible.length - Number(up));
  }
  return { written, visible: visible.map((line) => line.replace(/\d+\.\d s$/, "T s")) };
}

function play(progress: Progress): void {
  progress.started("01-cohort");
  progress.cell("01-cohort", 1, 12);
  progress.started("02-clinical-model");
  progress.cell("02-clinical-model", 3, 9);
  progress.ended("01-cohort", "12 cells");
  progress.ended("02-clinical-model", "failed in cell 3 of 9");
  progress.note("why it failed");
  progress.ended("03-features", "not run: it reads 02-clinical-model");
}

test("on a terminal: one line a notebook, kept up to date; a note stands above them", () => {
  const { visible } = record(true, play);
  assert.deepEqual(visible, [
    "why it failed",
    "01-cohort  12 cells  T s",
    "02-clinical-model  failed in cell 3 of 9  T s",
    "03-features  not run: it reads 02-clinical-model",
  ]);
});

test("on a terminal: cell i of n while it runs, cut at the width", () => {
  const { visible } = record(true, (progress) => {
    progress.started("01-cohort");
    progress.cell("01-cohort", 4, 12);
    progress.ended("x".repeat(80), "1 cells");
  });
  assert.deepEqual(visible, ["01-cohort  cell 4 of 12  T s", "x".repeat(59)]);
});

test("elsewhere: plain lines, one for each notebook that has ended", () => {
  const { written, visible } = record(false, play);
  assert.ok(!written.includes("\u001b"));
  assert.deepEqual(visible, [
    "01-cohort  12 cells  T s",
    "02-clinical-model  failed in cell 3 of 9  T s",
    "why it failed",
    "03-features  not run: it reads 02-clinical-model",
  ]);
});

test("a long step: how much of it, and how long it will take at the pace since its first word", () => {
  for (const isTTY of [true, false]) {
    let seconds = 0;
    let written = "";
    const screen = { isTTY, columns: 80, write: (text: string) => (written += text) };
    const progress = showProgress(screen, () => seconds);
    progress.started("03-features");
    progress.cell("03-features", 2, 9);
    for (const [at, done] of [
      [10, 2],
      [15, 12],
      [25, 32],
      [30, 42],
      [60, 102],
      [61, 104],
    ] as const) {
      seconds = at;
      progress.step("03-features", { what: "patients measured", done, of: 242 });
    }
    progress.note("");
    progress.cell("03-features", 3, 9);
    progress.close();
    const lines = written.split("\n").filter((line) => line.includes("patients"));
    assert.deepEqual(
      lines,
      isTTY
        ? ["03-features  cell 2 of 9, patients measured: 104 of 242, 69 s left  61.0 s"]
        : [
            "03-features  patients measured: 32 of 242, 2 min left",
            "03-features  patients measured: 102 of 242, 70 s left",
          ],
    );
  }
});
