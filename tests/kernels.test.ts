/** The committed bytes of each kernel are those of its source. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { kernelModule, kernelSources } from "./kernels.js";

for (const path of kernelSources())
  test(path, async () => {
    assert.equal(readFileSync(`${path}-code.ts`, "utf8"), await kernelModule(path));
  });
