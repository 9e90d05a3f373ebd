import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, test } from "node:test";
import type { InputFile } from "dlrn/io/manifest";
import { fetchFile, type Get } from "dlrn/runner/fetch";

const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
const file: InputFile = {
  id: "a",
  role: "image",
  root: "data",
  path: "images/a.bin",
  bytes: 1000,
  licence: "CC0",
  citation: "none",
  sha256: createHash("sha256").update(bytes).digest("hex"),
  address: "https://example.org/a.bin",
};
const root = mkdtempSync(join(tmpdir(), "dlrn-fetch-"));
after(() => rmSync(root, { recursive: true }));
const target = join(root, "images", "a.bin");
const folders = { repository: root, data: root };
const quiet = { received: () => {} };
beforeEach(() => rmSync(join(root, "images"), { recursive: true, force: true }));

/** A server in memory; it honours a range unless told not to. */
function server(
  content: Uint8Array,
  { ranges = true, status = 200 } = {},
): { get: Get; asked: string[] } {
  const asked: string[] = [];
  const get: Get = async (_address, { headers }) => {
    asked.push(headers["range"] ?? "all");
    const from = ranges && headers["range"] ? Number(/\d+/.exec(headers["range"])?.[0]) : 0;
    return new Response(content.slice(from), {
      status: status !== 200 ? status : from > 0 ? 206 : 200,
    });
  };
  return { get, asked };
}

describe("a file by its address", () => {
  test("gets its name only when it is whole and right, and is not asked for again", async () => {
    const { get, asked } = server(bytes);
    assert.equal(await fetchFile(file, folders, get, quiet), "downloaded");
    assert.deepEqual(new Uint8Array(readFileSync(target)), bytes);
    assert.equal(await fetchFile(file, folders, get, quiet), "present");
    assert.equal(asked.length, 1);
  });

  test("goes on where it broke off, or begins again where the server cannot", async () => {
    for (const ranges of [true, false]) {
      rmSync(join(root, "images"), { recursive: true, force: true });
      await assert.rejects(
        fetchFile(file, folders, server(bytes.slice(0, 400)).get, quiet),
        /gave 400 bytes/,
      );
      assert.ok(!existsSync(target));
      writeFileSync(`${target}.part`, bytes.slice(0, 300));
      const { get, asked } = server(bytes, { ranges });
      assert.equal(await fetchFile(file, folders, get, quiet), "downloaded");
      assert.deepEqual(asked, ["bytes=300-"]);
      assert.deepEqual(new Uint8Array(readFileSync(target)), bytes);
    }
  });

  test("other bytes of the same size are deleted and refused", async () => {
    await assert.rejects(
      fetchFile(file, folders, server(bytes.map((b) => b ^ 1)).get, quiet),
      /SHA-256 \w+; it was deleted$/,
    );
    assert.ok(!existsSync(target) && !existsSync(`${target}.part`));
  });

  test("more bytes than recorded are cut off and refused", async () => {
    await assert.rejects(
      fetchFile(file, folders, server(Uint8Array.from([...bytes, 1])).get, quiet),
      /must give 1000 bytes; .* gives more/,
    );
  });

  test("an address that refuses is named with its answer", async () => {
    await assert.rejects(fetchFile(file, folders, server(bytes, { status: 404 }).get, quiet), {
      name: "InputError",
      message:
        /data: images\/a\.bin: the address must give the file; https:\/\/example\.org\/a\.bin answered 404/,
    });
  });

  test("a derived file is not downloaded; a path outside its root is refused", async () => {
    const { address: _address, ...rest } = file;
    assert.equal(
      await fetchFile({ ...rest, address: null }, folders, server(bytes).get, quiet),
      "derived",
    );
    await assert.rejects(
      fetchFile({ ...file, path: "../a.bin" }, folders, server(bytes).get, quiet),
      /must stay under its root/,
    );
  });
});
