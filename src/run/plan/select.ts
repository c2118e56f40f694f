import { checkChoice } from '../../shared/check-choice.js';
import type { Config } from '../../config/config.js';
import { shardName } from '../../config/parse-shard.js';
import type { Requirement } from '../../contract/requirement.js';
import { isChosen, matchesAny } from '../../shared/glob.js';
import { shardOf } from './share.js';

/** Which requirements are judged, and which only carry what others watch. */
export interface Selection {
  readonly judged: ReadonlySet<string>;
  readonly sent: ReadonlySet<string>;
  /** What is selected and judged by another shard, and which one: `shard 2/3`. */
  readonly elsewhere: ReadonlyMap<string, string>;
}

/**
 * Selects requirements by `--only` and `--skip`, and the carriers of those that only watch.
 *
 * @throws UserError where a glob names nothing, and where they leave none
 */
export function select(
  requirements: readonly Requirement[],
  choice: Pick<Config, 'only' | 'skip' | 'shard' | 'target'> & Partial<Pick<Config, 'require'>>,
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
  const elsewhere = judgedElsewhere(requirements, choice);
  const own = (of: readonly Requirement[]) => of.map(({ id }) => id).filter((id) => !elsewhere.has(id));
  return {
    judged: new Set(own(judged)),
    sent: new Set(own(sent)),
    elsewhere: new Map([...elsewhere].filter(([id]) => isChosen(id, choice))),
  };
}

/** What is judged by cases falls to one shard; what is judged by watching is watched by all. */
function judgedElsewhere(
  requirements: readonly Requirement[],
  { shard, target }: Pick<Config, 'shard' | 'target'>,
): Map<string, string> {
  if (shard === null) return new Map();
  return new Map(
    requirements.flatMap((requirement, ordinal): [string, string][] => {
      if (requirement.judged.by !== 'cases') return [];
      const index = shardOf(requirement, ordinal, { shard, target });
      return index === shard.index ? [] : [[requirement.id, `shard ${shardName({ ...shard, index })}`]];
    }),
  );
}
