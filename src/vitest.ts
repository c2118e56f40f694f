import { resolveConfig } from './config.js';
import { engine } from './index.js';
import type { Report, RequirementReport } from './report/report.js';
import { prepareReportDir, writeReport } from './report/write-report.js';

/** A judged target and the requirements that were selected. */
export interface Conformance {
  readonly report: Report;
  readonly requirements: readonly RequirementReport[];
}

/**
 * Judges the target that the environment names (`VPCEP_TARGET` and the others), or the embedded mock where it names none,
 * and writes the report.
 *
 * @throws UserError for an environment that names half a target; Error where the run lost its right to judge
 */
export async function conformanceOf(env: Readonly<Record<string, string | undefined>>): Promise<Conformance> {
  const config = resolveConfig({}, env);
  await prepareReportDir(config.reportDir);
  const report = await engine.run(config, { signal: new AbortController().signal, progress: () => undefined });
  await writeReport(config.reportDir, report);
  const requirements = report.requirements.filter(({ verdict }) => verdict.kind !== 'deselected');
  return { report, requirements };
}
