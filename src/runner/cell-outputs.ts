/** What a kernel publishes while a cell runs, gathered as the cell's outputs. */

import { type Json, type MimeBundle, mergeStreams, type Output } from "../io/notebook.js";
import type { Message } from "./message.js";

type Content = Readonly<Record<string, unknown>>;

export class CellOutputs {
  private readonly outputs: Output[] = [];
  /** Display id to the places of its outputs: an update changes them all. */
  private readonly displays: Map<string, number[]> = new Map();

  receive({ type, content }: Message): void {
    if (type === "stream") {
      this.outputs.push({
        output_type: "stream",
        name: String(content["name"]),
        text: String(content["text"]),
      });
    } else if (type === "error") {
      const { ename, evalue, traceback } = content as {
        ename: string;
        evalue: string;
        traceback: string[];
      };
      this.outputs.push({ output_type: "error", ename, evalue, traceback });
    } else if (type === "display_data" || type === "execute_result") {
      const id = displayId(content);
      if (id !== undefined)
        this.displays.set(id, [...(this.displays.get(id) ?? []), this.outputs.length]);
      const executionCount = content["execution_count"] as number;
      const count = type === "execute_result" ? { execution_count: executionCount } : {};
      this.outputs.push({ output_type: type, ...shown(content), ...count });
    } else if (type === "update_display_data") {
      for (const place of this.displays.get(displayId(content) ?? "") ?? []) {
        const before = this.outputs[place];
        if (before.output_type === "display_data" || before.output_type === "execute_result") {
          this.outputs[place] = { ...before, ...shown(content) };
        }
      }
    }
  }

  /** The outputs so far, streams merged. */
  all(): Output[] {
    return mergeStreams(this.outputs);
  }
}

function shown(content: Content): { data: MimeBundle; metadata: Record<string, Json> } {
  return {
    data: content["data"] as MimeBundle,
    metadata: (content["metadata"] ?? {}) as Record<string, Json>,
  };
}

function displayId(content: Content): string | undefined {
  return (content["transient"] as { display_id?: string } | undefined)?.display_id;
}
