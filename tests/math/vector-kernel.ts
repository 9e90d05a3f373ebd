/**
 * Compiles src/math/vector-kernel.as. Run after a change of it, then format:
 * node dist/tests/math/vector-kernel.js && npx biome check --write src
 */

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const source = "src/math/vector-kernel.as";
const target = "src/math/vector-kernel-code.ts";

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

/** The compiled module in base64. */
export async function compiledVectorKernel(): Promise<string> {
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
    readFile: (name) => (name === "kernel.ts" ? readFileSync(source, "utf8") : null),
    writeFile: (_, contents) => {
      code = Buffer.from(contents).toString("base64");
    },
    listFiles: () => [],
  });
  if (error !== null || code === "") throw new Error(`${error?.message}\n${stderr.toString()}`);
  return code;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const code = await compiledVectorKernel();
  const lines = code.match(/.{1,90}/g) ?? [];
  writeFileSync(
    target,
    `/** vector-kernel.as, compiled by AssemblyScript (tests/math/vector-kernel.ts), in base64. Not written by hand. */\nexport const vectorKernelCode: string =\n${lines.map((line) => `  "${line}"`).join(" +\n")};\n`,
  );
}
