/**
 * Compiled modules as one text that a page can carry: the page computes with the library's own functions, not with a
 * copy of them. Each module keeps its private names to itself, and stands after those that it imports.
 */

import { readFileSync } from "node:fs";

const importLine = /^import [^;]*? from "([^"]+)";\n?/gm;
const exported = /^export (?:async )?(?:function|const) (\w+)/gm;

/**
 * @param entry address of a compiled module: `new URL("./page.js", import.meta.url).href`
 * @returns a script after which all that the modules export is known by its name
 * @throws RangeError for a module that imports a package, or two that export the same name
 */
export function inlineModules(entry: string): string {
  const texts = new Map<string, string>();
  const owners = new Map<string, string>();
  add(new URL(entry));
  return [...texts.values()].join("");

  function add(url: URL): void {
    if (texts.has(url.href)) return;
    const source = readFileSync(url, "utf8");
    texts.set(url.href, ""); // a circle ends here
    for (const [, address] of source.matchAll(importLine)) {
      if (!address!.startsWith("."))
        throw new RangeError(
          `a module inside a page must import files alone; ${url.pathname} imports "${address}"`,
        );
      add(new URL(address!, url));
    }
    const names = [...source.matchAll(exported)].map(([, name]) => name!);
    for (const name of names) {
      const other = owners.get(name);
      if (other !== undefined)
        throw new RangeError(
          `names inside a page must be unique; "${name}" is exported by ${other} and ${url.pathname}`,
        );
      owners.set(name, url.pathname);
    }
    texts.delete(url.href);
    texts.set(url.href, wrapped(source, names));
  }
}

function wrapped(source: string, names: readonly string[]): string {
  const body = source
    .replace(importLine, "")
    .replace(/^export /gm, "")
    .replace(/^\/\/# sourceMappingURL=.*$/gm, "")
    .trim();
  const list = names.join(", ");
  return `const { ${list} } = (() => {\n${body}\nreturn { ${list} };\n})();\n`;
}
