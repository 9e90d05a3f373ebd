/** What a kernel publishes while a cell runs, gathered as the cell's outputs. */

import {
  type ErrorOutput,
  type Json,
  type MimeBundle,
  mergeStreams,
  type Output,
} from "../io/notebook.js";
import type { Message } from "./message.js";

type Content = Readonly<Record<string, unknown>>;

/** The displays of a notebook that may still change: id to where they stand. A later cell may change an earlier one's. */
export type Displays = Map<string, { readonly outputs: Output[]; readonly place: number }[]>;

export class CellOutputs {
  private readonly outputs: Output[] = [];
  private readonly displays: Displays;

  constructor(displays: Displays) {
    this.displays = displays;
  }

  receive({ type, content }: Message): void {
    if (type === "stream") {
      const { name, text } = content as { name: string; text: string };
      this.outputs.push({ output_type: "stream", name, text });
    } else if (type === "error") {
      const { ename, evalue, traceback } = content as unknown as ErrorOutput;
      this.outputs.push({ output_type: "error", ename, evalue, traceback });
    } else if (type === "display_data" || type === "execute_result") {
      this.show(type, content);
    } else if (type === "update_display_data") {
      for (const { outputs, place } of this.displays.get(displayId(content) ?? "") ?? []) {
        const before = outputs[place];
        if (before.output_type === "display_data" || before.output_type === "execute_result") {
          outputs[place] = { ...before, ...shown(content) };
        }
      }
    }
  }

  /** The cell ends with this error; an error that came of ending it is dropped. */
  endWith(error: ErrorOutput): void {
    this.withoutErrors();
    this.outputs.push(error);
  }

  /** Drop the errors that the cell ended with. */
  withoutErrors(): void {
    while (this.outputs.at(-1)?.output_type === "error") this.outputs.pop();
  }

  /** The error that the cell ended with, if it did. */
  error(): ErrorOutput | null {
    return this.outputs.findLast((output) => output.output_type === "error") ?? null;
  }

  /** The outputs so far, streams merged. */
  all(): Output[] {
    return mergeStreams(this.outputs);
  }

  private show(type: "display_data" | "execute_result", content: Content): void {
    const id = displayId(content);
    if (id !== undefined) {
      const same = this.displays.get(id) ?? [];
      this.displays.set(id, [...same, { outputs: this.outputs, place: this.outputs.length }]);
    }
    const execution_count = content["execution_count"] as number;
    const counted = type === "execute_result" ? { execution_count } : {};
    this.outputs.push({ output_type: type, ...shown(content), ...counted });
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
