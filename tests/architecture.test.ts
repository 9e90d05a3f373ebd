/** The dependency rule of CONTRIBUTING.md, as a test: a stage may import only from itself and from stages to its left. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const STAGES =
  "math compare io cohort imaging features harmonize select model evaluate proof audit twin table plot report runner cli".split(
    " ",
  );
const IMPORT =
  /(?:from\s+|import\s*\(\s*|import\s+)(?:"|'|`)(?:dlrn|(?:\.\.\/)+)\/?(\w+)\/[^"'`]*(?:"|'|`)/g;

const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);

test("there are sources to check", () => assert.ok(files.length > 5, `found ${files.length}`));

for (const file of files) {
  test(`src/${file} imports only from the left`, () => {
    const [stage, ...inner] = file.split("/");
    const at = STAGES.indexOf(stage!);
    assert.ok(at >= 0, `src/${stage} is not a stage`);
    for (const [statement, source] of readFileSync(`src/${file}`, "utf8").matchAll(IMPORT)) {
      const from = STAGES.indexOf(source!);
      if (from < 0 && inner.length > 1) continue; // a folder inside the stage
      assert.ok(from >= 0, `${statement} does not name a stage`);
      assert.ok(from < at, `${stage} must not import ${source}`);
    }
  });
}
