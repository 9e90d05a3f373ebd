/** Results that are kept: computed once, whole or absent, and never those of other code or inputs. */

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { codeKey } from "dlrn/runner/code-key";
import { pruneKept, readKept, writeKept } from "dlrn/runner/kept-file";
import {
  type Remembered,
  recalled,
  recalledNumbers,
  remember,
  rememberNumbers,
} from "dlrn/runner/remember";

const cache = mkdtempSync(join(tmpdir(), "dlrn-test-"));
process.env["DLRN_CACHE"] = cache;
after(() => rmSync(cache, { recursive: true }));

const modules = ["dlrn/math/normal"];
const what = (name: string, seed: number): Remembered => ({ name, modules, inputs: { seed } });
const files = (name: string): string[] =>
  readdirSync(join(cache, "results", name)).map((file) => join(cache, "results", name, file));

describe("remember", () => {
  test("computes once for the same inputs, and again for others", async () => {
    let runs = 0;
    const compute = async (): Promise<{ run: number }> => ({ run: ++runs });
    assert.equal(recalled(what("once", 1)), undefined);
    assert.deepEqual(await remember(what("once", 1), compute), { run: 1 });
    assert.deepEqual(await remember(what("once", 1), compute), { run: 1 });
    assert.deepEqual(recalled(what("once", 1)), { run: 1 });
    assert.deepEqual(await remember(what("once", 2), compute), { run: 2 });
    const others = { ...what("once", 1), modules: ["dlrn/math/gamma"] };
    assert.deepEqual(await remember(others, compute), { run: 3 });
    assert.equal(files("once").length, 3);
  });

  test("two callers at the same time share one computation", async () => {
    let runs = 0;
    const compute = async (): Promise<number> => ++runs;
    const both = [remember(what("shared", 1), compute), remember(what("shared", 1), compute)];
    assert.deepEqual(await Promise.all(both), [1, 1]);
  });

  test("gives the same whether it was computed now or before", async () => {
    const first = await remember(what("same", 1), async () => [-0, 0.1]);
    assert.deepEqual(await remember(what("same", 1), async () => [7]), first);
  });

  test("a failed computation keeps nothing and may be tried again", async () => {
    const fails = remember(what("fails", 1), () => Promise.reject(new RangeError("no")));
    await assert.rejects(fails, new RangeError("no"));
    assert.equal(await remember(what("fails", 1), async () => 5), 5);
  });

  test("a file that was cut, changed or emptied counts as absent, and is made again", async () => {
    await remember(what("damaged", 1), async () => ({ value: 12345 }));
    const [path] = files("damaged");
    const whole = readFileSync(path!);
    const changed = Buffer.from(whole);
    changed[changed.length - 2]! ^= 1;
    for (const damaged of [whole.subarray(0, whole.length - 1), changed, Buffer.alloc(0)]) {
      writeFileSync(path!, damaged);
      assert.equal(recalled(what("damaged", 1)), undefined);
      await remember(what("damaged", 1), async () => ({ value: 12345 }));
      assert.deepEqual(readFileSync(path!), whole);
    }
  });

  test("what is older than asked for is computed again, once", async () => {
    await remember(what("forced", 1), async () => 1);
    const old = new Date(Date.now() - 60_000);
    utimesSync(files("forced")[0]!, old, old);
    process.env["DLRN_CACHE_SINCE"] = String(Date.now() - 1000);
    try {
      assert.equal(recalled(what("forced", 1)), undefined);
      assert.equal(await remember(what("forced", 1), async () => 2), 2);
      assert.equal(await remember(what("forced", 1), async () => 3), 2);
    } finally {
      delete process.env["DLRN_CACHE_SINCE"];
    }
  });

  test("refuses numbers that JSON does not know, bad names and unknown modules", async () => {
    await assert.rejects(
      remember(what("infinite", 1), async () => ({ auc: Number.NaN })),
      new RangeError('numbers must be finite to be kept; "auc" is NaN'),
    );
    assert.throws(() => recalled({ ...what("infinite", 1), inputs: [Number.NaN] }), RangeError);
    assert.throws(
      () => recalled(what("../x", 1)),
      new RangeError(
        'the name of a kept result must be small letters, digits and hyphens; got "../x"',
      ),
    );
    assert.throws(
      () => codeKey(["dlrn/math/nothing"]),
      new RangeError(
        'modules must be named like "dlrn/features/case"; there is no "dlrn/math/nothing"',
      ),
    );
  });
});

test("numbers come back bit for bit", async () => {
  const numbers = Float64Array.of(0.1, -0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324);
  const kept = what("numbers", 1);
  assert.equal(recalledNumbers(kept), undefined);
  for (const values of [await rememberNumbers(kept, async () => numbers), recalledNumbers(kept)!])
    assert.deepEqual(new Uint8Array(values.buffer), new Uint8Array(numbers.buffer));
});

test("the most recently used files stay, and each that was used within the last hour", () => {
  const folder = join(cache, "pruned");
  const now = Date.now();
  const ages: Record<string, number> = { a: 10, b: 3, c: 2, d: 0.5, e: 5 };
  for (const [name, hours] of Object.entries(ages)) {
    writeKept(join(folder, name), Uint8Array.of(1));
    const used = new Date(now - hours * 3_600_000);
    utimesSync(join(folder, name), used, used);
  }
  assert.notEqual(readKept(join(folder, "a")), null); // used: now the most recent
  pruneKept(folder, 3, now);
  assert.deepEqual(readdirSync(folder), ["a", "c", "d"]);
  pruneKept(folder, 0, now);
  assert.deepEqual(readdirSync(folder), ["a", "d"]);
});
