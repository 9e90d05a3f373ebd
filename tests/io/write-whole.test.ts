/** Files written whole: left alone when they are the same, and where they cannot be written nothing is left behind. */

import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { writeWhole } from "dlrn/io/write-whole";

const folder = mkdtempSync(join(tmpdir(), "dlrn-write-"));
after(() => rmSync(folder, { recursive: true }));

test("folders are made, and the same bytes again leave the file alone", () => {
  const path = join(folder, "a/b/c.txt");
  assert.equal(writeWhole(path, "one"), true);
  utimesSync(path, 1, 1);
  assert.equal(writeWhole(path, "one"), false);
  assert.equal(statSync(path).mtimeMs, 1000);
  assert.equal(writeWhole(path, "two"), true);
  assert.equal(readFileSync(path, "utf8"), "two");
});

test("where a file stands in the way of a folder, or a folder in that of a file, it is said, and nothing is left", () => {
  writeWhole(join(folder, "file"), "");
  mkdirSync(join(folder, "taken/inner"), { recursive: true });
  for (const path of [join(folder, "file/below.txt"), join(folder, "taken")])
    assert.throws(() => writeWhole(path, "x"), {
      name: "InputError",
      message: new RegExp(`^${path}: it must be possible to write this file; E`),
    });
  assert.deepEqual(readdirSync(folder).sort(), ["a", "file", "taken"]);
});
