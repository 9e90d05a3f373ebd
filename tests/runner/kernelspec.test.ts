import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { describe, test } from "node:test";
import { run } from "dlrn/cli/commands/kernel";
import { display } from "dlrn/runner/display";
import { userDataFolder } from "dlrn/runner/kernelspec";

test("kernel install --prefix writes a kernelspec with absolute paths", async () => {
  const prefix = mkdtempSync(join(tmpdir(), "dlrn-test-"));
  try {
    await run(["install", "--prefix", prefix]);
    const path = join(prefix, "share", "jupyter", "kernels", "tslab", "kernel.json");
    const spec = JSON.parse(readFileSync(path, "utf8")) as { argv: string[]; language: string };
    const [node, entry, ...rest] = spec.argv;
    assert.equal(node, process.execPath);
    assert.ok(entry !== undefined && isAbsolute(entry) && existsSync(entry));
    assert.deepEqual(rest, ["--config-path", "{connection_file}"]);
    assert.equal(spec.language, "typescript");
  } finally {
    rmSync(prefix, { recursive: true });
  }
});

describe("the user's data folder is where Jupyter looks", () => {
  // jupyter_core 4.12, jupyter_core.paths.jupyter_data_dir
  const cases: [NodeJS.Platform, NodeJS.ProcessEnv, string][] = [
    ["linux", {}, "/home/u/.local/share/jupyter"],
    ["linux", { XDG_DATA_HOME: "/data" }, "/data/jupyter"],
    ["linux", { XDG_DATA_HOME: "/data", JUPYTER_DATA_DIR: "/j" }, "/j"],
    ["darwin", {}, "/home/u/Library/Jupyter"],
    ["win32", { APPDATA: "/roaming" }, "/roaming/jupyter"],
  ];
  for (const [platform, environment, expected] of cases) {
    test(expected, () => assert.equal(userDataFolder(platform, environment, "/home/u"), expected));
  }
});

describe("refuses", () => {
  const cases: [string[], string][] = [
    [[], 'the command must be: npx dlrn kernel install; got "kernel "'],
    [["start"], 'the command must be: npx dlrn kernel install; got "kernel start"'],
    [
      ["install", "--user", "--prefix", "x"],
      "the kernel must go to one place; got both --user and --prefix",
    ],
  ];
  for (const [args, message] of cases) {
    test(`kernel ${args.join(" ")}`, () =>
      assert.rejects(run(args), { name: "RangeError", message }));
  }
  test("a display outside a notebook", () => {
    assert.throws(() => display({ "text/plain": "x" }), {
      name: "RangeError",
      message: "display must be called in a cell of a notebook; this is no kernel",
    });
  });
});
