/**
 * The network behind the deep features of a run: one of the manifest, or the untrained stand-in.
 *
 * Which one is used is chosen, never found by chance: by its id, or by the environment's `DLRN_NETWORK`; else the
 * untrained one, which every clone has. Graphs made from weights lie in the cache, beside a note of what they were made
 * from and of their hash; a file that differs from its note is made again.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { importWeights } from "../features/deep/import-weights.js";
import { type Network, openNetwork } from "../features/deep/network.js";
import { IMAGENET } from "../features/deep/normalisation.js";
import {
  RESNET20,
  RESNET34,
  type ResidualNetwork,
  residualGraph,
} from "../features/deep/residual-network.js";
import { UNTRAINED, untrainedParameters } from "../features/deep/untrained.js";
import { formatJson } from "../io/format-json.js";
import { InputError } from "../io/input-error.js";
import { inputPath, sha256OfFile } from "../io/input-file.js";
import { MANIFEST_FILE, readManifest } from "../io/manifest.js";
import type { NetworkEntry } from "../io/network-entry.js";
import type { Json } from "../io/notebook.js";
import { readOnnxHeader } from "../io/onnx-read.js";
import { encodeOnnx } from "../io/onnx-write.js";
import { writeWhole } from "../io/write-whole.js";
import { cacheFolder, inputFolders, networkInUse, projectRoot } from "./environment.js";
import { whileOthersWait } from "./while-others-wait.js";

/** Architectures whose graph is built here, by the manifest's names. */
export const ARCHITECTURES: Readonly<Record<"resnet34" | "resnet20", ResidualNetwork>> = {
  resnet34: RESNET34,
  resnet20: RESNET20,
};

/** What the untrained network is called wherever its features are shown; its hash stands beside it. */
export const UNTRAINED_TITLE = "untrained ResNet34 (random weights)";

/** A network that is ready to be opened. */
export interface NetworkFile {
  readonly id: string;
  readonly path: string;
  /** Of the ONNX file; where files beside it hold weights, of the list of its hash and theirs. */
  readonly sha256: string;
  readonly use: Pick<NetworkEntry, "title" | "input" | "outputs">;
}

/**
 * All that features depend on of their network, for the key of what is kept: its bytes, and of a network of the manifest
 * the image that its entry gives it and the outputs it names. Those of the untrained one stand in its code.
 */
export function networkKey({ id, sha256, use: { input, outputs } }: NetworkFile): Json {
  return id === "untrained" ? sha256 : ({ sha256, input, outputs } as unknown as Json);
}

/**
 * The ONNX file of a network, made from its weights if that has not been done.
 *
 * @param id "untrained", or one of the manifest's networks
 * @throws InputError if there is no such network, its file is missing, or is not what the manifest says
 */
export async function networkFile(
  id: string = networkInUse(),
  cache: string = join(cacheFolder(), "networks"),
): Promise<NetworkFile> {
  if (id === "untrained") return untrainedFile(cache);
  const { networks } = readManifest(projectRoot());
  const entry = networks.find((network) => network.id === id);
  if (entry === undefined) {
    const known = ["untrained", ...networks.map((network) => network.id)].join(", ");
    throw new InputError(`the network must be one of ${known}; got "${id}"`, MANIFEST_FILE);
  }
  const path = inputPath(entry, inputFolders());
  if (path === null)
    throw new InputError(
      `the file of the network "${id}" must be at ${entry.path} in the ${entry.root} folder${entry.address === null ? "" : `; get it with: npx dlrn data fetch ${id}`}`,
      MANIFEST_FILE,
    );
  const sha256 = sha256OfFile(path);
  if (!sha256.startsWith(entry.sha256))
    throw new InputError(
      `its SHA-256 must begin with ${entry.sha256}, as the manifest has it; it is ${sha256}; fetch it again`,
      path,
    );
  if (entry.architecture === undefined)
    return { id, path, sha256: withFilesBeside(path, sha256), use: entry };
  const network = ARCHITECTURES[entry.architecture];
  const made = await cached(
    cache,
    id,
    `${network.name} of ${sha256}`,
    async () => importWeights(path, network).onnx,
  );
  return { id, use: entry, ...made };
}

/** The network of a run, open. @throws InputError as {@link networkFile} */
export async function openDeepNetwork(id?: string): Promise<Network> {
  const { path, sha256, use } = await networkFile(id);
  return openNetwork(path, sha256, use);
}

/** One hash for a network whose weights lie in files beside it, so that other weights are another network. */
function withFilesBeside(path: string, sha256: string): string {
  const { externalFiles } = readOnnxHeader(path);
  if (externalFiles.length === 0) return sha256;
  const beside = externalFiles
    .toSorted()
    .map((file) => `${sha256OfFile(join(dirname(path), file))} ${file}`);
  return createHash("sha256")
    .update([sha256, ...beside].join("\n"))
    .digest("hex");
}

async function untrainedFile(cache: string): Promise<NetworkFile> {
  const { seed, images } = UNTRAINED;
  const recipe = `resnet34, He, seed ${seed}, batch normalisation on ${images} images of noise`;
  const made = await cached(cache, "untrained-resnet34", recipe, async () =>
    encodeOnnx(
      residualGraph(RESNET34, await untrainedParameters(RESNET34), {
        architecture: "resnet34",
        weights: UNTRAINED_TITLE,
        recipe,
      }),
    ),
  );
  const size = [RESNET34.inputSize, RESNET34.inputSize] as const;
  return {
    id: "untrained",
    ...made,
    use: {
      title: UNTRAINED_TITLE,
      input: { name: "image", size, layout: "NCHW", ...IMAGENET },
      outputs: { features: "features", maps: "maps" },
    },
  };
}

interface Note {
  readonly recipe: string;
  readonly sha256: string;
}

/** A file of the cache, made if it is missing, of another recipe, or not the bytes that its note says. */
async function cached(
  folder: string,
  name: string,
  recipe: string,
  make: () => Promise<Uint8Array>,
): Promise<{ path: string; sha256: string }> {
  const path = join(folder, `${name}.onnx`);
  const note = join(folder, `${name}.json`);
  const there = (): { path: string; sha256: string } | null => {
    if (!existsSync(path) || !existsSync(note)) return null;
    const noted = JSON.parse(readFileSync(note, "utf8")) as Note;
    const holds = noted.recipe === recipe && noted.sha256 === sha256OfFile(path);
    return holds ? { path, sha256: noted.sha256 } : null;
  };
  return (
    there() ??
    whileOthersWait(path, async () => {
      const madeMeanwhile = there();
      if (madeMeanwhile !== null) return madeMeanwhile;
      const bytes = await make();
      mkdirSync(folder, { recursive: true });
      writeWhole(path, bytes);
      const sha256 = sha256OfFile(path);
      writeWhole(note, formatJson({ recipe, sha256 } satisfies Note));
      return { path, sha256 };
    })
  );
}
