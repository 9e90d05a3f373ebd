/**
 * The time that the kernel and the runner themselves take: ten notebooks of 15 trivial cells. No peer, so it stands
 * beside `dlrn bench`: node dist/bench/runner.js [JOBS]
 */

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CodeCell, saveNotebook } from "dlrn/io/notebook";
import { showProgress } from "dlrn/runner/progress";
import { reproduce } from "dlrn/runner/reproduce";

const NOTEBOOKS = 10;
const CELLS = 15;

if (process.argv[1] === fileURLToPath(import.meta.url))
  await timeRunner(Number(process.argv[2] ?? 2));

async function timeRunner(jobs: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "dlrn-bench-"));
  try {
    mkdirSync(join(root, "notebooks"));
    for (let n = 1; n <= NOTEBOOKS; n++) {
      const number = String(n).padStart(2, "0");
      const cells = Array.from({ length: CELLS }, (_, i) => trivialCell(i));
      const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells } as const;
      saveNotebook(join(root, "notebooks", `${number}-trivial.ipynb`), notebook);
    }
    const started = performance.now();
    const report = join(root, "reports");
    const study = { root, report, cohort: "twin", jobs, timeLimit: 60, anew: true };
    const progress = showProgress(process.stdout);
    const succeeded = await reproduce(study, progress);
    progress.close();
    const seconds = (performance.now() - started) / 1000;
    console.log(`${NOTEBOOKS} notebooks of ${CELLS} cells, ${jobs} jobs: ${seconds.toFixed(1)} s`);
    if (!succeeded) process.exitCode = 1;
  } finally {
    rmSync(root, { recursive: true });
  }
}

function trivialCell(i: number): CodeCell {
  const first =
    'import { mean } from "dlrn/math/summary";\nconst values = [1, 2, 4];\nmean(values)';
  return {
    cell_type: "code",
    id: `cell-${i + 1}`,
    metadata: i === 0 ? { tags: ["parameters"] } : {},
    source: i === 0 ? first : `const x${i} = ${i} + mean(values);\nconsole.log(x${i});`,
    outputs: [],
    execution_count: null,
  };
}
