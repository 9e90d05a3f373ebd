/**
 * Someone's weights for a residual network: read, checked tensor by tensor, and put into the network's graph.
 *
 * torchvision and timm give ResNet34 the same names. What the features do not need is left out: the classifier, and
 * the counters of batches. A prefix that all names share (`module.`, `model.`, `backbone.`) is taken off.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { InputError } from "../../io/input-error.js";
import { encodeOnnx } from "../../io/onnx-write.js";
import { looksLikePytorch, pytorchStateDict } from "../../io/pytorch.js";
import { looksLikeSafetensors, safetensorsStateDict } from "../../io/safetensors.js";
import type { StateDict, Tensor } from "../../io/tensor.js";
import { parametersOf, type ResidualNetwork, residualGraph } from "./residual-network.js";

export interface ImportedWeights {
  /** Bytes of the ONNX file. */
  readonly onnx: Uint8Array;
  /** SHA-256 of the file of weights. */
  readonly sourceSha256: string;
  /** Names of the file that the features do not need. */
  readonly unused: readonly string[];
}

const PREFIXES = ["module.", "model.", "backbone."];

/** @throws InputError if the file is none of the known formats, or is not the weights of this network */
export function importWeights(path: string, network: ResidualNetwork): ImportedWeights {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new InputError(
      `the file must be readable; ${(error as NodeJS.ErrnoException).code}`,
      path,
    );
  }
  const sourceSha256 = createHash("sha256").update(bytes).digest("hex");
  const { parameters, unused } = networkParameters(stateDictOf(bytes, path), network, path);
  const metadata = {
    architecture: network.name,
    weights: "imported",
    source_sha256: sourceSha256,
  };
  return { onnx: encodeOnnx(residualGraph(network, parameters, metadata)), sourceSha256, unused };
}

/** The tensors of a file in any of the formats that are read. */
export function stateDictOf(bytes: Uint8Array, place: string): StateDict {
  if (looksLikePytorch(bytes)) return pytorchStateDict(bytes, place);
  if (looksLikeSafetensors(bytes)) return safetensorsStateDict(bytes, place);
  throw new InputError(
    "weights must be a .pth or .pt file of torch.save, or .safetensors; this is neither, or it is truncated",
    place,
  );
}

/**
 * The parameters that the network needs, out of a state dict.
 *
 * @throws InputError listing every tensor that is missing, unknown, of another shape, or not finite
 */
export function networkParameters(
  given: StateDict,
  network: ResidualNetwork,
  place: string,
): { parameters: StateDict; unused: readonly string[] } {
  const prefix = PREFIXES.find((one) => [...given.keys()].every((name) => name.startsWith(one)));
  const state = new Map<string, Tensor>(
    [...given].map(([name, tensor]) => [name.slice(prefix?.length ?? 0), tensor]),
  );
  const wanted = parametersOf(network);
  const parameters = new Map<string, Tensor>();
  const faults: string[] = [];
  for (const [name, shape] of wanted) {
    const tensor = state.get(name);
    if (tensor === undefined) faults.push(`${name} is missing`);
    else if (tensor.shape.join() !== shape.join())
      faults.push(
        `${name} must be ${shape.join(" x ")} and is ${tensor.shape.join(" x ") || "a scalar"}`,
      );
    else {
      const at = tensor.values.findIndex((value) => !Number.isFinite(value));
      if (at >= 0) faults.push(`${name} must be finite and has ${tensor.values[at]} at ${at}`);
      else if (name.endsWith("running_var") && tensor.values.some((value) => value < 0))
        faults.push(`${name} must not be negative`);
      parameters.set(name, tensor);
    }
  }
  const unused = [...state.keys()].filter((name) => !wanted.has(name));
  for (const name of unused)
    if (!name.startsWith(`${network.classifier}.`) && !name.endsWith(".num_batches_tracked"))
      faults.push(`${name} is not part of it`);
  if (faults.length > 0)
    throw new InputError(
      `the weights must be those of ${network.name}; ${faults.length === 1 ? "one fault" : `${faults.length} faults`}:\n  ${faults.join("\n  ")}`,
      place,
    );
  return { parameters, unused };
}
