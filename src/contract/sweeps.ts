import type { JsonObject } from '../shared/json.js';
import type { Context } from './context.js';
import { boundsOf, countOf, itemsFrom, listsOf, numbered } from './items.js';
import type { CaseMaker } from './requirement.js';
import { bodies } from './sent.js';
import { openBy } from './openness.js';

/** The indices below a count: all at thorough effort, else every tenth from an offset that the seed picks. */
function picked(count: number, { effort, seed }: Context): number[] {
  const every = effort === 'thorough' ? 1 : 10;
  return Array.from({ length: count }, (_, n) => n).filter((n) => n % every === seed % every);
}

/** Maximum length of an unbounded list. */
const LONG = 200;

/** Lists of every allowed length. */
export function everyLength(): CaseMaker {
  return bodies((context) =>
    listsOf(context.operation).flatMap((list) =>
      picked((list.schema.maxItems ?? LONG) + 1, context)
        .map((length): JsonObject => ({ [list.name]: itemsFrom(list, context, length, 300 + 37 * length) }))
        .filter((body) => openBy(body, context) === null),
    ),
  );
}

/** Every value of the number that items are counted by, in lists of maximum length. */
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

/**
 * Pairs of ports, each two of which a key may confuse: digits in a row, or 31, 1,000 or 10,000 times one number plus
 * the other.
 */
const ALIKE: readonly (readonly [number, number])[] = [
  [80, 8081],
  [8080, 81],
  [100, 1200],
  [101, 1169],
  [1300, 110],
  [1269, 111],
  [1, 2001],
  [2, 1001],
  [3, 20001],
  [4, 10001],
];

/**
 * Mappings with equal ports, with the ports of two mappings crossed, with both ends of the range, and with pairs that
 * are alike.
 */
export function equalAndCrossedPorts(): CaseMaker {
  return bodies((context) =>
    listsOf(context.operation).flatMap((list) => {
      const free = itemsFrom(list, context, 5, 8_081).map((item) => countOf(list, context, item));
      const [a = 1, b = 2, c = 3, e = 5, f = 6] = free;
      const { low, high } = boundsOf(list, context);
      // Both numbers at a bound, unless another service holds it.
      const corners = (...pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] =>
        pairs.filter(([, count]) => !context.takenPorts.has(count));
      const of = (...pairs: readonly (readonly [number, number])[]): JsonObject => ({
        [list.name]: pairs.map(([further, count]) => numbered(list, context, further, count)),
      });
      return [
        of([a, a]),
        of([a, b], [b, a]),
        of([a, b], [b, c], [c, a]),
        of(...corners([low, low], [high, high]), [e, e]),
        of(...corners([low, high], [high, low]), [e, f]),
        of([low, e], [high, f]),
        of(...corners(...ALIKE.filter((pair) => pair.every((n) => n >= low && n <= high)))),
      ];
    }),
  );
}

/** Ports of well-known services, and limits of narrower integers. */
const WELL_KNOWN = [
  ...[
    7, 20, 21, 22, 23, 25, 53, 69, 80, 88, 110, 111, 123, 135, 137, 138, 139, 143, 161, 179, 389, 443, 445, 465, 514,
    515,
  ],
  ...[
    587, 636, 873, 902, 993, 995, 1025, 1080, 1194, 1433, 1434, 1521, 1701, 1723, 1883, 2049, 2181, 2222, 2375, 2376,
    2379,
  ],
  ...[
    2380, 3000, 3128, 3268, 3306, 3389, 4369, 4443, 4444, 5000, 5060, 5061, 5222, 5432, 5601, 5672, 5900, 5985, 5986,
    6000,
  ],
  ...[
    6379, 6443, 6667, 7001, 7002, 7077, 8000, 8008, 8009, 8080, 8081, 8088, 8090, 8443, 8500, 8848, 8888, 9000, 9042,
    9090,
  ],
  ...[
    9092, 9093, 9100, 9200, 9300, 9418, 9443, 9876, 9999, 10000, 10050, 10051, 10250, 10255, 10911, 11211, 12345, 15672,
  ],
  ...[20000, 25565, 26379, 27017, 27018, 28017, 30000, 31337, 33060, 40000, 50000, 50070, 60000, 61616, 65000],
  ...[500, 1900, 3478, 4500, 4789, 5353, 6081, 8472, 51820],
  ...[
    9, 13, 17, 19, 37, 67, 68, 79, 102, 113, 119, 162, 427, 464, 511, 512, 513, 520, 543, 544, 546, 547, 548, 554, 593,
    623, 631, 989, 990, 1099, 1812, 2047, 2048, 4000, 5044, 5555, 5901, 5984, 7000, 8005, 8083, 8086, 8125, 8161, 8200,
    9080, 9091, 9870, 16379, 18080, 19000, 50051, 54321, 61000, 61001,
  ],
  ...[255, 256, 1023, 1024, 4095, 4096, 8191, 8192, 9001, 16383, 16384, 32767, 32768, 49151, 49152, 65534],
];

/** These numbers, if they are free, as one port of a mapping and then as the other. */
export function wellKnownPorts(): CaseMaker {
  return bodies((context) =>
    listsOf(context.operation).flatMap((list) => {
      const { low, high } = boundsOf(list, context);
      const known = WELL_KNOWN.filter((n) => n >= low && n <= high).slice(0, list.schema.maxItems ?? LONG);
      const free = known.filter((n) => !context.takenPorts.has(n));
      const ordinary = itemsFrom(list, context, known.length, 52_500).map((item) => countOf(list, context, item));
      const of = (counts: readonly number[], further: readonly number[]): JsonObject => ({
        [list.name]: counts.map((count, n) => numbered(list, context, further[n] ?? low, count)),
      });
      return [of(free, ordinary), of(ordinary, known)];
    }),
  );
}
