/**
 * Why a cell failed, as the Jupyter protocol wants it said. tslab prints errors as text; here they are kept:
 * what the compiler refuses, what the cell throws, and what goes wrong in the background (a rejection nobody
 * handles, a throw out of a timer). Traces name the cell and files of the project, nothing of this machine.
 */

import { isBuiltin } from "node:module";
import { inspect, types } from "node:util";
import type { Rewritten } from "./rewrite.cjs";
import { cleanPaths } from "./traces.cjs";

export interface Failure {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** What has gone wrong since the last cell began. */
export class Failures {
  private readonly folder: string;
  private compileErrors: string[] = [];
  private thrown: { reason: unknown } | null = null;
  private cell: Rewritten | null = null;

  /** @param folder the project's; cut off from every path */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** From now on places are those of this cell. */
  begin(cell: Rewritten): void {
    this.cell = cell;
  }

  /** The console's `error` that tslab's executor calls. */
  fromExecutor(first: unknown, ...rest: unknown[]): void {
    if (first !== "%s%d:%d - %s") {
      this.record(first);
      return;
    }
    const [file, line, column, message] = rest as [string, number, number, string];
    const at = file === "" ? (this.cell?.originalColumn(line, column) ?? column) : column;
    this.compileErrors.push(`${file}${line}:${at} - ${aboutNode(message)}`);
  }

  /** Keep what was thrown, unless something was before: the first cause is told. */
  record(reason: unknown): void {
    this.thrown ??= { reason };
  }

  /** The failure kept, if any; it is forgotten. */
  take(): Failure | null {
    const { compileErrors, thrown } = this;
    this.compileErrors = [];
    this.thrown = null;
    if (compileErrors.length > 0) return compileFailure(compileErrors);
    return thrown === null ? null : thrownFailure(thrown.reason, this.folder);
  }
}

/** A failure of the background that showed after its cell had ended. */
export function lateFailure(failure: Failure): Failure {
  const note = "thrown in the background after an earlier cell had ended; this cell was not run";
  return { ...failure, traceback: [note, ...failure.traceback] };
}

/** A cell knows no types of Node, and installing some would not change it: say what to do instead. */
function aboutNode(message: string): string {
  const [said, advice] = message.split(" Do you need to install type definitions for node?");
  const name = /^Cannot find module '([^']+)'/.exec(message)?.[1];
  if (advice === undefined && (name === undefined || !isBuiltin(name))) return message;
  return `${said} Cells do not know Node's own modules and globals; put what needs them into a file of src.`;
}

function compileFailure(errors: readonly string[]): Failure {
  const distinct = [...new Set(errors)];
  return { ename: "CompileError", evalue: distinct[0] ?? "", traceback: distinct };
}

function thrownFailure(reason: unknown, folder: string): Failure {
  const clean = (text: string) => cleanPaths(text, folder);
  if (!types.isNativeError(reason)) {
    const value = clean(typeof reason === "string" ? reason : inspect(reason));
    return { ename: "Thrown", evalue: value, traceback: [`Thrown: ${value}`] };
  }
  if (isInterruption(reason)) {
    const evalue = "the cell was interrupted";
    return { ename: "Interrupted", evalue, traceback: [`Interrupted: ${evalue}`] };
  }
  // Node may put the line of the compiled cell before the error: the cell itself is printed elsewhere.
  const told = inspect(reason);
  const start = Math.max(0, told.indexOf(`${reason.name}: ${reason.message}`));
  return {
    ename: reason.name,
    evalue: clean(reason.message),
    traceback: clean(told.slice(start)).split("\n"),
  };
}

function isInterruption(error: Error & { code?: unknown }): boolean {
  return (
    error.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED" ||
    error.message === "Interrupted asynchronously"
  );
}
