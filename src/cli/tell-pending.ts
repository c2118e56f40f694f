import { commandLine, pathWord } from '../report/shell-words.js';
import { pendingFolder } from '../report/write-report.js';

/**
 * Says how to put back the services that a command left changed; nothing if there are none.
 *
 * @param again names the target again, as the command line did
 */
export async function tellPending(
  reportDir: string,
  say: (line: string) => Promise<void>,
  again: readonly string[] = [],
): Promise<void> {
  const pending = await pendingFolder(reportDir);
  if (pending === null) return;
  await say(`Services may be left changed. Put them back: ${commandLine('restore', pathWord(pending), ...again)}`);
}
