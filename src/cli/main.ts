/**
 * The one executable. Each command is a file of `commands/` that exports `summary`, `usage` and `run`;
 * this file finds it, answers `--help`, and turns an error into one sentence and an exit code.
 */

import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What a file of `commands/` exports. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** The whole of `--help`: the call, then each option with its default. */
  readonly usage: string;
  /** Do it. A thrown error ends the command with exit code 1; so does `process.exitCode = 1`. */
  run(args: string[]): Promise<void>;
}

const folder: string = fileURLToPath(new URL("./commands/", import.meta.url));

export async function main(args: readonly string[]): Promise<void> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === "--help" || name === "-h" || name === "help") {
      console.log(await overview());
      return;
    }
    const command = await findCommand(name);
    if (rest.includes("--help") || rest.includes("-h")) console.log(command.usage);
    else await command.run(rest);
  } catch (error) {
    console.error(describe(error, name));
    process.exitCode = 1;
  }
}

function commandNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".js"))
    .map((file) => file.slice(0, -3))
    .sort();
}

async function findCommand(name: string): Promise<Command> {
  if (!/^[a-z-]+$/.test(name) || !existsSync(`${folder}${name}.js`)) {
    throw new RangeError(
      `the command must be one of ${commandNames().join(", ")}; got "${name}"; try: npx dlrn --help`,
    );
  }
  return (await import(`./commands/${name}.js`)) as Command;
}

async function overview(): Promise<string> {
  const lines = await Promise.all(
    commandNames().map(async (name) => `  ${name.padEnd(10)} ${(await findCommand(name)).summary}`),
  );
  const setup = `  ${"setup".padEnd(10)} install the packages and build; every other command does it too`;
  return [
    "Usage: npx dlrn COMMAND [options]",
    "",
    ...lines,
    setup,
    "",
    "npx dlrn COMMAND --help tells the options.",
  ].join("\n");
}

/** A mistake of the user's is one sentence; a fault of ours comes with its stack. */
function describe(error: unknown, command: string | undefined): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"))
    return `dlrn: ${error.message.split(/\.\s|\.$/)[0]}; try: npx dlrn ${command} --help`;
  const ours = !(error instanceof RangeError) && error.name !== "InputError" && !("code" in error);
  return ours ? (error.stack ?? error.message) : `dlrn: ${error.message}`;
}
