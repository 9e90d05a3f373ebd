/**
 * Deep features beside onnxruntime itself: node dist/bench/deep-features.js [FOLDER OF NIFTI PAIRS]
 *
 * One 224 x 224 image through our network against a bare session of the same graph and threads, alternately in one run;
 * then 484 images (two sequences of 242 patients), read, prepared and projected; then the peak of memory.
 */

import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { deepFeatures } from "dlrn/features/deep/deep-features";
import { openNetwork } from "dlrn/features/deep/network";
import { noiseImages } from "dlrn/features/deep/untrained";
import { loadImage, loadMask } from "dlrn/imaging/load";
import { seededRandom } from "dlrn/math/random";
import { median } from "dlrn/math/summary";
import { networkFile } from "dlrn/runner/network";

if (!isMainThread) await measureFiles(workerData as string[]);
else if (process.argv[1] === fileURLToPath(import.meta.url)) await measure(process.argv[2]);

async function measure(folder: string = "../shared/data/sts-t1-crops"): Promise<void> {
  const ort = await import("onnxruntime-node");
  const { path, sha256, use } = await networkFile("untrained");
  const network = await openNetwork(path, sha256, use, { threads: 2 });
  const bare = await ort.InferenceSession.create(path, {
    intraOpNumThreads: 2,
    interOpNumThreads: 1,
  });
  const image = noiseImages(1, 224, seededRandom(1));
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let i = 0; i < 60; i++) {
    const start = performance.now();
    await network.run(image);
    const middle = performance.now();
    await bare.run({ image: new ort.Tensor("float32", image, [1, 3, 224, 224]) }, ["features"]);
    if (i >= 10) {
      ours.push(middle - start);
      theirs.push(performance.now() - middle);
    }
  }
  const [a, b] = [median(ours), median(theirs)];
  const [fastest, bareFastest] = [Math.min(...ours), Math.min(...theirs)];
  console.log(`${availableParallelism()} processors; one image, median of 50 and fastest:`);
  console.log(
    `  ours ${a.toFixed(1)} ms, ${fastest.toFixed(1)} ms; onnxruntime ${b.toFixed(1)} ms, ${bareFastest.toFixed(1)} ms; ratio ${(a / b).toFixed(3)}, ${(fastest / bareFastest).toFixed(3)}`,
  );
  await bare.release();
  await network.close();
  if (!existsSync(folder)) return console.log(`484 images: ${folder} is not there`);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith("_image.nii.gz"))
    .map((file) => `${folder}/${file}`);
  const start = performance.now();
  const before = process.cpuUsage();
  await Promise.all([0, 1].map((lane) => finished(files.filter((_, i) => i % 2 === lane))));
  const each = (performance.now() - start) / files.length;
  console.log(
    `${files.length} tumours, read, prepared and projected in two workers, their start included: ${each.toFixed(0)} ms each; 484: ${((484 * each) / 1000).toFixed(1)} s`,
  );
  const { user, system } = process.cpuUsage(before);
  const work = (user + system) / 1e6 / files.length;
  console.log(
    `  of processor time ${(1000 * work).toFixed(0)} ms each; 484: ${(484 * work).toFixed(1)} s on one core, ${(242 * work).toFixed(1)} s on two`,
  );
  console.log(`peak memory ${(process.resourceUsage().maxRSS / 1e6).toFixed(2)} GB`);
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
