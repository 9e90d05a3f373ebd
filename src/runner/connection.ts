/**
 * Where a kernel and its client meet: a connection file and three sockets. Over `ipc` a private folder holds the
 * sockets, and no port can be taken by another program; where ipc does not exist (Windows) it is TCP on 127.0.0.1.
 */

import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capability, Dealer, Subscriber } from "zeromq";

export type Transport = "ipc" | "tcp";

export interface Connection {
  /** Signs every message. */
  readonly key: string;
  /** For the kernel's `--config-path`. */
  readonly file: string;
  readonly shell: Dealer;
  readonly control: Dealer;
  readonly iopub: Subscriber;
  /** Close the sockets and remove the folder. */
  close(): void;
}

export async function openConnection(
  transport: Transport = capability.ipc === true ? "ipc" : "tcp",
): Promise<Connection> {
  const folder = mkdtempSync(join(tmpdir(), "dlrn-"));
  const key = randomUUID();
  const file = join(folder, "connection.json");
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] =
    transport === "ipc" ? [1, 2, 3, 4, 5] : await freePorts(5);
  const ip = transport === "ipc" ? join(folder, "s") : "127.0.0.1";
  const ports = { shell_port, iopub_port, stdin_port, control_port, hb_port };
  const signature_scheme = "hmac-sha256";
  const description = { transport, ip, key, signature_scheme, kernel_name: "tslab", ...ports };
  writeFileSync(file, JSON.stringify(description), { mode: 0o600 });

  // No limit on what waits to be read: zeromq's default of 1000 drops output. Retries are quick: the kernel binds late.
  const options = {
    linger: 0,
    reconnectInterval: 5,
    reconnectMaxInterval: 20,
    receiveHighWaterMark: 0,
  };
  const shell = new Dealer(options);
  const control = new Dealer(options);
  const iopub = new Subscriber(options);
  shell.connect(`${transport}://${ip}:${shell_port}`);
  control.connect(`${transport}://${ip}:${control_port}`);
  iopub.connect(`${transport}://${ip}:${iopub_port}`);
  iopub.subscribe();
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  process.on("exit", removeFolder);
  const close = (): void => {
    process.off("exit", removeFolder);
    for (const socket of [shell, control, iopub]) socket.close();
    removeFolder();
  };
  return { key, file, shell, control, iopub, close };
}

/** Ports that nobody listens on, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
