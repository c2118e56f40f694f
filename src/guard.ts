/** The process of a guarded run: it is told what to judge and outlives its parent. */
import { setUpProcess } from './cli/set-up-process.js';
import { onStopSignals, onStrayError } from './cli/signals.js';
import { StrayError, UserError } from './shared/errors.js';
import type { News, GuardMessage } from './guarded-run.js';
import { run } from './library.js';

setUpProcess();
const stop = new AbortController();

/** Resolves once the message has left the process, or when no one is there to receive it. */
function tell(news: News): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(news, undefined, undefined, () => resolve());
  });
}

async function conduct(options: Extract<GuardMessage, { kind: 'run' }>['options']): Promise<void> {
  try {
    const report = await run({
      ...options,
      signal: stop.signal,
      onProgress: (progress) => void tell({ kind: 'progress', progress }),
    });
    await tell({ kind: 'report', report });
  } catch (error) {
    const ofUser = error instanceof UserError;
    const message = error instanceof Error ? error.message : String(error);
    await tell({ kind: 'error', message, remedy: ofUser ? (error.remedy ?? null) : null, ofUser });
  }
  process.exit(0);
}

process.on('message', (order: GuardMessage) => {
  if (order.kind === 'stop') stop.abort();
  else void conduct(order.options);
});
process.on('disconnect', () => stop.abort());
onStopSignals({ first: () => stop.abort(), second: () => process.exit(130) });
onStrayError((error) => stop.abort(new StrayError(error)));
