/** Each command that the README shows is run: by CI, or by a test that is named here. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

/** Commands that CI does not run as they stand, by their first words, and the test that runs them. */
const TESTED: Readonly<Record<string, string>> = {
  "npm run reproduce": ".ci/run",
  "npm test": ".ci/run",
  "npx dlrn extract --image": "tests/features/extract.test.ts",
  "npx dlrn extract --cases": "tests/features/extract.test.ts",
  "npx dlrn data fetch resnet34-imagenet": "tests/cli/own-network.test.ts",
  "DLRN_NETWORK=resnet34-imagenet npx dlrn reproduce": "tests/cli/own-network.test.ts",
  "npx dlrn weights import": "tests/cli/own-network.test.ts",
  "npx dlrn weights info": "tests/cli/own-network.test.ts",
  "npx dlrn twin images": "tests/cohort/own-cohort.test.ts",
  "npx dlrn cohort init": "tests/cohort/own-cohort.test.ts",
  "npx dlrn data check mine": "tests/cohort/own-cohort.test.ts",
  "npx dlrn reproduce --cohort mine": "tests/cohort/own-cohort.test.ts",
  "npx dlrn kernel install --user": "tests/runner/kernelspec.test.ts",
};

const ci = readFileSync(".ci/run", "utf8")
  .split("\n")
  .map((line) => line.trim().replace("node bin/dlrn.mjs", "npx dlrn"));
const commands = [...readFileSync("README.md", "utf8").matchAll(/```sh\n(.*?)```/gs)]
  .flatMap(([, block]) => block!.trim().split("\n"))
  .map((line) => line.replace(/ +#.*/, ""));

test("the README has its commands", () => assert.ok(commands.length > 20));

for (const command of commands) {
  const [, file] = Object.entries(TESTED).find(([words]) => command.startsWith(words)) ?? [];
  test(`${command}: run by ${file ?? ".ci/run"}`, () => {
    if (file === undefined)
      assert.ok(
        ci.some((line) => line.startsWith(command)),
        "no line of .ci/run begins so",
      );
    else {
      const words = command
        .split(" ")
        .find((word) => /^(extract|weights|init|images|install)$/.test(word));
      const text = readFileSync(file, "utf8");
      assert.ok(text.includes(words ?? command.split(" ").at(-1)!), `${file} does not run it`);
    }
  });
}
