import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { Task, TaskResult } from './judge-subject.js';

/** The messages to and from a worker process. */
export type WorkerTask = { readonly number: number; readonly task: Task };
export type WorkerAnswer =
  { readonly number: number; readonly result: TaskResult } | { readonly number: number; readonly error: string };

/** Worker processes that judge subjects, one per core. */
export interface Workers {
  /** Number of concurrent tasks. */
  readonly width: number;
  judge(task: Task): Promise<TaskResult>;
  /** Ends the runs in progress cleanly, as interrupted. */
  stop(): void;
  /** Releases the workers and waits until they have ended. */
  close(): Promise<void>;
}

/** If a fault hangs, a run waits longer than it works, so several share a core well. */
const PER_WORKER = 3;

/** Starts the workers as processes of this same program. */
export function startWorkers(): Workers {
  const size = availableParallelism();
  const workers = Array.from({ length: size }, () => startWorker());
  let next = 0;
  return {
    width: size * PER_WORKER,
    judge(task) {
      const idlest = workers.reduce((least, worker) => (worker.busy() < least.busy() ? worker : least));
      return idlest.judge({ number: next++, task });
    },
    stop: () => workers.forEach((worker) => worker.stop()),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

interface PendingTask {
  readonly resolve: (result: TaskResult) => void;
  readonly reject: (error: Error) => void;
}

function startWorker() {
  const [, program = ''] = process.argv;
  const child: ChildProcess = fork(program, ['matrix-worker'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const waiting = new Map<number, PendingTask>();
  const take = (number: number): PendingTask | undefined => {
    const one = waiting.get(number);
    waiting.delete(number);
    return one;
  };
  child.on('message', (answer: WorkerAnswer) => {
    if ('result' in answer) take(answer.number)?.resolve(answer.result);
    else take(answer.number)?.reject(new Error(answer.error));
  });
  const lost = (why: string): void => {
    for (const number of [...waiting.keys()]) take(number)?.reject(new Error(`a worker of the matrix ${why}`));
  };
  child.on('error', (error) => lost(`could not be reached: ${error.message}`));
  child.on('exit', (code, signal) => lost(`ended with ${signal ?? code ?? 'nothing'}`));
  return {
    busy: () => waiting.size,
    judge: (order: WorkerTask) =>
      new Promise<TaskResult>((resolve, reject) => {
        waiting.set(order.number, { resolve, reject });
        child.send(order);
      }),
    stop: () => {
      if (child.connected) child.send('stop');
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
