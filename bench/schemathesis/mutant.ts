import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { describeMock } from '../../src/mock/index.js';

/** What is judged: the plain mock, or a fault or variant of the catalogue. */
export interface Subject {
  readonly kind: 'plain' | 'fault' | 'variant';
  readonly id: string;
}

/** A fresh mock in its own process. */
export interface Mutant {
  readonly reach: ReturnType<typeof describeMock>;
  /** Returns the number of requests received so far. */
  requests(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a mock that behaves as a subject says. */
export async function startMutant({ kind, id }: Subject): Promise<Mutant> {
  const child = fork(fileURLToPath(new URL('../counted-mock.js', import.meta.url)), [kind, id]);
  const ended = once(child, 'exit');
  const [reach] = (await once(child, 'message')) as [Mutant['reach']];
  return {
    reach,
    requests: async () => {
      child.send('requests');
      const [requests] = (await once(child, 'message')) as [number];
      return requests;
    },
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
}
