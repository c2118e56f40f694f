import type { Config } from '../../config/config.js';
import { doctorLine } from '../../config/named-by-flags.js';
import { NETWORK } from '../../judge/settle.js';
import { plural } from '../../report/plural.js';
import type { Report } from '../../report/report.js';

/** Where to look after a complete run in which the network or the target kept requirements from being judged. */
export function lookCloser(
  { config, stopped }: { readonly config: Pick<Config, 'byFlags' | 'target'>; readonly stopped: string | null },
  requirements: Report['requirements'],
): string[] {
  const lost = requirements.filter(
    ({ verdict }) => verdict.kind === 'not-judged' && verdict.reason.startsWith(NETWORK),
  );
  if (stopped !== null || config.target === null || lost.length === 0) return [];
  return [
    `the network or the target kept ${plural(lost.length, 'requirement')} from being judged; to look closer: ${doctorLine(config.byFlags)}`,
  ];
}
