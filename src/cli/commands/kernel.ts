/** `dlrn kernel install`: let Jupyter find the kernel. */

import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { installKernelspec, userDataFolder } from "../../runner/kernelspec.js";

export const summary = "install the kernel for JupyterLab, VS Code and nbconvert";
export const usage = `Usage: npx dlrn kernel install [--user | --prefix DIR]

Writes a kernelspec "tslab" that starts this checkout's kernel with this Node.

  --user         for the user (the default)
  --prefix DIR   under DIR/share/jupyter, such as a Python environment's folder

A kernel of that name installed before, such as tslab's own, is replaced.`;

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { user: { type: "boolean" }, prefix: { type: "string" } },
  });
  if (positionals.join(" ") !== "install") {
    throw new RangeError(
      `the command must be: npx dlrn kernel install; got "kernel ${positionals.join(" ")}"`,
    );
  }
  if (values.user === true && values.prefix !== undefined) {
    throw new RangeError("the kernel must go to one place; got both --user and --prefix");
  }
  const data =
    values.prefix === undefined
      ? userDataFolder()
      : join(resolve(values.prefix), "share", "jupyter");
  console.log(`the kernel is installed: ${installKernelspec(data)}`);
}
