import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { decodeMessage, encodeRequest } from "dlrn/runner/message";

const buffers = (frames: readonly string[]): Buffer[] => frames.map((frame) => Buffer.from(frame));

test("a request carries its delimiter, its signature and four parts of JSON", () => {
  const { id, frames } = encodeRequest("secret", "session", "execute_request", { code: "1" });
  const [delimiter, signature, ...parts] = frames;
  assert.equal(delimiter, "<IDS|MSG>");
  assert.equal(signature, createHmac("sha256", "secret").update(parts.join("")).digest("hex"));
  const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part) as object);
  assert.deepEqual([parent, metadata, content], [{}, {}, { code: "1" }]);
  assert.ok(header && "msg_id" in header && header.msg_id === id);
});

test("a message is read behind any routing prefix, and names the request it answers", () => {
  const { frames } = encodeRequest("secret", "session", "status", { execution_state: "idle" });
  const message = decodeMessage("secret", buffers(["route", ...frames]));
  assert.deepEqual(message, {
    type: "status",
    parentId: undefined,
    content: { execution_state: "idle" },
  });
});

test("refuses a message signed with another key, one that was changed, and one that is none", () => {
  const { frames } = encodeRequest("secret", "session", "status", {});
  const wrong = { message: "the kernel sent a message with a wrong signature" };
  assert.throws(() => decodeMessage("other", buffers(frames)), wrong);
  const changed = [...frames.slice(0, -1), '{"a":1}'];
  assert.throws(() => decodeMessage("secret", buffers(changed)), wrong);
  const none = { message: "the kernel sent something that is no message" };
  assert.throws(() => decodeMessage("secret", buffers(["a", "b"])), none);
  assert.throws(() => decodeMessage("secret", buffers(frames.slice(0, 4))), none);
});
