/** Runs against misbehaving mocks, several at a time. */
import { judgeSubject, type Task, type TaskResult } from './cli/matrix/judge-subject.js';
import type { Subject } from './cli/matrix/subject.js';
import { engine } from './engine.js';
import { ConcurrencyLimiter } from './judge/concurrency-limiter.js';
import type { Report } from './report/report.js';

/** More than the number of cores: many faults make a run wait. */
const WIDTH = 8;

/** Options of a run: the requirements to judge, and how many failures are enough. Default: all. */
type Asked = Pick<Task, 'effort'> & Partial<Pick<Task, 'only' | 'maxFailures'>>;

/** Judges a subject by some requirements, or by all. */
export function judged(subject: Subject, asked: Asked): Promise<TaskResult> {
  return judgeSubject(
    engine,
    { subject, seed: 1, only: [], maxFailures: null, ...asked },
    new AbortController().signal,
  );
}

/** Judges a subject, and returns the report too. */
export async function judgedWithReport(
  subject: Subject,
  asked: Asked,
): Promise<{ readonly result: TaskResult; readonly report: Report }> {
  const reports: Report[] = [];
  const reporting: Parameters<typeof judgeSubject>[0] = {
    run: async (...given) => {
      const report = await engine.run(...given);
      reports.push(report);
      return report;
    },
  };
  const task = { subject, seed: 1, only: [], maxFailures: null, ...asked };
  const result = await judgeSubject(reporting, task, new AbortController().signal);
  const [report] = reports;
  if (report === undefined) throw new Error('the run gave no report');
  return { result, report };
}

/** Starts a task for each item, a few at a time and in order. Returns a function that awaits the outcome of an item. */
export function begin<K, T>(items: readonly K[], task: (item: K) => Promise<T>): (item: K) => Promise<T> {
  const concurrencyLimiter = new ConcurrencyLimiter(WIDTH);
  const outcomes = new Map(
    items.map((item) => {
      const outcome = concurrencyLimiter.run(() => task(item));
      // Reported when the outcome is awaited.
      outcome.catch(() => undefined);
      return [item, outcome];
    }),
  );
  return (item) => outcomes.get(item) ?? Promise.reject(new Error('no task was begun for it'));
}
