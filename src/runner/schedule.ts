/** The order of tasks that wait for one another: at most `jobs` at a time, and a failure stops what depends on it, no more. */

import { InputError } from "../io/input-error.js";

export interface Task {
  readonly number: string;
  /** Numbers of the tasks to wait for; those that are not among the tasks count as done. */
  readonly reads: readonly string[];
}

export interface Schedule<T> {
  /** Carry it out; whether it succeeded. */
  run(task: T): Promise<boolean>;
  /** Called for a task that will not run, with the task it waited for. */
  skip(task: T, because: T): void;
}

/**
 * Run all tasks, the lowest number first among those that are ready.
 *
 * @param jobs how many run at a time, at least 1
 * @returns whether all succeeded
 * @throws InputError if tasks wait for one another in a circle
 */
export async function runInOrder<T extends Task>(
  tasks: readonly T[],
  jobs: number,
  { run, skip }: Schedule<T>,
): Promise<boolean> {
  if (!(Number.isInteger(jobs) && jobs >= 1))
    throw new RangeError(`jobs must be a whole number of at least 1; got ${jobs}`);
  refuseCircles(tasks);
  const waiting = new Map(tasks.map((task) => [task.number, task]));
  const failed = new Map<string, T>();
  const running = new Map<string, Promise<void>>();

  const dropDependents = (): void => {
    for (let dropped = true; dropped; ) {
      dropped = false;
      for (const task of waiting.values()) {
        const because = task.reads
          .map((read) => failed.get(read))
          .find((cause) => cause !== undefined);
        if (because === undefined) continue;
        waiting.delete(task.number);
        failed.set(task.number, task);
        skip(task, because);
        dropped = true;
      }
    }
  };
  const start = (task: T): void => {
    waiting.delete(task.number);
    const ended = run(task).then((succeeded) => {
      running.delete(task.number);
      if (!succeeded) failed.set(task.number, task);
    });
    running.set(task.number, ended);
  };

  while (waiting.size > 0 || running.size > 0) {
    dropDependents();
    for (const task of waiting.values()) {
      const ready = task.reads.every((read) => !waiting.has(read) && !running.has(read));
      if (ready && running.size < jobs) start(task);
    }
    if (running.size > 0) await Promise.race(running.values());
  }
  return failed.size === 0;
}

/** Take away what waits for nothing, again and again: what is left waits for itself. */
function refuseCircles(tasks: readonly Task[]): void {
  let left = [...tasks];
  for (let before = -1; before !== left.length; ) {
    before = left.length;
    const numbers = new Set(left.map(({ number }) => number));
    left = left.filter(({ reads }) => reads.some((read) => numbers.has(read)));
  }
  if (left.length > 0) {
    const names = left.map(({ number, reads }) => `${number} reads ${reads.join(", ")}`).join("; ");
    throw new InputError(`notebooks must not wait for one another in a circle; ${names}`);
  }
}
