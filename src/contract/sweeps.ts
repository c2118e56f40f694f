import type { JsonObject } from '../shared/json.js';
import type { Context } from './context.js';
import { boundsOf, countOf, itemsFrom, listsOf, numbered } from './items.js';
import type { CaseMaker } from './requirement.js';
import { bodies } from './sent.js';
import { openBy } from './openness.js';

/** All of so many, or a tenth that the seed picks where the effort is not thorough: evenly spread, so that no stretch is left out. */
function picked(count: number, { effort, seed }: Context): number[] {
  const every = effort === 'thorough' ? 1 : 10;
  return Array.from({ length: count }, (_, n) => n).filter((n) => n % every === seed % every);
}

/** An unbounded list is taken to be so long at most. */
const LONG = 200;

/** Lists of every length that is allowed. */
export function everyLength(): CaseMaker {
  return bodies((context) =>
    listsOf(context.operation).flatMap((list) =>
      picked((list.schema.maxItems ?? LONG) + 1, context)
        .map((length): JsonObject => ({ [list.name]: itemsFrom(list, context, length, 300 + 37 * length) }))
        .filter((body) => openBy(body, context) === null),
    ),
  );
}

/** Every number that items are counted by, at either end of an item, in lists of as many as one update takes. */
export function everyPort(): CaseMaker {
  return bodies((context) =>
    listsOf(context.operation).flatMap((list) => {
      const most = list.schema.maxItems ?? LONG;
      const { low, high } = boundsOf(list, context);
      return picked(Math.ceil((high - low + 1) / most), context).map((n): JsonObject => ({
        [list.name]: itemsFrom(list, context, most, n * most + low),
      }));
    }),
  );
}

/** Mappings whose two ports are equal, those of two mappings crossed, and the two ends of the range. */
export function equalAndCrossedPorts(): CaseMaker {
  return bodies((context) =>
    listsOf(context.operation).flatMap((list) => {
      const free = itemsFrom(list, context, 6, 8_081).map((item) => countOf(list, context, item));
      const [a = 1, b = 2, c = 3, d = 4, e = 5, f = 6] = free;
      const { low, high } = boundsOf(list, context);
      const of = (...pairs: readonly (readonly [number, number])[]): JsonObject => ({
        [list.name]: pairs.map(([further, count]) => numbered(list, context, further, count)),
      });
      return [
        of([a, a]),
        of([a, b], [b, a]),
        of([a, b], [b, c], [c, a]),
        of([d, d], [e, e], [f, f]),
        of([low, e], [high, f]),
      ];
    }),
  );
}
