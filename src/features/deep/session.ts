/**
 * A network at work: onnxruntime on the CPU, loaded once and used for every image.
 *
 * The number of threads is bounded, and changes no bit (tested with ResNet34). The runtime is loaded at the first call,
 * since only deep features need it. It works in several `worker_threads` at once, each with a session of its own: the
 * same bits as in the main thread, and a worker whose session is closed ends by itself (tested). For many images that is
 * the best use of the processors, a session of one thread in each worker: two threads of one session wait for each
 * other at every layer, which costs a tenth of the time of two quiet processors and half of it where others work too.
 */

import { InputError } from "../../io/input-error.js";
import { elementCount, type Tensor } from "../../io/tensor.js";

export interface SessionOptions {
  /** At most so many threads; left out, 2. */
  readonly threads?: number;
}

export interface Session {
  /** Names of the outputs, in the file's order. */
  readonly outputs: readonly string[];
  /**
   * The outputs for one input.
   *
   * @param wanted names of the outputs; left out, all
   * @throws RangeError if the number of values is not that of the shape, or the network refuses the input
   */
  run(
    values: Float32Array,
    shape: readonly number[],
    wanted?: readonly string[],
  ): Promise<Record<string, Tensor>>;
  close(): Promise<void>;
}

/**
 * @param onnx bytes of an ONNX file with its weights inside, or the path of one
 * @param place how messages name it
 * @throws InputError if the runtime cannot read it, or it has more than one input
 */
export async function openSession(
  onnx: Uint8Array | string,
  place: string,
  { threads = 2 }: SessionOptions = {},
): Promise<Session> {
  if (!Number.isInteger(threads) || threads < 1)
    throw new RangeError(`threads must be a positive whole number; got ${threads}`);
  const ort = await import("onnxruntime-node");
  const options = {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
  } as const;
  const session = await (typeof onnx === "string"
    ? ort.InferenceSession.create(onnx, options)
    : ort.InferenceSession.create(onnx, options)
  ).catch((error: unknown) => {
    throw new InputError(`the network must be one that onnxruntime can run; ${said(error)}`, place);
  });
  if (session.inputNames.length !== 1)
    throw new InputError(
      `the network must have one input, the image; it has ${session.inputNames.join(", ") || "none"}`,
      place,
    );
  const [input] = session.inputNames;
  return {
    outputs: session.outputNames,
    async run(values, shape, wanted = session.outputNames) {
      if (values.length !== elementCount(shape))
        throw new RangeError(
          `an input of shape ${shape.join(" x ")} must have ${elementCount(shape)} values; it has ${values.length}`,
        );
      const feeds = { [input]: new ort.Tensor("float32", values, shape) };
      const results = await session.run(feeds, wanted).catch((error: unknown) => {
        throw new RangeError(
          `the network ${place} must accept an input of shape ${shape.join(" x ")}; ${said(error)}`,
        );
      });
      return Object.fromEntries(
        wanted.map((name) => {
          const { dims, data } = results[name];
          if (!(data instanceof Float32Array))
            throw new RangeError(`the output "${name}" of ${place} must be of 32-bit floats`);
          return [name, { shape: dims, values: data }];
        }),
      );
    },
    close: () => session.release(),
  };
}

function said(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}
