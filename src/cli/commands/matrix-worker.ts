import { UserError } from '../../shared/errors.js';
import { loadEngine } from '../load-engine.js';
import type { WorkerAnswer, WorkerTask } from '../matrix/workers.js';
import { judgeSubject } from '../matrix/judge-subject.js';
import { onStopSignals } from '../signals.js';

/** Judges tasks for a matrix in another process until that disconnects. */
export async function matrixWorkerCommand(): Promise<void> {
  if (process.send === undefined) throw new UserError('matrix-worker serves faults --matrix', 'Use faults --matrix.');
  const answer = (message: WorkerAnswer): void => void process.send?.(message);
  const stop = new AbortController();
  // A terminal signals the whole process group; the process that makes the matrix says when to stop.
  onStopSignals({ first: () => undefined, second: () => undefined });
  const loading = loadEngine();
  const work = async ({ number, task }: WorkerTask): Promise<void> => {
    try {
      answer({ number, result: await judgeSubject(await loading, task, stop.signal) });
    } catch (error) {
      answer({ number, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  };
  process.on('message', (order: WorkerTask | 'stop') => {
    if (order === 'stop') stop.abort();
    else void work(order);
  });
  await new Promise<void>((resolve) => process.once('disconnect', resolve));
}
