/**
 * Messages of the Jupyter protocol on the wire (https://jupyter-client.readthedocs.io/en/stable/messaging.html,
 * version 5.3): a delimiter, an HMAC-SHA256 of the four parts that follow, then header, parent, metadata, content.
 */

import { createHmac, randomUUID } from "node:crypto";

const DELIMITER = "<IDS|MSG>";

/** A message from the kernel. */
export interface Message {
  readonly type: string;
  /** Id of the request that it answers; undefined for one that answers none. */
  readonly parentId: string | undefined;
  readonly content: Readonly<Record<string, unknown>>;
}

/** A request ready to be sent. */
export interface Request {
  readonly id: string;
  readonly frames: readonly string[];
}

export function encodeRequest(
  key: string,
  session: string,
  type: string,
  content: object,
): Request {
  const id = randomUUID();
  const date = new Date().toISOString();
  const header = { msg_id: id, session, username: "dlrn", date, msg_type: type, version: "5.3" };
  const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
  return { id, frames: [DELIMITER, signature(key, parts), ...parts] };
}

/** @throws Error if the frames are no message, or one that was not signed with this key */
export function decodeMessage(key: string, frames: readonly Buffer[]): Message {
  const texts = frames.map((frame) => frame.toString());
  const at = texts.indexOf(DELIMITER);
  const [signed, ...parts] = texts.slice(at + 1, at + 6);
  if (at < 0 || parts.length < 4) throw new Error("the kernel sent something that is no message");
  if (signature(key, parts) !== signed)
    throw new Error("the kernel sent a message with a wrong signature");
  const header = JSON.parse(parts[0]) as { msg_type: string };
  const parent = JSON.parse(parts[1]) as { msg_id?: string };
  const content = JSON.parse(parts[3]) as Record<string, unknown>;
  return { type: header.msg_type, parentId: parent.msg_id, content };
}

function signature(key: string, parts: readonly string[]): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}
