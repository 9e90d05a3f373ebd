import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import type { InputFile } from "dlrn/io/manifest";
import { fetchFile, type Get } from "dlrn/runner/fetch";
import { httpsGet } from "dlrn/runner/https-get";

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
    const own = { ...file, address: null };
    const derivedFrom = { files: ["b"], rule: "cut" };
    const { get } = server(bytes);
    assert.equal(await fetchFile({ ...own, derivedFrom }, folders, get, quiet), "derived");
    assert.equal(await fetchFile(own, folders, get, quiet), "not public");
    await assert.rejects(
      fetchFile({ ...file, path: "../a.bin" }, folders, server(bytes).get, quiet),
      /must stay under its root/,
    );
  });
});

/** How a server answers its n-th request, from 0; it honours ranges where it sends what it is given. */
type Answer = (n: number, request: IncomingMessage, response: ServerResponse) => void;

describe("from a server on this machine", () => {
  const running: Server[] = [];
  afterEach(() => {
    for (const server of running.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** A server, and a `get` that takes every https address for it. */
  async function serve(answer: Answer): Promise<{ get: Get; asked: string[] }> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      answer(asked.push(request.headers.range ?? "all") - 1, request, response);
    });
    running.push(server);
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as AddressInfo;
    const here = (address: string): string =>
      address.replace("https://example.org", `http://127.0.0.1:${port}`);
    return { get: httpsGet((address, options) => fetch(here(address), options)), asked };
  }

  const fromOf = ({ headers }: IncomingMessage): number =>
    Number(/\d+/.exec(headers.range ?? "")?.[0] ?? 0);
  /** What is left of the file, as a server that honours ranges sends it. */
  function send(request: IncomingMessage, response: ServerResponse, until = bytes.length): void {
    const from = fromOf(request);
    const headers = { "content-length": bytes.length - from };
    if (from === 0) response.writeHead(200, headers);
    else
      response.writeHead(206, {
        ...headers,
        "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
      });
    response.write(bytes.subarray(from, until));
    if (until === bytes.length) response.end();
    else setTimeout(() => response.destroy(), 30);
  }

  test("a connection that breaks goes on from where it was, with progress", async () => {
    const { get, asked } = await serve((n, request, response) =>
      send(request, response, [300, 700, 1000][n]),
    );
    const told: number[] = [];
    const received = (_: InputFile, have: number): void => void told.push(have);
    assert.equal(await fetchFile(file, folders, get, { received }), "downloaded");
    assert.deepEqual(asked, ["all", "bytes=300-", "bytes=700-"]);
    assert.deepEqual(told, [300, 700, 1000]);
    assert.deepEqual(new Uint8Array(readFileSync(target)), bytes);
    assert.ok(!existsSync(`${target}.part`));
  });

  test("one that breaks again and again is told, and what came is kept for the next call", async () => {
    const first = await serve((_, request, response) => send(request, response, 400));
    await assert.rejects(fetchFile(file, folders, first.get, quiet, { retries: 2 }), {
      name: "InputError",
      message:
        /^data: images\/a\.bin: the download must not break off; https:\/\/example\.org\/a\.bin: .+, after 400 of 1000 bytes, which are kept; run it again to go on$/,
    });
    assert.equal(first.asked.length, 3);
    assert.ok(!existsSync(target));
    const second = await serve((_, request, response) => send(request, response));
    assert.equal(await fetchFile(file, folders, second.get, quiet), "downloaded");
    assert.deepEqual(second.asked, ["bytes=400-"]);
  });

  test("a server that falls silent is left", async () => {
    const { get } = await serve((_n, _request, response) => {
      response.writeHead(200);
      response.write(bytes.subarray(0, 10));
    });
    await assert.rejects(
      fetchFile(file, folders, get, quiet, { retries: 0, silence: 100 }),
      /no byte for 0\.1 seconds, after 10 of 1000 bytes, which are kept/,
    );
  });

  test("a server that cannot be reached is told with its reason", async () => {
    const { get } = await serve(() => assert.fail("asked"));
    await new Promise((closed) => running.pop()?.close(closed));
    await assert.rejects(
      fetchFile(file, folders, get, quiet, { retries: 1 }),
      /must not break off; https:\/\/example\.org\/a\.bin: connect ECONNREFUSED .*, after 0 of 1000 bytes; run it again/,
    );
  });

  test("a range other than asked, or none to be had, begins again", async () => {
    mkdirSync(join(root, "images"), { recursive: true });
    writeFileSync(`${target}.part`, bytes.slice(0, 300));
    const other = await serve((n, _request, response) => {
      if (n > 0) assert.fail("asked twice");
      response.writeHead(206, { "content-range": "bytes 0-999/1000" }).end(bytes);
    });
    assert.equal(await fetchFile(file, folders, other.get, quiet), "downloaded");
    rmSync(target);
    writeFileSync(`${target}.part`, bytes.slice(0, 300));
    const none = await serve((n, request, response) => {
      if (n === 0) response.writeHead(416).end();
      else send(request, response);
    });
    assert.equal(await fetchFile(file, folders, none.get, quiet), "downloaded");
    assert.deepEqual(none.asked, ["bytes=300-", "all"]);
  });

  test("what was begun from other bytes is found out by the checksum, and nothing gets the name", async () => {
    mkdirSync(join(root, "images"), { recursive: true });
    writeFileSync(
      `${target}.part`,
      bytes.slice(0, 300).map((b) => b ^ 1),
    );
    const { get } = await serve((_, request, response) => send(request, response));
    await assert.rejects(
      fetchFile(file, folders, get, quiet),
      /1000 bytes, SHA-256 \w+; it was deleted/,
    );
    assert.ok(!existsSync(target) && !existsSync(`${target}.part`));
  });

  test("redirects are followed over https, and refused to anything else or without end", async () => {
    const { get, asked } = await serve((_, request, response) => {
      if (request.url === "/a.bin") response.writeHead(302, { location: "/b.bin" }).end();
      else send(request, response);
    });
    assert.equal(await fetchFile(file, folders, get, quiet), "downloaded");
    assert.equal(asked.length, 2);
    rmSync(target);
    const down = await serve((_n, _request, response) => {
      response.writeHead(301, { location: "http://example.org/a.bin" }).end();
    });
    await assert.rejects(fetchFile(file, folders, down.get, quiet), {
      name: "InputError",
      message:
        "data: images/a.bin: an address must be https, and lead to https only; https://example.org/a.bin leads to http://example.org/a.bin",
    });
    assert.equal(down.asked.length, 1);
    const round = await serve((_n, _request, response) => {
      response.writeHead(302, { location: "/a.bin" }).end();
    });
    await assert.rejects(fetchFile(file, folders, round.get, quiet), /redirected without end/);
    assert.equal(round.asked.length, 11);
  });
});
