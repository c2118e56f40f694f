import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { ThreadsPoolWorker, type PoolOptions, type Vitest, type WorkerRequest } from 'vitest/node';

type Listener = Parameters<ThreadsPoolWorker['on']>[1];

/** Number of test runs after which a new thread begins: each run leaves a little behind. */
const RUNS = 100;

/** A run that took longer, in milliseconds, may have left something running. */
const SLOW = 5_000;

const STOPPED = { type: 'stopped', __vitest_worker_response__: true };

/**
 * A Vitest thread that outlives a test run: for most mutants, starting a thread and loading the packages costs far more
 * than the tests. The modules of `src` are evaluated anew in each run.
 */
class KeptThread extends ThreadsPoolWorker {
  override readonly name = 'kept-thread';
  readonly #listeners: [event: string, listener: Listener][] = [];
  #alive = false;
  #runs = 0;
  #began = 0;

  override async start(): Promise<void> {
    this.#began = Date.now();
    this.#runs += 1;
    if (this.#alive) return;
    this.#alive = true;
    await super.start();
  }

  override on(event: string, listener: Listener): void {
    this.#listeners.push([event, listener]);
    super.on(event, listener);
  }

  override send(message: WorkerRequest): void {
    if (message.type === 'run') {
      // The next mutant must not see what a module remembers from the one before.
      super.send({ ...message, context: { ...message.context, invalidates: sources() } });
    } else if (message.type === 'stop') {
      // A worker that is told to stop would dismantle itself.
      for (const [event, listener] of this.#listeners) if (event === 'message') listener(STOPPED);
    } else {
      super.send(message);
    }
  }

  override async stop(): Promise<void> {
    for (const [event, listener] of this.#listeners.splice(0)) super.off(event, listener);
    if (this.#runs >= RUNS || Date.now() - this.#began >= SLOW) await this.end();
  }

  async end(): Promise<void> {
    if (!this.#alive) return;
    this.#alive = false;
    this.#runs = 0;
    await super.stop();
  }
}

function sources(): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).map((file) => resolve('src', file));
}

/** Runs all tests in one kept thread. It is a plugin because Stryker overrides the pool of the configuration. */
export function keepThread() {
  let thread: KeptThread | undefined;
  return {
    name: 'kept-thread',
    configureVitest: ({ vitest }: { vitest: Vitest }): void => {
      vitest.onClose(() => thread?.end());
      for (const { config } of vitest.projects) {
        config.pool = 'kept-thread';
        config.poolRunner = {
          name: 'kept-thread',
          createPoolWorker: (options: PoolOptions) => (thread ??= new KeptThread(options)),
        };
      }
    },
  };
}
