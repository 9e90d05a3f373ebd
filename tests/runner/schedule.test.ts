import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runInOrder, type Task } from "dlrn/runner/schedule";
import fc from "fast-check";

const task = (number: string, ...reads: string[]): Task => ({ number, reads });

interface Log {
  readonly events: string[];
  readonly succeeded: boolean;
  readonly mostAtOnce: number;
}

/** Run tasks that each take a turn or more of the event loop; those of `failing` fail. */
async function logOf(tasks: Task[], jobs: number, failing: string[] = []): Promise<Log> {
  const events: string[] = [];
  let running = 0;
  let mostAtOnce = 0;
  const succeeded = await runInOrder(tasks, jobs, {
    async run({ number }) {
      events.push(`start ${number}`);
      mostAtOnce = Math.max(mostAtOnce, ++running);
      for (let i = 0; i < 1 + (Number(number) % 3); i++)
        await new Promise((done) => setImmediate(done));
      running--;
      events.push(`end ${number}`);
      return !failing.includes(number);
    },
    skip: ({ number }, because) => events.push(`skip ${number} after ${because.number}`),
  });
  return { events, succeeded, mostAtOnce };
}

const diamond = [task("01"), task("02", "01"), task("03", "01"), task("04", "02", "03")];

describe("the order of tasks", () => {
  test("one at a time: by number", async () => {
    const { events } = await logOf(diamond, 1);
    const starts = events.filter((event) => event.startsWith("start"));
    assert.deepEqual(starts, ["start 01", "start 02", "start 03", "start 04"]);
  });

  test("two at a time where both are ready", async () => {
    const { events, mostAtOnce, succeeded } = await logOf(diamond, 2);
    assert.deepEqual(events.slice(0, 4), ["start 01", "end 01", "start 02", "start 03"]);
    assert.equal(events.at(-2), "start 04");
    assert.equal(mostAtOnce, 2);
    assert.ok(succeeded);
  });

  test("a failure stops what depends on it, through others too, and no more", async () => {
    const tasks = [...diamond, task("05", "04"), task("06", "03")];
    const { events, succeeded } = await logOf(tasks, 2, ["02"]);
    assert.ok(!succeeded);
    assert.ok(events.includes("skip 04 after 02"));
    assert.ok(events.includes("skip 05 after 04"));
    assert.ok(events.includes("end 03") && events.includes("end 06"));
  });

  test("what is read but not among the tasks counts as done", async () => {
    const { events } = await logOf([task("07", "01", "02")], 1);
    assert.deepEqual(events, ["start 07", "end 07"]);
  });

  test("any tasks, any jobs: each runs once, after what it reads, never more than jobs at a time", async () => {
    const graph = fc.array(fc.array(fc.nat(9), { maxLength: 3 }), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(graph, fc.integer({ min: 1, max: 4 }), async (reads, jobs) => {
        const name = (i: number): string => String(i).padStart(2, "0");
        const tasks = reads.map((of, i) => task(name(i), ...of.filter((j) => j < i).map(name)));
        const { events, mostAtOnce } = await logOf(tasks, jobs);
        assert.ok(mostAtOnce <= jobs);
        assert.equal(events.length, 2 * tasks.length);
        for (const { number, reads: before } of tasks) {
          for (const read of before) {
            assert.ok(events.indexOf(`end ${read}`) < events.indexOf(`start ${number}`));
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("refuses", () => {
  test("a circle", async () => {
    await assert.rejects(logOf([task("01"), task("02", "03"), task("03", "02")], 1), {
      name: "InputError",
      message: "notebooks must not wait for one another in a circle; 02 reads 03; 03 reads 02",
    });
  });
  for (const jobs of [0, 1.5, Number.NaN]) {
    test(`${jobs} jobs`, async () => {
      await assert.rejects(logOf(diamond, jobs), {
        name: "RangeError",
        message: `jobs must be a whole number of at least 1; got ${jobs}`,
      });
    });
  }
});
