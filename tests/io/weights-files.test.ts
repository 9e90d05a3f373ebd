/** Files of weights: what torch.save wrote, and what must be refused. */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { importWeights, stateDictOf } from "dlrn/features/deep/import-weights";
import { RESNET20, RESNET34 } from "dlrn/features/deep/residual-network";
import type { StateDict, Tensor } from "dlrn/io/tensor";
import { formulaWeights, safetensorsFile } from "../features/deep/weights.js";

const folder = "tests/fixtures/networks";
const bytes = (name: string): Uint8Array => new Uint8Array(readFileSync(`${folder}/${name}`));

describe("agrees with torch.save (torch 1.13.0a0, torchvision-resnet34.py)", () => {
  for (const name of ["small.pth", "small-legacy.pth"])
    test(name, () => {
      const state = stateDictOf(bytes(name), name);
      const plain = Object.fromEntries(
        [...state].map(([key, { shape, values }]) => [key, [shape.join("x"), [...values]]]),
      );
      const whole = Array.from({ length: 24 }, (_, i) => i / 8);
      const column = (c: number): number[] => [0, 1, 2, 3].map((r) => whole[6 * r + c]);
      assert.deepEqual(plain, {
        whole: ["4x6", whole],
        transposed: ["6x4", [0, 1, 2, 3, 4, 5].flatMap(column)],
        part: ["2x3", [1, 1.125, 1.25, 1.75, 1.875, 2]],
        half: ["4", [0.5, -1.25, 65504, 2 ** -24]],
        bfloat: ["2", [1, -3.140625]],
        double: ["1", [Math.fround(0.1)]],
        count: ["", [7]],
        empty: ["0x3", []],
        parameter: ["2", [1, 2]],
      });
    });
});

/** A pickle in PyTorch's older format after its magic number, version and system. */
function legacy(...pickle: readonly (number | string)[]): Uint8Array {
  const start = bytes("small-legacy.pth");
  const system = start.indexOf(0x2e, 30);
  const head = start.slice(0, start.indexOf(0x2e, system) + 1);
  const body = pickle.flatMap((part) =>
    typeof part === "string" ? [...new TextEncoder().encode(part)] : [part],
  );
  return Uint8Array.from([...head, 0x80, 2, ...body]);
}

function changed(name: string, change: (tensor: Tensor) => Tensor | null): StateDict {
  const state = new Map(formulaWeights(RESNET20));
  const tensor = change(state.get(name) as Tensor);
  if (tensor === null) state.delete(name);
  else state.set(name, tensor);
  return state;
}

describe("refuses", () => {
  const archive = bytes("small.pth");
  const safe = safetensorsFile(formulaWeights(RESNET20));
  const damaged = archive.slice();
  damaged[damaged.indexOf(0x3f, 1000)] ^= 1;
  for (const [what, content, message] of [
    [
      "a module, which is code",
      bytes("module.pth"),
      /names torch\.nn\.modules\.linear\.Linear, which was not run/,
    ],
    [
      "os.system",
      legacy("cos\nsystem\n(X", 4, 0, 0, 0, "echotR."),
      /names os\.system, which was not run/,
    ],
    [
      "a name of builtins by STACK_GLOBAL",
      legacy(0x8c, 8, "builtins", 0x8c, 4, "eval", 0x93, "."),
      /names builtins\.eval, which was not run/,
    ],
    ["an object to be built", legacy("]Nb."), /holds something else, which was not run/],
    ["an unknown opcode", legacy("i"), /holds something else, which was not run/],
    ["a dict of numbers", legacy("}X", 1, 0, 0, 0, "aK", 1, "s]."), /truncated or damaged/],
    [
      "a truncated archive",
      archive.slice(0, 1500),
      /the archive must be complete; it is truncated/,
    ],
    ["a truncated older file", bytes("small-legacy.pth").slice(0, 1200), /truncated or damaged/],
    [
      "a truncated pickle",
      bytes("small-legacy.pth").slice(0, 400),
      /the pickle must be complete; it is truncated/,
    ],
    ["a changed byte", damaged, /must be as its checksum says/],
    ["truncated safetensors", safe.slice(0, 5000), /truncated or damaged/],
    ["a text", new TextEncoder().encode("weights of mine"), /weights must be a \.pth or \.pt file/],
    ["an empty file", new Uint8Array(0), /weights must be a \.pth or \.pt file/],
  ] as const)
    test(what, () => {
      assert.throws(() => stateDictOf(content, "weights"), { name: "InputError", message });
    });

  const place = mkdtempSync(join(tmpdir(), "dlrn-weights-"));
  const imported = (state: StateDict, network = RESNET20): unknown => {
    const path = join(place, "weights.safetensors");
    writeFileSync(path, safetensorsFile(state));
    return importWeights(path, network);
  };
  for (const [what, state, message] of [
    [
      "NaN",
      changed("bn1.bias", ({ shape, values }) => ({
        shape,
        values: values.map((v, i) => (i === 3 ? Number.NaN : v)),
      })),
      /one fault:\n {2}bn1\.bias must be finite and has NaN at 3$/,
    ],
    [
      "a missing tensor",
      changed("layer2.0.conv1.weight", () => null),
      /one fault:\n {2}layer2\.0\.conv1\.weight is missing$/,
    ],
    [
      "another shape",
      changed("bn1.bias", () => ({ shape: [2], values: new Float32Array(2) })),
      /bn1\.bias must be 16 and is 2$/,
    ],
    [
      "a negative variance",
      changed("bn1.running_var", ({ shape, values }) => ({ shape, values: values.map((v) => -v) })),
      /bn1\.running_var must not be negative$/,
    ],
    [
      "a stranger",
      new Map([
        ...formulaWeights(RESNET20),
        ["head.weight", { shape: [1], values: new Float32Array(1) }],
      ]),
      /head\.weight is not part of it$/,
    ],
  ] as const)
    test(what, () => {
      assert.throws(() => imported(state), { name: "InputError", message });
    });
  test("another architecture, every fault at once", () => {
    assert.throws(
      () => imported(formulaWeights(RESNET20), RESNET34),
      (error: Error) => {
        const lines = error.message.split("\n");
        assert.match(lines[0], /must be those of resnet34; 180 faults:$/);
        // without the classifier: the stem's 1 + 4, 16 blocks of 2 (1 + 4), 3 shortcuts of 1 + 4
        assert.equal(lines.length, 1 + 180);
        return true;
      },
    );
  });
  test("takes names with the prefix of a wrapped module", () => {
    const state = new Map(
      [...formulaWeights(RESNET20)].map(([name, tensor]) => [`module.${name}`, tensor]),
    );
    assert.doesNotThrow(() => imported(state));
  });
});
