import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const mistakes: [args: string[], message: string][] = [
  [["extract", "--foo"], "dlrn: Unknown option '--foo'; try: npx dlrn extract --help\n"],
  [["verify", "--foo=1"], "dlrn: Unknown option '--foo'; try: npx dlrn verify --help\n"],
  [
    ["extract", "--out"],
    "dlrn: Option '--out <value>' argument missing; try: npx dlrn extract --help\n",
  ],
];
for (const [args, message] of mistakes)
  test(`dlrn ${args.join(" ")}: one sentence that tells where to look`, () => {
    const { status, stderr } = spawnSync(process.execPath, ["bin/dlrn.mjs", ...args], {
      encoding: "utf8",
    });
    assert.equal(stderr, message);
    assert.equal(status, 1);
  });
