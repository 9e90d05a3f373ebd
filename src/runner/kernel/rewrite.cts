/**
 * Three things that tslab compiles wrongly are rewritten before it sees them; lines stay, columns may move.
 *
 * - `{ verdict }` with the name of an earlier cell becomes `{ verdict: verdict }`.
 * - `await (…)` at top level is read as a call of a function `await`: it becomes `await Promise.resolve((…))`.
 * - `for await` at top level is refused in a cell without another `await`: `await null;` is put before it.
 */

import type ts = require("typescript");

import { compiler } from "./tslab.cjs";

/** Text put into the cell. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

export interface Rewritten {
  readonly code: string;
  /** The column of the cell as written, both counted from 1, for a place of `code`. */
  originalColumn(line: number, column: number): number;
}

const PREFIX = "export {};"; // makes the parser read `await` at top level as what it is

export function rewriteCell(code: string): Rewritten {
  const insertions = findInsertions(code).sort((a, b) => a.at - b.at);
  let written = "";
  let from = 0;
  for (const { at, text } of insertions) {
    written += code.slice(from, at) + text;
    from = at;
  }
  return {
    code: written + code.slice(from),
    originalColumn: (line, column) => originalColumn(code, insertions, line, column),
  };
}

function findInsertions(code: string): Insertion[] {
  const source = compiler.createSourceFile(
    "cell.ts",
    PREFIX + code,
    compiler.ScriptTarget.ES2022,
    true,
  );
  const found: Insertion[] = [];
  const insert = (at: number, text: string) => found.push({ at: at - PREFIX.length, text });

  function visit(node: ts.Node, topLevel: boolean): void {
    if (compiler.isShorthandPropertyAssignment(node) && !isAssignedTo(node.parent)) {
      insert(node.name.end, `: ${node.name.text}`);
    }
    if (topLevel && compiler.isAwaitExpression(node)) {
      const start = node.expression.getStart(source);
      if (!/[\w$]/.test(source.text[start] ?? "")) {
        insert(start, "Promise.resolve(");
        insert(node.expression.end, ")");
      }
    }
    if (topLevel && compiler.isForOfStatement(node) && node.awaitModifier !== undefined) {
      let statement: ts.Node = node;
      while (statement.parent !== source) statement = statement.parent;
      insert(statement.getStart(source), "await null; ");
    }
    const inside = topLevel && !compiler.isFunctionLike(node) && !compiler.isClassLike(node);
    compiler.forEachChild(node, (child) => visit(child, inside));
  }
  visit(source, true);
  return found;
}

/** Whether an object literal is the left side of an assignment, as in `({ a, b } = row)`. */
function isAssignedTo(literal: ts.Node): boolean {
  let node = literal;
  while (
    compiler.isPropertyAssignment(node.parent) ||
    compiler.isObjectLiteralExpression(node.parent) ||
    compiler.isArrayLiteralExpression(node.parent) ||
    compiler.isParenthesizedExpression(node.parent)
  ) {
    node = node.parent;
  }
  const { parent } = node;
  return (
    (compiler.isBinaryExpression(parent) &&
      parent.left === node &&
      parent.operatorToken.kind === compiler.SyntaxKind.EqualsToken) ||
    (compiler.isForOfStatement(parent) && parent.initializer === node)
  );
}

function originalColumn(
  code: string,
  insertions: readonly Insertion[],
  line: number,
  column: number,
): number {
  const lineStart =
    code
      .split("\n")
      .slice(0, line - 1)
      .join("\n").length + (line > 1 ? 1 : 0);
  const lineEnd = code.indexOf("\n", lineStart);
  let moved = 0;
  for (const { at, text } of insertions) {
    if (at < lineStart || (lineEnd >= 0 && at > lineEnd)) continue;
    const written = at - lineStart + 1 + moved; // column of the first inserted character
    if (written >= column) break;
    moved += Math.min(text.length, column - written);
  }
  return column - moved;
}
