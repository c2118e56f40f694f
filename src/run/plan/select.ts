import { checkChoice } from '../../shared/check-choice.js';
import type { Config } from '../../config/config.js';
import { shardName } from '../../config/parse-shard.js';
import { mostCases, type Requirement } from '../../contract/requirement.js';
import type { Telling } from '../../contract/telling.js';
import { isChosen, matchesAny } from '../../shared/glob.js';

/** Which requirements are judged, and which are only sent because others watch them. */
export interface Selection {
  readonly judged: ReadonlySet<string>;
  readonly sent: ReadonlySet<string>;
  /** Selected requirements that another shard judges, with the name of that shard: `shard 2/3`. */
  readonly elsewhere: ReadonlyMap<string, string>;
  /** The indices of the cases that are sent, by requirement; null if all cases are sent. */
  readonly cases: ReadonlyMap<string, ReadonlySet<number>> | null;
  /** Selected requirements that quick effort leaves out. */
  readonly leftOut: ReadonlySet<string>;
}

/**
 * Selects requirements by `--only` and `--skip`, and the carriers of those that are judged by watching. Quick effort
 * sends only the telling cases, and some of each requirement that `--only` or `--require` names. `shards` says which
 * shard, from 1, judges a requirement by cases.
 *
 * @throws UserError if a glob matches nothing, or if they leave no requirement
 */
export function select(
  requirements: readonly Requirement[],
  choice: Pick<Config, 'only' | 'skip' | 'shard'> & Partial<Pick<Config, 'require' | 'effort' | 'cases'>>,
  telling: Telling = [],
  shards: ReadonlyMap<string, number> = new Map(),
): Selection {
  checkChoice(
    choice,
    requirements.map(({ id }) => id),
  );
  const { skip } = choice;
  const judged = requirements.filter(({ id }) => isChosen(id, choice));
  const carriers = [...new Set(judged.flatMap(({ judged: by }) => (by.by === 'watching' ? by.carriers : [])))];
  const sent = requirements.filter(
    (requirement) =>
      requirement.judged.by === 'cases' &&
      (judged.includes(requirement) ||
        (judged.length < requirements.length &&
          matchesAny(carriers, requirement.id) &&
          !matchesAny(skip, requirement.id))),
  );
  const elsewhere = judgedElsewhere(choice, shards);
  const own = (of: readonly Requirement[]) => of.map(({ id }) => id).filter((id) => !elsewhere.has(id));
  const asked = new Set(judged.map(({ id }) => id));
  const cases = tellingCases(choice, telling, asked);
  const isReached = (id: string): boolean => cases?.get(id)?.size !== 0;
  return {
    judged: new Set(own(judged)),
    sent: new Set(own(sent).filter(isReached)),
    elsewhere: new Map([...elsewhere].filter(([id]) => isChosen(id, choice))),
    cases,
    leftOut: new Set(own(sent).filter((id) => asked.has(id) && !isReached(id))),
  };
}

/**
 * The cases that quick effort sends, of the requirements whose findings are known; null if it is not limited to them.
 * Requirements asked for by name also get their first cases.
 */
function tellingCases(
  { effort, cases = null, only, require: required = [] }: Parameters<typeof select>[1],
  telling: Telling,
  judged: ReadonlySet<string>,
): Selection['cases'] {
  if (effort !== 'quick' || cases !== null || telling.length === 0) return null;
  const isNamed = (id: string): boolean => (only.length > 0 && judged.has(id)) || matchesAny(required, id);
  const first = Array.from({ length: mostCases.quick }, (_, index) => index);
  return new Map(telling.map(([id, ...indices]) => [id, new Set(isNamed(id) ? [...first, ...indices] : indices)]));
}

/** The requirements that other shards judge: each one by cases belongs to one shard, those by watching to all. */
function judgedElsewhere({ shard }: Pick<Config, 'shard'>, shards: ReadonlyMap<string, number>): Map<string, string> {
  if (shard === null) return new Map();
  const others = [...shards].filter(([, index]) => index !== shard.index);
  return new Map(others.map(([id, index]) => [id, `shard ${shardName({ ...shard, index })}`]));
}
