import type { Requirement } from '../contract/requirement.js';
import type { Capability, Profile, Verdict } from '../shared/model.js';
import type { Ledger, Tally } from './ledger.js';
import { loosens } from '../shared/readings.js';
import { NEEDS_TUNNEL } from '../shared/way.js';

/** Why a requirement is not exercised, by the capability that the target lacks. */
const missing: Readonly<Record<Capability, string>> = {
  reads: 'the target does not serve GET, so state can be read only by an update',
  'other-service': 'it needs a second service or a sibling',
  concurrency: 'it needs a concurrency of 2 or more',
  sibling: 'it needs a sibling service that shares the port_id and whose ports GET shows',
  token: 'it needs a token, but requests are signed with AK and SK',
  aksk: 'it needs an AK and SK to sign requests with',
  'foreign-token': 'it needs a token of another project',
  'port-id': 'it needs another port_id that the service may take',
  'forced-status': 'it needs a target that can force statuses (Prefer: code=NNN)',
  verbatim: NEEDS_TUNNEL,
};

/** Why a requirement is not exercised if a forwarding proxy may rewrite too many of its cases. */
function withheldOf({ sent, withheld }: Pick<Tally, 'sent' | 'withheld'>): string {
  return sent === 0 ? NEEDS_TUNNEL : `${NEEDS_TUNNEL}, as in ${withheld} of its ${sent + withheld} cases`;
}

/** Why a requirement cannot be exercised on a target; null if it can. */
export function lacking(requirement: Requirement, capabilities: ReadonlySet<Capability>): string | null {
  const lack = requirement.needs.find((need) => !capabilities.has(need));
  return lack === undefined ? null : missing[lack];
}

/** Why no case of a requirement can be made, though the target lacks no capability. */
export function caseless({ judged }: Requirement): string {
  const asks = judged.by === 'cases' ? judged.asks : undefined;
  if (asks === undefined) return 'no case can be made for this target';
  if (typeof asks === 'string') return `it needs ${asks}`;
  return `it needs a service that may take a certain ${asks.member}, which explain names (--port-id)`;
}

/** The reason why a requirement that quick effort leaves out is not exercised. */
export const LEFT_OUT = 'quick effort leaves it out; standard sends it';

/** The verdict on a requirement from its cases. One that judged nothing has not passed. */
export function verdictOf(
  requirement: Requirement,
  ledger: Ledger,
  options: {
    readonly selected: boolean;
    /** Whether quick effort leaves it out; default false. */
    readonly leftOut?: boolean;
    /** The shard that judges it if this one does not. A failure seen here counts anyway. */
    readonly elsewhere?: string | null;
    readonly profile: Profile;
    readonly capabilities: ReadonlySet<Capability>;
    readonly stopped: string | null;
    /** The budget that ran out before the end. */
    readonly cut: string | null;
    /** Whether the plan of what to send was complete. */
    readonly planned: boolean;
  },
): Verdict {
  const tally = ledger.of(requirement.id);
  const elsewhere = options.elsewhere ?? null;
  if (tally.failed > 0 && (options.selected || elsewhere !== null)) return { kind: 'failed' };
  if (elsewhere !== null) return { kind: 'deselected', reason: elsewhere };
  if (!options.selected) return { kind: 'deselected', reason: 'not selected' };
  const { loosenedBy } = requirement;
  if (loosenedBy !== null && loosens(options.profile, loosenedBy))
    return { kind: 'not-applicable', reading: loosenedBy };
  if (options.cut !== null && !options.planned) return { kind: 'deselected', reason: leftOut(options.cut) };
  const lack = lacking(requirement, options.capabilities);
  if (lack !== null) return { kind: 'not-exercised', reason: lack };
  if (tally.withheld > tally.sent) return { kind: 'not-exercised', reason: withheldOf(tally) };
  const unjudged = tally.unjudged.size;
  if (options.leftOut === true && tally.judged + unjudged === 0) return { kind: 'not-exercised', reason: LEFT_OUT };
  if (unjudged > tally.judged) return { kind: 'not-judged', reason: commonest([...tally.unjudged.values()]) };
  if (options.cut !== null) {
    const byCases = requirement.judged.by === 'cases';
    if (byCases && tally.judged > 0 && 2 * tally.judged < tally.sent)
      return { kind: 'not-judged', reason: `${leftOut(options.cut)}: fewer than half of the cases were judged` };
    if (tally.judged === 0 && tally.impossible === null && !(byCases && tally.sent === 0))
      return { kind: 'deselected', reason: leftOut(options.cut) };
  }
  if (tally.judged > 0) return { kind: 'passed' };
  if (options.stopped !== null) return { kind: 'not-judged', reason: options.stopped };
  if (tally.impossible !== null) return { kind: 'not-exercised', reason: tally.impossible };
  const reason = requirement.judged.by === 'watching' ? 'no answer in this run bears on it' : caseless(requirement);
  return { kind: 'not-exercised', reason };
}

/** Start of the reason when a budget left a requirement out. */
export const BUDGET_SPENT = 'budget spent';

/** Why a requirement was left out, by the budget that was spent. */
export function leftOut(budget: string): string {
  return `${BUDGET_SPENT} (${budget})`;
}

function commonest(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'unknown';
}
