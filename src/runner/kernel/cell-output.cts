/**
 * What a cell writes, on its way to the client. Writes of one turn of the event loop travel together, so that
 * 20,000 calls of console.log are a few messages; the order of streams and displays is kept.
 */

/** Publishes a message of this type as a child of the cell's request. */
export type Publish = (type: string, content: object) => void;

const MOST_CHARACTERS = 65_536;

export class CellOutput {
  private readonly publish: Publish;
  private stream = "";
  private text = "";

  constructor(publish: Publish) {
    this.publish = publish;
  }

  write(stream: "stdout" | "stderr", text: string): void {
    if (stream !== this.stream || this.text.length > MOST_CHARACTERS) this.flush();
    if (this.text === "") setImmediate(() => this.flush());
    this.stream = stream;
    this.text += text;
  }

  display(data: object, update?: boolean): void {
    this.flush();
    this.publish(update === true ? "update_display_data" : "display_data", data);
  }

  result(executionCount: number, text: string): void {
    this.flush();
    const data = { "text/plain": text };
    this.publish("execute_result", { execution_count: executionCount, data, metadata: {} });
  }

  flush(): void {
    if (this.text === "") return;
    const { stream: name, text } = this;
    this.text = "";
    this.publish("stream", { name, text });
  }
}
