/**
 * Deep features beside onnxruntime itself: npx dlrn bench deep
 *
 * One 224 x 224 image through our network against a bare session of the same graph and threads, alternately in one run;
 * then 484 images (two sequences of 242 patients), read, prepared and projected; then the peak of memory.
 */

import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { deepFeatures } from "dlrn/features/deep/deep-features";
import { openNetwork } from "dlrn/features/deep/network";
import { noiseImages } from "dlrn/features/deep/untrained";
import { loadImage, loadMask } from "dlrn/imaging/load";
import { seededRandom } from "dlrn/math/random";
import { median } from "dlrn/math/summary";
import type { Measurement } from "dlrn/proof/measurement";
import { dataFolder } from "dlrn/runner/environment";
import { networkFile } from "dlrn/runner/network";

if (!isMainThread) await measureFiles(workerData as string[]);

export const measurement: Measurement = {
  name: "deep-features",
  async run() {
    const folder = join(dataFolder(), "sts-t1-crops");
    return [...(await manyImages(folder)), ...(await oneImage())]; // the first states the peak of its memory
  },
};

/** Our network and the bare session in turns, so that both meet the same other work of the machine. */
async function oneImage(): Promise<string[]> {
  const ort = await import("onnxruntime-node");
  const { path, sha256, use } = await networkFile("untrained");
  const network = await openNetwork(path, sha256, use, { threads: 2 });
  const bare = await ort.InferenceSession.create(path, {
    intraOpNumThreads: 2,
    interOpNumThreads: 1,
  });
  const image = noiseImages(1, 224, seededRandom(1));
  const ours = turns(async () => (await network.run(image)).features);
  const theirs = turns(async () => {
    const feeds = { image: new ort.Tensor("float32", image, [1, 3, 224, 224]) };
    return (await bare.run(feeds, ["features"]))["features"].data as Float32Array;
  });
  for (let i = 0; i < 60; i++) {
    await ours.take(i >= 10);
    await theirs.take(i >= 10);
  }
  await bare.release();
  await network.close();
  const same = ours.last().every((value, j) => value === theirs.last()[j]);
  const [a, b] = [median(ours.seconds), median(theirs.seconds)];
  const ratio = (sum: (times: readonly number[]) => number): string =>
    (sum(ours.processor) / sum(theirs.processor)).toFixed(3);
  return [
    `one 224 x 224 image on 2 of ${availableParallelism()} processors, median of 50: ours ${(1000 * a).toFixed(1)} ms, onnxruntime ${(1000 * b).toFixed(1)} ms; ratio ${(a / b).toFixed(3)}, of processor time ${ratio(median)}; ${same ? "the same bits" : "other bits"}`,
  ];
}

/** Times of one side's turns. */
function turns(work: () => Promise<Float32Array>): {
  readonly seconds: number[];
  readonly processor: number[];
  take(counts: boolean): Promise<void>;
  last(): Float32Array;
} {
  const [seconds, processor]: [number[], number[]] = [[], []];
  let result = new Float32Array(0);
  return {
    seconds,
    processor,
    last: () => result,
    async take(counts) {
      const before = process.cpuUsage();
      const start = performance.now();
      result = (await work()).slice();
      const end = performance.now();
      const { user, system } = process.cpuUsage(before);
      if (!counts) return;
      seconds.push((end - start) / 1000);
      processor.push((user + system) / 1e6);
    },
  };
}

/** Images of public tumours, two workers with a session of one thread each. */
async function manyImages(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return ["484 images: not measured, the data folder has no sts-t1-crops"];
  const files = readdirSync(folder)
    .filter((file) => file.endsWith("_image.nii.gz"))
    .map((file) => join(folder, file));
  const start = performance.now();
  const before = process.cpuUsage();
  await Promise.all([0, 1].map((lane) => finished(files.filter((_, i) => i % 2 === lane))));
  const each = (performance.now() - start) / files.length;
  const { user, system } = process.cpuUsage(before);
  const work = (user + system) / 1e6 / files.length;
  return [
    `${files.length} tumours, read, prepared and projected in two workers, their start included: ${each.toFixed(0)} ms each; 484: ${((484 * each) / 1000).toFixed(1)} s`,
    `of processor time ${(1000 * work).toFixed(0)} ms each; 484: ${(484 * work).toFixed(1)} s on one core, ${(242 * work).toFixed(1)} s on two`,
    `peak memory of this process ${(process.resourceUsage().maxRSS / 1e6).toFixed(2)} GB`,
  ];
}

/** A worker that has done these files. */
async function finished(files: readonly string[]): Promise<void> {
  const worker = new Worker(new URL(import.meta.url), { workerData: files });
  await once(worker, "exit");
}

async function measureFiles(files: readonly string[]): Promise<void> {
  const { path, sha256, use } = await networkFile("untrained");
  const network = await openNetwork(path, sha256, use, { threads: 1 });
  for (const file of files) {
    const volume = await loadImage(file);
    const mask = await loadMask(file.replace("_image", "_mask"), volume);
    await deepFeatures(network, volume, mask);
  }
  await network.close();
}
