/**
 * ZeroMQ refuses a send while another is under way (EBUSY, after about 470 in one synchronous stretch), and tslab
 * never waits: output was lost in silence. Here each socket's sends wait for one another, in order.
 */

import type { Socket } from "./tslab.cjs";

type Frames = readonly (string | Uint8Array)[];

/** The same socket for sending, queued. Call it before the socket is bound: it lifts the limit above which messages are dropped. */
export function queuedSocket(socket: Socket): Socket {
  socket.sendHighWaterMark = 0;
  const waiting: Frames[] = [];
  let sending: Promise<void> | null = null;

  async function sendAll(): Promise<void> {
    for (let frames = waiting.shift(); frames !== undefined; frames = waiting.shift()) {
      await socket.send(frames).catch(() => {}); // the client has gone: nobody is left to be told
    }
    sending = null;
  }
  // A cell that calls process.exit: what it printed still goes out.
  process.on("exit", () => {
    for (const frames of waiting.splice(0)) void socket.send(frames).catch(() => {});
  });

  return {
    send: (frames) => {
      waiting.push(frames);
      sending ??= Promise.resolve().then(sendAll);
      return sending;
    },
  };
}
