import { shardName, type Shard } from '../../config/parse-shard.js';
import { UserError } from '../../shared/errors.js';
import type { OptionsReport, Report } from '../../report/report.js';

/** The report of a shard and where it was read from. */
export interface ReportPart {
  readonly name: string;
  readonly report: Report;
}

/** The options that all parts of one run have in common. */
const SHARED = ['seed', 'effort', 'cases', 'readings', 'only', 'skip', 'require', 'strict'] as const;
type Shared = (typeof SHARED)[number];

/**
 * The parts of one run, in order of their shards. Throws a UserError if one of them is not a part, occurs twice, or was
 * judged differently from the first, by another version, or elsewhere.
 */
export function checkParts(parts: readonly ReportPart[]): readonly (ReportPart & { readonly shard: Shard })[] {
  const [first] = parts;
  if (first === undefined) throw new UserError('there is no report to merge', 'Name the report folder of each shard.');
  const seen = new Map<number, ReportPart>();
  const checked = parts.map((part) => {
    const { shard } = part.report.options;
    if (shard === null) {
      throw new UserError(
        `${part.name} is the report of a whole run, not of a shard`,
        'Merge runs made with --shard i/n.',
      );
    }
    refuseOther(first, part);
    const base = seen.get(shard.index);
    if (base !== undefined) {
      throw new UserError(
        `${base.name} and ${part.name} are both reports of shard ${shardName(shard)}`,
        'Name each shard once; older reports do not belong to this run.',
      );
    }
    seen.set(shard.index, part);
    return { ...part, shard };
  });
  return checked.sort((a, b) => a.shard.index - b.shard.index);
}

function refuseOther(first: ReportPart, part: ReportPart): void {
  const differ = (what: string, one: unknown, other: unknown, remedy: string): void => {
    const [a, b] = [shown(one), shown(other)];
    if (a === b) return;
    throw new UserError(`${first.name} and ${part.name} are parts of different runs: ${what} ${a} and ${b}`, remedy);
  };
  const [one, other] = [first.report, part.report];
  differ('version', one.tool.version, other.tool.version, 'Judge all shards with one version of vpcep-contract.');
  differ(
    'shards',
    one.options.shard?.count,
    other.options.shard?.count,
    'Give all shards the same number: 1/3, 2/3, 3/3.',
  );
  differ('project', one.target.projectId, other.target.projectId, 'Judge all shards against one target.');
  differ('embedded mock', one.target.embedded, other.target.embedded, 'Judge all shards against one target.');
  // Each machine starts an embedded mock of its own.
  if (!one.target.embedded) differ('URL', one.target.url, other.target.url, 'Judge all shards against one target.');
  for (const name of SHARED) {
    differ(
      name,
      one.options[name] satisfies OptionsReport[Shared],
      other.options[name],
      `Give all shards the same --${name}.`,
    );
  }
  const suite = ({ requirements, contract }: Report): string =>
    [contract.digests.spec, contract.digests.suite, ...requirements.map(({ id }) => id)].join('\n');
  if (suite(one) !== suite(other)) {
    throw new UserError(
      `${first.name} and ${part.name} were judged by different requirements`,
      'Judge all shards by the same suites.',
    );
  }
  const files = (report: Report): string | null => report.knownFailures?.file ?? null;
  differ('known failures', files(one), files(other), 'Give all shards the same --known-failures.');
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
