/**
 * Work that several processes want at the same time is done by one of them, while the others wait.
 *
 * Who works listens on a local socket of the work's name. Who finds that somebody listens connects and waits for the
 * connection to end: it does when the work is done, and when the other process dies, however it dies. A cell that waits
 * tells so, and is not ended for it: the limit of the other's cell decides.
 */

import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reportWaiting } from "./report-progress.js";

const MILLISECONDS_BETWEEN_SIGNS = 1000;

/** @param name of the work on this machine, such as the path of its result */
export async function whileOthersWait<T>(name: string, work: () => Promise<T>): Promise<T> {
  const address = addressOf(name);
  let stop = await listen(address);
  while (stop === null) {
    await endOfOther(address);
    stop = await listen(address);
  }
  try {
    return await work();
  } finally {
    stop();
  }
}

/** Short, since the system limits its length. */
function addressOf(name: string): string {
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 24);
  return process.platform === "win32"
    ? `\\\\.\\pipe\\dlrn-${digest}`
    : join(tmpdir(), `dlrn-${digest}.sock`);
}

/** @returns what ends the listening; null if somebody else listens */
function listen(address: string): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    const waiting = new Set<Socket>();
    const server: Server = createServer((socket) => {
      waiting.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => waiting.delete(socket));
      socket.unref();
    });
    server.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(null) : reject(error),
    );
    server.listen(address, () =>
      resolve(() => {
        server.close();
        for (const socket of waiting) socket.destroy();
      }),
    );
    server.unref();
  });
}

/** Resolves when nobody listens any more; the socket of a process that died is taken away. */
function endOfOther(address: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = createConnection(address);
    const signs = setInterval(reportWaiting, MILLISECONDS_BETWEEN_SIGNS);
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED") rmSync(address, { force: true });
    });
    socket.on("close", () => {
      clearInterval(signs);
      resolve();
    });
  });
}
