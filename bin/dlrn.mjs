#!/usr/bin/env node
/**
 * Entry of every command. Plain JavaScript over Node's own modules: it runs before anything is installed,
 * and does all of the set-up: Node's version, the packages of the lockfile, the build.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDERS = ["src", "tests", "bench"];
const at = (...parts) => join(root, ...parts);

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  stop(
    `dlrn needs Node 20.19 or newer; this is ${process.versions.node}; install a newer Node and try again`,
  );
}
install();
build();
if (process.argv[2] === "setup") console.error("dlrn is set up");
else await (await import("dlrn/cli/main")).main(process.argv.slice(2));

/** Install when the lockfile is not the one that was installed last. */
function install() {
  const lock = createHash("sha256")
    .update(readFileSync(at("package-lock.json")))
    .digest("hex");
  const stamp = at("node_modules", ".dlrn-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.error("dlrn: installing packages (once per lockfile)");
  run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
  writeFileSync(stamp, lock);
}

/**
 * Build when a source that the command runs is newer than the last successful build. tsc's own stamp is written for
 * failed builds too; ours holds what files each folder had.
 */
function build() {
  const stamp = at("dist", ".built");
  const needed = ["test", "bench", "setup"].includes(process.argv[2]) ? FOLDERS : ["src"];
  if (existsSync(stamp)) {
    const built = statSync(stamp).mtimeMs;
    const names = readFileSync(stamp, "utf8");
    const isOld = (file) => statSync(`${root}/${file}`).mtimeMs <= built;
    const isBuilt = (folder) => {
      const list = sourcesBelow(folder);
      return names.includes(namesOf(folder, list)) && list.every(isOld);
    };
    if (isOld("tsconfig.json") && needed.every(isBuilt)) return;
  }
  console.error("dlrn: building");
  run(process.execPath, at("node_modules/typescript/bin/tsc"), "-p", root); // never .bin/tsc: that is tslab's 5.0.4
  mkdirSync(at("dist"), { recursive: true });
  writeFileSync(stamp, FOLDERS.map((folder) => namesOf(folder, sourcesBelow(folder))).join(""));
}

/** One line of the stamp. */
function namesOf(folder, list) {
  const names = createHash("sha256").update(list.sort().join("\n")).digest("hex");
  return `${folder} ${names}\n`;
}

/** Paths are put together as text: a start of every command goes through here. */
function sourcesBelow(folder) {
  if (!existsSync(`${root}/${folder}`)) return [];
  return readdirSync(`${root}/${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? sourcesBelow(path) : /\.[cm]?ts$/.test(path) ? [path] : [];
  });
}

function run(command, ...args) {
  const { spawnSync } = process.getBuiltinModule("node:child_process"); // seldom needed, and slow to load
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0)
    stop(`set-up failed: ${[command, ...args].join(" ")}${error ? ` (${error.message})` : ""}`);
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
