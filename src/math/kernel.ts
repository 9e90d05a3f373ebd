/**
 * Compiled loops (WebAssembly) and the memory they work in. A kernel is an AssemblyScript source beside its caller,
 * committed with its bytes in base64; it is fast from the first call on, where the same loop in JavaScript has to warm up.
 */

type TypedArray = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

/** A kind of typed array. */
export type ArrayKind<A extends TypedArray> = {
  new (buffer: ArrayBuffer, byteOffset: number, length: number): A;
  readonly BYTES_PER_ELEMENT: number;
};

/** Arrays in a kernel's memory: their `byteOffset` is the address that the kernel takes. They hold until the next `open`. */
export interface KernelRoom<Exports> {
  readonly kernel: Exports;
  /** An array of `count` entries of any contents, at a multiple of 16 bytes. */
  take<A extends TypedArray>(kind: ArrayKind<A>, count: number): A;
  /** The address of `bytes` that only the kernel looks at, of any contents. */
  reserve(bytes: number): number;
  /** A copy of an array. */
  copy<A extends TypedArray>(values: A): A;
}

export interface KernelMemory<Exports> {
  /**
   * Room for `bytes`, and for the gaps of up to 32 arrays. What was taken before is void; but with `kept` its contents
   * stay, so that arrays that are taken again in the same order hold what they held.
   *
   * @throws RangeError if that is more than 4 GB
   */
  open(bytes: number, kept?: boolean): KernelRoom<Exports>;
}

/** The part of the standard WebAssembly object that is used; Node's types leave it to the browser's. */
declare const WebAssembly: {
  readonly Memory: new (size: {
    initial: number;
  }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

type Memory = InstanceType<typeof WebAssembly.Memory>;

const pageBytes = 65536;
const mostBytes = 2 ** 32;
const keptBytes = 2 ** 26; // a larger memory is let go when less is asked for
const start = 64; // the first bytes stay free, so that a step back from an array finds room

/**
 * A kernel that is compiled when it is first used.
 *
 * @param code its bytes in base64
 * @param imports functions of JavaScript that it calls, under the module `env`
 */
export function kernelMemory<Exports extends object>(
  code: string,
  imports: Readonly<Record<string, (x: number) => number>> = {},
): KernelMemory<Exports> {
  let module: object | null = null;
  let opened: { readonly memory: Memory; readonly kernel: Exports } | null = null;
  return {
    open(bytes, kept = false) {
      const needed = start + bytes + 32 * 16 + start;
      if (needed > mostBytes)
        throw new RangeError(
          `a computation must fit into 4 GB of memory; this one needs ${needed} bytes; use a smaller region or a coarser spacing`,
        );
      if (!kept && opened !== null && opened.memory.buffer.byteLength > Math.max(keptBytes, needed))
        opened = null;
      if (opened === null) {
        module ??= new WebAssembly.Module(Buffer.from(code, "base64"));
        const memory = new WebAssembly.Memory({ initial: Math.ceil(needed / pageBytes) });
        const { exports } = new WebAssembly.Instance(module, { env: { memory, ...imports } });
        opened = { memory, kernel: exports as Exports };
      }
      const missing = Math.ceil((needed - opened.memory.buffer.byteLength) / pageBytes);
      if (missing > 0) opened.memory.grow(missing);
      return roomIn(opened.memory.buffer, opened.kernel);
    },
  };
}

function roomIn<Exports>(buffer: ArrayBuffer, kernel: Exports): KernelRoom<Exports> {
  let free = start;
  const reserve = (bytes: number): number => {
    const reserved = free;
    free = Math.ceil((free + bytes) / 16) * 16;
    return reserved;
  };
  const take = <A extends TypedArray>(kind: ArrayKind<A>, count: number): A =>
    new kind(buffer, reserve(count * kind.BYTES_PER_ELEMENT), count);
  return {
    kernel,
    take,
    reserve,
    copy<A extends TypedArray>(values: A): A {
      const taken = take(values.constructor as unknown as ArrayKind<A>, values.length);
      taken.set(values);
      return taken;
    },
  };
}
