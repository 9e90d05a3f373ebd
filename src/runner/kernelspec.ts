/**
 * The kernelspec by which Jupyter finds the kernel (https://jupyter-client.readthedocs.io/en/stable/kernels.html).
 * It names Node and the kernel's entry by absolute paths: it serves this checkout, and needs no Python.
 */

import { homedir } from "node:os";
import { join } from "node:path";
import { writeWhole } from "../io/write-whole.js";
import { kernelEntry, kernelEnvironment } from "./kernel-process.js";

/** The name that the notebooks ask for. */
export const KERNEL_NAME: string = "tslab";

/** @returns the content of kernel.json */
export function kernelspec(node: string = process.execPath): string {
  const spec = {
    argv: [node, kernelEntry, "--config-path", "{connection_file}"],
    display_name: "TypeScript",
    env: kernelEnvironment,
    interrupt_mode: "signal",
    language: "typescript",
  };
  return JSON.stringify(spec, null, 1) + "\n";
}

/**
 * Write the kernelspec where Jupyter looks for it.
 *
 * @param data Jupyter's data folder: `<prefix>/share/jupyter`, or the user's own
 * @returns the path of kernel.json
 */
export function installKernelspec(data: string): string {
  const path = join(data, "kernels", KERNEL_NAME, "kernel.json");
  writeWhole(path, kernelspec());
  return path;
}

/** The user's data folder, as `jupyter --data-dir` tells it. */
export function userDataFolder(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  if (environment["JUPYTER_DATA_DIR"] !== undefined) return environment["JUPYTER_DATA_DIR"];
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32")
    return join(environment["APPDATA"] ?? join(home, "AppData", "Roaming"), "jupyter");
  return join(environment["XDG_DATA_HOME"] ?? join(home, ".local", "share"), "jupyter");
}
