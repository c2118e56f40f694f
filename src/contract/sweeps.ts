import type { JsonObject } from '../json.js';
import type { Context } from './context.js';
import { mappingsFrom } from './legal.js';
import type { Given } from './requirement.js';
import { bodies } from './sent.js';
import { loosens } from '../readings.js';

/** An update takes so many mappings at most (Table 3, ports). */
const MOST_MAPPINGS = 200;

/** Every port there is, in lists of as many mappings as one update takes: so many lists. */
const LISTS = Math.ceil(65_535 / MOST_MAPPINGS);

/** All of so many, or a tenth that the seed picks where the effort is not thorough: evenly spread, so that no stretch is left out. */
function picked(count: number, { effort, seed }: Context): number[] {
  const every = effort === 'thorough' ? 1 : 10;
  return Array.from({ length: count }, (_, n) => n).filter((n) => n % every === seed % every);
}

/** Lists of every length that is allowed. */
export function everyLength(): Given {
  return bodies((context) =>
    picked(MOST_MAPPINGS + 1, context)
      .filter((length) => length > 0 || !loosens(context.profile, 'R4'))
      .map((length): JsonObject => ({ ports: mappingsFrom(context, length, 300 + 37 * length) })),
  );
}

/** Every port number, at either end of a mapping. */
export function everyPort(): Given {
  return bodies((context) =>
    picked(LISTS, context).map((n): JsonObject => ({
      ports: mappingsFrom(context, MOST_MAPPINGS, n * MOST_MAPPINGS + 1),
    })),
  );
}

/** Mappings whose two ports are equal, those of two mappings crossed, and the two ends of the range. */
export function equalAndCrossedPorts(): Given {
  return bodies((context) => {
    const free = mappingsFrom(context, 6, 8_081).map(({ server_port }) => server_port as number);
    const [a = 1, b = 2, c = 3, d = 4, e = 5, f = 6] = free;
    const mapping = (client_port: number, server_port: number): JsonObject => ({ client_port, server_port });
    return [
      { ports: [mapping(a, a)] },
      { ports: [mapping(a, b), mapping(b, a)] },
      { ports: [mapping(a, b), mapping(b, c), mapping(c, a)] },
      { ports: [mapping(d, d), mapping(e, e), mapping(f, f)] },
      { ports: [mapping(1, e), mapping(65_535, f)] },
    ];
  });
}
