/**
 * Compiles the project's WebAssembly: each `name-kernel.as` of src into `name-kernel-code.ts` beside it, whose constant
 * is `nameKernelCode`. Run after a change of one, then format: node dist/tests/kernels.js && npx biome check --write src
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What is used of the compiler's interface. Its own types declare globals that are not ours. */
interface Compiler {
  main(
    options: readonly string[],
    files: {
      readFile(name: string): string | null;
      writeFile(name: string, contents: Uint8Array): void;
      listFiles(): readonly string[];
    },
  ): Promise<{ readonly error: Error | null; readonly stderr: { toString(): string } }>;
}

/** The compiled module in base64; sources beside it that it imports are found. @param kernel the source's path without its ending */
async function compiledKernel(kernel: string): Promise<string> {
  const compiler: string = "assemblyscript/asc";
  const { main } = (await import(compiler)) as Compiler;
  let code = "";
  const options = [
    "kernel.ts",
    "-O3",
    "--runtime",
    "stub",
    "--noAssert",
    "--importMemory",
    "--enable",
    "simd",
    "-o",
    "kernel.wasm",
  ];
  const { error, stderr } = await main(options, {
    readFile: (name) => {
      const path = name === "kernel.ts" ? kernel : join(dirname(kernel), name.replace(/\.ts$/, ""));
      return existsSync(`${path}.as`) ? readFileSync(`${path}.as`, "utf8") : null;
    },
    writeFile: (_, contents) => {
      code = Buffer.from(contents).toString("base64");
    },
    listFiles: () => [],
  });
  if (error !== null || code === "") throw new Error(`${error?.message}\n${stderr.toString()}`);
  return code;
}

/** Paths without their ending. */
export function kernelSources(): readonly string[] {
  return readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("-kernel.as"))
    .map((path) => `src/${path.slice(0, -3)}`)
    .sort();
}

/** What is written beside the source. */
export async function kernelModule(path: string): Promise<string> {
  const code = await compiledKernel(path);
  const lines = code.match(/.{1,90}/g) ?? [];
  const name = path.slice(path.lastIndexOf("/") + 1);
  const constant = `${name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Code`;
  return `/** ${name}.as, compiled by AssemblyScript (tests/kernels.ts), in base64. Not written by hand. */\nexport const ${constant}: string =\n${lines.map((line) => `  "${line}"`).join(" +\n")};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const path of kernelSources()) writeFileSync(`${path}-code.ts`, await kernelModule(path));
}
