import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { environmentPage } from "dlrn/report/environment";

describe("environment.md", () => {
  test("is what the installed packages say", () => {
    assert.equal(readFileSync("environment.md", "utf8"), environmentPage("."));
  });

  test("names the version and licence of each package of package.json", () => {
    const page = readFileSync("environment.md", "utf8");
    const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
      const installed = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
      assert.ok(page.includes(`| ${name} | ${installed.version} | ${installed.license} |`), name);
    }
  });
});

describe("every version is pinned exactly", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    test(name, () => assert.match(String(version), /^(npm:[\w.-]+@)?\d+\.\d+\.\d+$/));
  }

  test("the lockfile carries no download addresses", () => {
    assert.doesNotMatch(readFileSync("package-lock.json", "utf8"), /"resolved": "http/);
  });
});
