import { join } from 'node:path';
import { type Flags, resolveConfig } from '../../config/config.js';
import { findKnownFailures, readKnownFailures } from '../../known/read-known-failures.js';
import { readRecord } from '../../record/read-record.js';
import { RECORD_FILE } from '../../report/record-file.js';
import { prepareReportDir, withFolder } from '../../report/write-report.js';
import type { Anew } from '../../run/again/rejudge.js';
import type { Io } from '../io.js';
import { loadEngine } from '../load-engine.js';
import { refuseLink } from '../../shared/safe-files.js';
import type { ExitCode } from '../exit-code.js';
import { conductRun } from './run.js';

/** Judges a recorded run again without sending requests, and reports as a run does. */
export async function rejudgeCommand(reportDir: string, flags: Flags, io: Io): Promise<ExitCode> {
  const record = await readRecord(join(reportDir, RECORD_FILE));
  const into = flags.reportDir ?? join(reportDir, 'rejudged');
  // What the flags do not say is taken from that run: the environment is ignored.
  const given = resolveConfig({ ...flags, reportDir: into }, {});
  const config = { ...given, knownFailures: given.knownFailures ?? (await findKnownFailures()) };
  const { only, skip, require, knownFailures, quiet, verbose, json } = config;
  const anew: Anew = {
    only,
    skip,
    knownFailures,
    reportDir: config.reportDir,
    verbose,
    ...(flags.readings === undefined ? {} : { readings: config.readings }),
    ...(require.length === 0 ? {} : { require }),
    ...(flags.strict === true ? { strict: true } : {}),
  };
  const engine = await loadEngine();
  await readKnownFailures({ knownFailures, updateKnown: false }, engine.ids());
  await refuseLink(reportDir);
  return withFolder(config.reportDir, 'rejudge', async () => {
    await prepareReportDir(config.reportDir);
    const again = { ...config, quiet, verbose, json };
    return conductRun(
      { run: (_config, hooks) => engine.rejudge(record, anew, { ...hooks, record: false }) },
      again,
      io,
    );
  });
}
