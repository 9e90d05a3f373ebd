/** `dlrn bench`: the time of the library beside that of its peers, on the same work. */

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type BenchOutcome, readBenches, runBench } from "../../proof/bench.js";
import { type Growth, measureGrowth, readGrowths } from "../../proof/growth.js";
import { readMeasurements } from "../../proof/measurement.js";

export const summary = "time the library against R on the same work";
export const usage = `Usage: npx dlrn bench [WORD ...]

Runs every benchmark, or those whose name contains one of the WORDs (npx dlrn bench glm).
Prints our median time, the peer's (measured in the same run; * marks a stored figure,
where R or a package of it is missing), how many times faster we are, the same ratio in
time of the processor, which other work on the machine does not change, and whether the
values agree; then, for operations whose cost must grow gently, the time at rising sizes; then
deep features beside onnxruntime's own time (npx dlrn bench deep).
Exits 1 if a value differs or none ran.`;

export async function run(args: string[]): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const root = fileURLToPath(new URL("../../../../", import.meta.url));
  const benches = await readBenches(`${root}dist/bench`, positionals);
  const growths = await readGrowths(`${root}dist/bench`, positionals);
  const measurements = await readMeasurements(`${root}dist/bench`, positionals);
  if (benches.length + growths.length + measurements.length === 0)
    throw new RangeError(`no benchmark has "${positionals.join('" or "')}" in its name`);
  if (benches.length > 0)
    console.log(line(["work", "ours", "peer", "ratio", "processor", "values"]));
  let different = 0;
  for (const bench of benches) {
    const outcome = runBench(bench, `${root}bench/generator.R`);
    if (outcome.difference !== null) different++;
    console.log(row(outcome));
  }
  if (benches.length > 0)
    console.log(
      "times: medians in seconds; ratio: peer / ours; processor: the same of user and system time; *: stored figure, not measured here",
    );
  for (const growth of growths) printGrowth(growth);
  for (const measurement of measurements) {
    console.log(measurement.name);
    for (const words of await measurement.run()) console.log(`  ${words}`);
  }
  if (different > 0) process.exitCode = 1;
}

function printGrowth(growth: Growth): void {
  console.log(line([growth.name, "seconds", `ns per ${growth.claim}`]));
  for (const { n, seconds, perStep } of measureGrowth(growth))
    console.log(line([`  n = ${n}`, seconds.toPrecision(3), perStep.toPrecision(3)]));
}

function row({ bench, difference, peerMeasured, ...times }: BenchOutcome): string {
  const { seconds, processor, peerSeconds, peerProcessor } = times;
  return line([
    bench.name,
    seconds.toPrecision(3),
    `${peerSeconds.toPrecision(3)}${peerMeasured ? "" : "*"}`,
    (peerSeconds / seconds).toFixed(2),
    peerProcessor === null ? "-" : (peerProcessor / processor).toFixed(2),
    difference ?? "agree",
  ]);
}

function line([name, ...cells]: readonly string[]): string {
  return [name.padEnd(34), ...cells.map((cell) => cell.padStart(10))].join(" ");
}
