import { pendingFolder, quotePath } from '../report/write-report.js';

/** Says how services that a command left changed are put back; nothing where it left none. */
export async function tellPending(reportDir: string, say: (line: string) => Promise<void>): Promise<void> {
  const pending = await pendingFolder(reportDir);
  if (pending === null) return;
  await say(`Services may be left changed. Put them back: vpcep-contract restore ${quotePath(pending)}`);
}
