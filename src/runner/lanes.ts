/**
 * Work on several processors: jobs that know nothing of one another, each done by whichever worker is free.
 *
 * Answers come back in the order of the jobs, whatever the number of workers, so that results do not depend on it. A
 * worker that dies takes its own job with it and is replaced.
 */

import { Worker } from "node:worker_threads";

/** What a worker answers: the result of a job, or why there is none. */
export type Answer<R> = { readonly result: R } | { readonly reason: string };

export interface LaneOptions<R> {
  /** The worker's module: it answers each message but null, and closes on null. */
  readonly module: URL;
  /** What every worker is told at its start. */
  readonly workerData: unknown;
  readonly workers: number;
  /** Told when a job has ended, by its place among the jobs. */
  ended?(job: number, answer: Answer<R>): void;
}

export async function inLanes<J, R>(
  jobs: readonly J[],
  options: LaneOptions<R>,
): Promise<Answer<R>[]> {
  const answers = new Array<Answer<R>>(jobs.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < jobs.length) {
      const worker = new Worker(options.module, { workerData: options.workerData });
      await new Promise<void>((closed) => {
        let current = -1;
        const end = (answer: Answer<R>): void => {
          if (current < 0) return;
          answers[current] = answer;
          options.ended?.(current, answer);
          current = -1;
        };
        const take = (): void => {
          if (next >= jobs.length) return void worker.postMessage(null);
          current = next++;
          worker.postMessage(jobs[current]);
        };
        worker.on("message", (answer: Answer<R>) => {
          end(answer);
          take();
        });
        worker.on("error", (error) => end({ reason: `the worker ended: ${error.message}` }));
        worker.on("exit", () => {
          end({ reason: "the worker ended without an answer" });
          closed();
        });
        take();
      });
    }
  };
  const lanes = Math.max(1, Math.min(options.workers, jobs.length));
  await Promise.all(Array.from({ length: lanes }, lane));
  return answers;
}
