/**
 * Benchmarks against a peer: the same seeded work, timed here and in the peer's own language in the same run.
 *
 * A file of `bench/` exports `bench`, a {@link Bench}. Inputs are made before the clock starts. Each side first repeats
 * the work for a third of a second without being timed, since both compile what is called often; then at least five
 * times and for at least half a second. Two times are taken of each: the median by the clock, and the
 * mean of the processor (user and system, all threads), which other work on the machine does not lengthen. The values that come out are compared
 * with the peer's, so that speed is never bought with a different answer.
 */

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export type CheckValues = Readonly<Record<string, number | readonly number[]>>;

export interface Bench {
  /** As the peer's figure is known: "combat-3000x242x3". */
  readonly name: string;
  /** The work in a few words: size and call. */
  readonly work: string;
  readonly peer: Peer;
  /** Make the inputs; what it returns is timed, and gives the values to compare. */
  prepare(): () => CheckValues;
}

export interface Peer {
  /** "R 4.2.2, sva 3.46.0" */
  readonly software: string;
  /** Median seconds measured when the figure was stored; used, and marked, where the peer is not installed. */
  readonly seconds: number;
  /** Values the peer gave. */
  readonly check: CheckValues;
  /** Largest relative difference from them; left out, 1e-6. Infinity where random draws differ by design. */
  readonly tolerance?: number;
  /** R code after `generator.R`: first the inputs, then a function `work()` to be timed. */
  readonly r?: string;
  /** Python code after `generator.py`, likewise. */
  readonly python?: string;
}

export interface BenchOutcome {
  readonly bench: Bench;
  /** Median seconds by the clock. */
  readonly seconds: number;
  readonly peerSeconds: number;
  /** Mean seconds of the processor; the peer's null where only its stored figure is known. */
  readonly processor: number;
  readonly peerProcessor: number | null;
  /** Whether the peer was measured in this run, or its stored figure stands in. */
  readonly peerMeasured: boolean;
  /** The first value that differs from the peer's, in words; null if all agree. */
  readonly difference: string | null;
}

/** Every bench below a folder of compiled files, by path, whose file or name contains one of the words. */
export async function readBenches(folder: string, words: readonly string[]): Promise<Bench[]> {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js"))
    .sort();
  const benches: Bench[] = [];
  for (const file of files) {
    const exported = (await import(pathToFileURL(join(folder, file)).href)) as {
      bench?: Bench;
      benches?: readonly Bench[];
    }; // neither: a helper
    const found = exported.benches ?? (exported.bench ? [exported.bench] : []);
    const wanted = (name: string): boolean =>
      words.length === 0 || words.some((word) => file.includes(word) || name.includes(word));
    benches.push(...found.filter(({ name }) => wanted(name)));
  }
  return benches;
}

/** Time one bench here and, where it can be, in the peer. @param generator path of the R file that makes the inputs; Python's lies beside it */
export function runBench(bench: Bench, generator: string): BenchOutcome {
  const work = bench.prepare();
  const values = work();
  const { seconds, processor } = timesOf(work);
  const { r, python } = bench.peer;
  const measured =
    r !== undefined
      ? timesInR(r, generator)
      : python !== undefined
        ? timesInPython(python, generator)
        : null;
  return {
    bench,
    seconds,
    processor,
    peerSeconds: measured?.seconds ?? bench.peer.seconds,
    peerProcessor: measured?.processor ?? null,
    peerMeasured: measured !== null,
    difference: valueDifference(values, bench.peer),
  };
}

/** Milliseconds. */
const warmUp = 333;

export interface Times {
  /** Median of the repetitions, by the clock. */
  readonly seconds: number;
  /** Mean of the repetitions: user and system time of all threads of the process. */
  readonly processor: number;
}

/** The times of at least five repetitions and half a second, after the warm-up. */
export function timesOf(work: () => unknown): Times {
  const start = performance.now();
  do work();
  while (performance.now() - start < warmUp);
  const times: number[] = [];
  let total = 0;
  const before = process.cpuUsage();
  while (times.length < 5 || (total < 500 && times.length < 200)) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
    total += times[times.length - 1];
  }
  const { user, system } = process.cpuUsage(before);
  const processor = (user + system) / 1e6 / times.length;
  times.sort((a, b) => a - b);
  return { seconds: times[Math.floor(times.length / 2)] / 1000, processor };
}

/** R's times in this run, or null where R or one of its packages is missing. */
function timesInR(code: string, generator: string): Times | null {
  const script = `${readFileSync(generator, "utf8")}\n${code}\n${timing}`;
  return peerTimes("Rscript", ["--vanilla"], "bench.R", script);
}

/** Python's, likewise. The interpreter is DLRN_PYTHON, else python3. */
function timesInPython(code: string, generator: string): Times | null {
  const script = `${readFileSync(generator.replace(/\.R$/, ".py"), "utf8")}\n${code}\n${pythonTiming}`;
  return peerTimes(process.env["DLRN_PYTHON"] ?? "python3", [], "bench.py", script);
}

function peerTimes(
  command: string,
  args: readonly string[],
  name: string,
  script: string,
): Times | null {
  const folder = mkdtempSync(join(tmpdir(), "dlrn-bench-"));
  try {
    writeFileSync(join(folder, name), script);
    const { status, stdout } = spawnSync(command, [...args, join(folder, name)], {
      encoding: "utf8",
      env: { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" },
    });
    const found =
      status === 0 ? /median-seconds ([0-9.e+-]+) processor ([0-9.e+-]+)/.exec(stdout) : null;
    return found === null ? null : { seconds: Number(found[1]), processor: Number(found[2]) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const pythonTiming = `
start = time.perf_counter()
while True:
    work()
    if time.perf_counter() - start > 0.333:
        break
times = []
before = time.process_time()
while len(times) < 5 or (sum(times) < 0.5 and len(times) < 200):
    start = time.perf_counter()
    work()
    times.append(time.perf_counter() - start)
processor = (time.process_time() - before) / len(times)
print("median-seconds", sorted(times)[len(times) // 2], "processor", processor)
`;

const timing = `
start <- Sys.time()
repeat {
  invisible(work())
  if (as.numeric(Sys.time()) - as.numeric(start) > 0.333) break
}
times <- numeric(0)
before <- proc.time()
while (length(times) < 5 || (sum(times) < 0.5 && length(times) < 200)) {
  start <- Sys.time()
  invisible(work())
  times <- c(times, as.numeric(Sys.time()) - as.numeric(start))
}
processor <- sum((proc.time() - before)[1:2]) / length(times)
cat("median-seconds", format(median(times), digits = 8), "processor", format(processor, digits = 8), "\\n")
`;

/** The first check value that is missing or differs, in words. */
export function valueDifference(
  got: CheckValues,
  { check, tolerance = 1e-6 }: Peer,
): string | null {
  for (const [key, expected] of Object.entries(check)) {
    const wanted = [expected].flat();
    const given = [got[key] ?? []].flat();
    if (given.length !== wanted.length)
      return `${key}: ${given.length} values for the peer's ${wanted.length}`;
    for (const [i, value] of wanted.entries()) {
      const same = Math.abs(given[i] - value) <= tolerance * Math.abs(value);
      if (!same && tolerance !== Infinity)
        return `${key}${wanted.length > 1 ? `[${i}]` : ""}: ${given[i]} for the peer's ${value}`;
    }
  }
  return null;
}
