/** The README's way to a network of one's own, followed in a copy of the project; and what is refused on that way. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { RESNET20, RESNET34, residualGraph } from "dlrn/features/deep/residual-network";
import { sha256OfFile } from "dlrn/io/input-file";
import { encodeOnnx } from "dlrn/io/onnx-write";
import { projectRoot } from "dlrn/runner/environment";
import { formulaWeights, safetensorsFile } from "../features/deep/weights.js";

const root = mkdtempSync(join(tmpdir(), "dlrn-network-"));
after(() => rmSync(root, { recursive: true, force: true }));
const project = projectRoot();
cpSync(join(project, "dist/src"), join(root, "dist/src"), { recursive: true });
for (const file of ["package.json", "data-manifest.json"])
  cpSync(join(project, file), join(root, file));
symlinkSync(join(project, "node_modules"), join(root, "node_modules"));
writeFileSync(
  join(root, "run.mjs"),
  'import { main } from "./dist/src/cli/main.js";\nawait main(process.argv.slice(2));\n',
);
mkdirSync(join(root, "data/networks"), { recursive: true });

const section = readFileSync(join(project, "README.md"), "utf8")
  .split("\n## ")
  .find((text) => text.startsWith("The network of the deep features"))!;
const [commands, entryText] = [...section.matchAll(/```\w+\n(.*?)```/gs)].map(([, text]) => text!);

/** A line of the README as it stands there. */
function run(line: string): { status: number | null; stdout: string; stderr: string } {
  const [, id, command] = /^(?:DLRN_NETWORK=(\S+) )?npx dlrn ([^#]*)/.exec(line)!;
  const { DLRN_DATA: _, ...environment } = process.env;
  return spawnSync(process.execPath, [join(root, "run.mjs"), ...command!.trim().split(/\s+/)], {
    cwd: root,
    encoding: "utf8",
    env: { ...environment, DLRN_CACHE: join(root, ".cache"), ...(id && { DLRN_NETWORK: id }) },
  });
}

/** The manifest of the copy with the README's entry, changed. */
function enter(change: Record<string, unknown>): void {
  const manifest = JSON.parse(readFileSync(join(project, "data-manifest.json"), "utf8")) as {
    networks: unknown[];
  };
  const entry = { ...(JSON.parse(entryText!) as object), ...change };
  const networks = [...manifest.networks, entry];
  writeFileSync(join(root, "data-manifest.json"), JSON.stringify({ ...manifest, networks }));
}

describe("the README's lines", () => {
  const lines = commands!.trim().split("\n");
  test("are those that are run here", () => {
    assert.deepEqual(
      lines.map((line) => line.replace(/ +#.*/, "")),
      [
        "npx dlrn data fetch resnet34-imagenet",
        "DLRN_NETWORK=resnet34-imagenet npx dlrn reproduce",
        "npx dlrn weights import resnet34.pth --out data/networks/mine.onnx",
        "npx dlrn weights info",
      ],
    );
  });
  test("a network that is not there says how to get it, by the first line", () => {
    const { status, stderr } = run("DLRN_NETWORK=resnet34-imagenet npx dlrn weights info");
    assert.equal(status, 1);
    assert.ok(stderr.includes(`get it with: ${lines[0]!.replace(/ +#.*/, "")}`), stderr);
  });
  test("weights are imported, entered with the hash that the import prints, and used", () => {
    writeFileSync(join(root, "resnet34.pth"), safetensorsFile(formulaWeights(RESNET34)));
    const { status, stdout, stderr } = run(lines[2]!);
    assert.equal(status, 0, stderr);
    const sha256 = /mine\.onnx: SHA-256 ([0-9a-f]{64})\n/.exec(stdout)![1]!;
    enter({ sha256 });
    const info = run(`DLRN_NETWORK=mine ${lines[3]}`);
    assert.equal(info.status, 0, info.stderr);
    assert.match(info.stdout, /^in use: ResNet34 \(our weights\)\n/);
    assert.ok(
      info.stdout.includes(`SHA-256 ${sha256}\n  images of 224 x 224; with activation maps`),
    );
    assert.match(info.stdout, /\nmine: ResNet34 \(our weights\); not to be shared; in use\n/);
  });
});

test("weights in a file beside the network: with others it is another network", () => {
  const fixture = join(project, "tests/fixtures/networks");
  for (const name of ["beside.onnx", "beside.bin"])
    cpSync(join(fixture, name), join(root, "data/networks", name));
  const input = { name: "x", size: [20, 40], layout: "NHWC" };
  enter({
    path: "networks/beside.onnx",
    sha256: sha256OfFile(join(fixture, "beside.onnx")),
    input: { ...(JSON.parse(entryText!) as { input: object }).input, ...input },
    outputs: { features: "f", maps: "maps" },
  });
  const hashNow = (): string => {
    const { status, stdout, stderr } = run("DLRN_NETWORK=mine npx dlrn weights info");
    assert.equal(status, 0, stderr);
    return /\n {2}SHA-256 ([0-9a-f]{64})\n/.exec(stdout)![1]!;
  };
  const before = hashNow();
  const numbers = readFileSync(join(fixture, "beside.bin"));
  writeFileSync(join(root, "data/networks/beside.bin"), numbers.reverse());
  assert.notEqual(hashNow(), before);
});

describe("refuses, with the reason, exit code 1 and nothing kept", () => {
  const path = join(root, "data/networks/small.onnx");
  writeFileSync(path, encodeOnnx(residualGraph(RESNET20, formulaWeights(RESNET20), {})));
  const weights = join(root, "data/networks/nan.pth");
  const nan = formulaWeights(RESNET20);
  nan.get("conv1.weight")!.values[5] = Number.NaN;
  writeFileSync(weights, safetensorsFile(nan));
  const small = {
    path: "networks/small.onnx",
    sha256: sha256OfFile(path),
    input: { ...(JSON.parse(entryText!) as { input: object }).input, size: [32, 32] },
  };
  for (const [what, change, message] of [
    [
      "a file that is not what the manifest says",
      { ...small, sha256: "0".repeat(64) },
      /its SHA-256 must begin with 0{64}, as the manifest has it; it is [0-9a-f]{64}; fetch it again/,
    ],
    [
      "an output that it does not have",
      { ...small, outputs: { features: "pool5" } },
      /the network must have the output "pool5"; it has maps, features/,
    ],
    [
      "images of another size",
      { ...small, input: { ...small.input, size: [224, 224] } },
      /the input "image" must take 1 x 3 x 224 x 224 \(NCHW\); the file has N x 3 x 32 x 32/,
    ],
    ["a path that leaves the folder", { ...small, path: "../small.onnx" }, /networks\[2\]\.path/],
    [
      "weights that are called a network",
      { ...small, path: "networks/nan.pth", sha256: sha256OfFile(weights) },
      /nan\.pth: the file must be a complete protocol buffer, as ONNX files are;/,
    ],
    [
      "weights with a value that is none",
      {
        ...small,
        format: "pytorch",
        architecture: "resnet20",
        path: "networks/nan.pth",
        sha256: sha256OfFile(weights),
      },
      /must be those of resnet20; one fault:\n {2}conv1\.weight must be finite and has NaN at 5\n$/,
    ],
    [
      "weights of PyTorch without their architecture",
      { ...small, format: "pytorch" },
      /networks\[2\]\.architecture: must be there for weights of PyTorch, and for nothing else/,
    ],
    [
      "a file that is not there",
      { ...small, path: "networks/none.onnx" },
      /the file of the network "mine" must be at networks\/none\.onnx in the data folder/,
    ],
  ] as const)
    test(what, () => {
      enter(change);
      const { status, stdout, stderr } = run("DLRN_NETWORK=mine npx dlrn weights info");
      assert.equal(status, 1);
      assert.match(stderr, message);
      assert.equal(stdout, "");
      const kept = join(root, ".cache/networks");
      assert.deepEqual(existsSync(kept) ? readdirSync(kept) : [], []);
    });
});
