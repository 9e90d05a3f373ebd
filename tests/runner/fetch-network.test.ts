/** Networks by their address: kept only if the first digits of the SHA-256 agree. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readManifest } from "dlrn/io/manifest";
import { projectRoot } from "dlrn/runner/environment";
import { fetchNetwork } from "dlrn/runner/fetch-network";

const data = mkdtempSync(join(tmpdir(), "dlrn-fetch-"));
after(() => rmSync(data, { recursive: true }));
const folders = { repository: data, data };
const [entry] = readManifest(projectRoot()).networks;
const content = "weights";
const digits = createHash("sha256").update(content).digest("hex").slice(0, 8);

test("the manifest's ResNet34 is torchvision's, by the digits in its name", () => {
  assert.equal(entry.address, "https://download.pytorch.org/models/resnet34-b627a593.pth");
  assert.ok(entry.address?.includes(`-${entry.sha256}.`));
  assert.equal(entry.licence, "BSD-3-Clause");
});

test("other bytes are deleted, a refusal is told, and nothing stays behind", async () => {
  await assert.rejects(
    fetchNetwork(entry, folders, async () => new Response("something else")),
    {
      name: "InputError",
      message: /must have a SHA-256 that begins with b627a593; .* it was deleted$/,
    },
  );
  await assert.rejects(
    fetchNetwork(
      entry,
      folders,
      async () => new Response("", { status: 404, statusText: "Not Found" }),
    ),
    { name: "InputError", message: /answered 404 Not Found; try again later$/ },
  );
  const broken = async (): Promise<Response> => {
    throw new TypeError("fetch failed", { cause: new Error("no such host") });
  };
  await assert.rejects(fetchNetwork(entry, folders, broken), {
    name: "InputError",
    message: /the address must be reached; .*: no such host; try again later$/,
  });
  assert.deepEqual(
    existsSync(join(data, "networks")) ? readdirSync(join(data, "networks")) : [],
    [],
  );
});

test("the right bytes are kept, and not fetched twice", async () => {
  const mine = { ...entry, sha256: digits };
  const get = async (): Promise<Response> => new Response(content);
  assert.equal(await fetchNetwork(mine, folders, get), "downloaded");
  assert.equal(readFileSync(join(data, entry.path), "utf8"), content);
  const refuse = async (): Promise<Response> => assert.fail("fetched again");
  assert.equal(await fetchNetwork(mine, folders, refuse), "present");
});
