/** `dlrn weights`: the network behind the deep features. */

import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { importWeights } from "../../features/deep/import-weights.js";
import { openNetwork } from "../../features/deep/network.js";
import { inputPath, sha256OfFile } from "../../io/input-file.js";
import { readManifest } from "../../io/manifest.js";
import { readOnnxHeader } from "../../io/onnx-read.js";
import { writeWhole } from "../../io/write-whole.js";
import { inputFolders, networkInUse, projectRoot } from "../../runner/environment.js";
import { ARCHITECTURES, networkFile } from "../../runner/network.js";

export const summary = "import the weights of the deep features' network, and say which are in use";
export const usage: string = `Usage: npx dlrn weights import FILE --out resnet34.onnx [--architecture NAME]
       npx dlrn weights info [FILE.onnx]

import  read weights of PyTorch (.pth, .pt, .th; a pickle is parsed, never executed) or .safetensors with the
        names of torchvision or timm, check every tensor, and write the network as ONNX
        --architecture NAME  resnet34 (the default) or resnet20
info    the network in use (DLRN_NETWORK, or untrained), opened to see that it works, and those of the manifest; or what
        an ONNX file says of itself

A run uses the network of the manifest that DLRN_NETWORK names, else an untrained ResNet34 with random weights:
  DLRN_NETWORK=resnet34-imagenet npx dlrn reproduce`;

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { out: { type: "string" }, architecture: { type: "string", default: "resnet34" } },
  });
  const [action, file, ...more] = positionals;
  if (action === "import" && file !== undefined && more.length === 0)
    importFile(file, values.out, values.architecture);
  else if (action === "info" && more.length === 0) await (file ? inform(file) : informAll());
  else
    throw new RangeError(
      `the action must be import FILE or info; got "${positionals.join(" ")}"; try: npx dlrn weights --help`,
    );
}

function importFile(file: string, out: string | undefined, architecture: string): void {
  if (out === undefined || !out.endsWith(".onnx"))
    throw new RangeError(`--out must name an .onnx file; got ${out ?? "nothing"}`);
  if (architecture !== "resnet34" && architecture !== "resnet20")
    throw new RangeError(
      `--architecture must be ${Object.keys(ARCHITECTURES).join(" or ")}; got "${architecture}"`,
    );
  const { onnx, sourceSha256, unused } = importWeights(file, ARCHITECTURES[architecture]);
  writeWhole(out, onnx);
  console.log(`${file}: weights of ${architecture}, SHA-256 ${sourceSha256}`);
  if (unused.length > 0)
    console.log(
      `not needed for features: ${unused.filter((name) => !name.endsWith("num_batches_tracked")).join(", ") || "counters of batches"}`,
    );
  console.log(`${out}: SHA-256 ${sha256OfFile(out)}`);
}

function inform(file: string): void {
  const { inputs, outputs, metadata, externalFiles } = readOnnxHeader(file);
  console.log(`${file}: SHA-256 ${sha256OfFile(file)}`);
  for (const { name, shape } of inputs) console.log(`input   ${name}: ${shape.join(" x ")}`);
  for (const { name, shape } of outputs) console.log(`output  ${name}: ${shape.join(" x ")}`);
  for (const [key, value] of Object.entries(metadata)) console.log(`${key}: ${value}`);
  for (const name of externalFiles)
    console.log(`weights in ${name}: SHA-256 ${sha256OfFile(join(dirname(file), name))}`);
}

async function informAll(): Promise<void> {
  const { use, sha256, path } = await networkFile();
  const network = await openNetwork(path, sha256, use);
  const [height, width] = network.input.size;
  console.log(`in use: ${use.title}\n  ${path}\n  SHA-256 ${sha256}`);
  console.log(
    `  images of ${height} x ${width}; ${network.hasMaps ? "with" : "without"} activation maps`,
  );
  await network.close();
  for (const entry of readManifest(projectRoot()).networks) {
    const present = inputPath(entry, inputFolders()) !== null;
    console.log(
      `\n${entry.id}: ${entry.title}; ${entry.licence}${networkInUse() === entry.id ? "; in use" : ""}`,
    );
    console.log(
      `  ${present ? "present" : "not present"}: ${entry.path} in the ${entry.root} folder`,
    );
    console.log(`  SHA-256 as published: ${entry.sha256}${entry.sha256.length < 64 ? "…" : ""}`);
    if (entry.address !== null) console.log(`  ${entry.address}`);
  }
}
