/** `dlrn weights`: an import that fails writes nothing, one that succeeds says what it made. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { RESNET20 } from "dlrn/features/deep/residual-network";
import { projectRoot } from "dlrn/runner/environment";
import { formulaWeights, safetensorsFile } from "../features/deep/weights.js";

const folder = mkdtempSync(join(tmpdir(), "dlrn-weights-"));
after(() => rmSync(folder, { recursive: true }));
const weights = join(folder, "resnet20.safetensors");
writeFileSync(weights, safetensorsFile(formulaWeights(RESNET20)));
const out = join(folder, "network.onnx");

function dlrn(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [`${projectRoot()}bin/dlrn.mjs`, "weights", ...args], {
    encoding: "utf8",
  });
}

test("weights of another architecture are refused with every fault, and nothing is written", () => {
  const { status, stderr } = dlrn("import", weights, "--out", out);
  assert.equal(status, 1);
  assert.match(
    stderr,
    /must be those of resnet34; \d+ faults:\n {2}conv1\.weight must be 64 x 3 x 7 x 7/,
  );
  assert.ok(!existsSync(out));
});

test("an import tells its hashes, and info tells what the file says of itself", () => {
  const { status, stdout } = dlrn("import", weights, "--out", out, "--architecture", "resnet20");
  assert.equal(status, 0);
  assert.match(stdout, /weights of resnet20, SHA-256 [0-9a-f]{64}/);
  const info = dlrn("info", out).stdout;
  assert.match(
    info,
    /input {3}image: N x 3 x 32 x 32\noutput {2}maps: N x 64 x 8 x 8\noutput {2}features: N x 64\n/,
  );
});
