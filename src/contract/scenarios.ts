import { stringify, type Draft, type JsonObject } from '../json.js';
import type { Context } from './context.js';
import { mappingsFrom, onlySendable, plainBody, restOf, sendableMembers } from './legal.js';
import { requestMembers } from './openness.js';
import type { Given, Origin, Sent } from './requirement.js';
import { all, bodies, body, but, text, unlawful, updateWith } from './sent.js';
import { indices, wholeOf, type Series } from './span.js';

/** A change that nothing else makes: a request that must not be obeyed carries it, so that it shows if it is. */
export function aChange(): Given {
  return body({ description: 'Not to be stored', service_name: 'not-stored' });
}

/** Updates of every kind, good, empty and bad: whoever is not let in changes nothing, whatever the body is (R11). */
export function anyUpdate(): Given {
  return all(
    aChange(),
    bodies((context) => [{}, { approval_enabled: false }, { ports: mappingsFrom(context, 2, 43_000) }]),
    unlawful(body({ service_name: 'not legal' }, { ports: [{ client_port: 0, server_port: 43_100 }] })),
    text('', '{"description":', '[]', 'null'),
  );
}

/** A change that may be stored. */
export function aStoredChange(label: string): Given {
  return body({ description: `Stored ${label}` });
}

/** Every member alone, every pair of members, and all of them: each case changes every value that it sends. */
export function everyCombination(): Given {
  return (context) => {
    const names = requestMembers.filter((name) => sendableMembers(context).has(name));
    const sets: string[][] = [...names.map((name) => [name])];
    names.forEach((a, i) => names.slice(i + 1).forEach((b) => sets.push([a, b])));
    names.forEach((absent) => sets.push(names.filter((name) => name !== absent)));
    sets.push([...names], [...names].reverse());
    return sets.map((set, n) => ({
      ...updateWith(
        inOrder(plainBody(context, new Set(set), n + 100), n % 2 === 0 ? set : [...set].reverse()),
        context,
      ),
      prepare: n % 3 === 0 ? ('rest' as const) : null,
    }));
  };
}

/** The same members, written in this order: in JSON it means nothing. */
function inOrder(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(body, name) ? [[name, body[name] ?? null]] : [])));
}

function rotated(body: JsonObject, by: number): JsonObject {
  const names = Object.keys(body);
  const at = names.length === 0 ? 0 : by % names.length;
  return inOrder(body, [...names.slice(at), ...names.slice(0, at)]);
}

/** The same cases, sent twice in a row. */
export function twice(given: Given): Given {
  return but(given, (sent) => ({ ...sent, shape: 'twice' }));
}

/** The same cases, each sent while the service is at rest. */
export function fromRest(given: Given): Given {
  return but(given, (sent) => ({ ...sent, prepare: 'rest' }));
}

/** The same cases, each sent again right after it; nothing of them is drawn. */
export function sentAgain(given: Given): Given {
  return but(given, (sent) => ({ ...sent, shape: 'again' }));
}

/** Each of these cases for every service under test, rather than dealt to them in turn. */
export function onEveryService(given: Given): Given {
  return (context) => given(context).flatMap((sent) => Array.from({ length: context.lanes }, () => sent));
}

/** Updates, each beside a body that must be rejected and others in flight, so often. */
export function inACrowd(times: number): Given {
  return (context) =>
    Array.from({ length: times }, (_, n) => {
      const members = new Set(
        ['approval_enabled', 'service_name', 'ports', 'description'].filter((__, i) => i !== n % 5),
      );
      const bad: JsonObject[] = [
        { description: 'Not <legal> in a crowd', service_name: 'not-stored', ports: mappingsFrom(context, 2, 52_000) },
        { service_name: 'not legal', approval_enabled: n % 2 !== 0, description: 'Not to be stored in a crowd' },
        { approval_enabled: 'no', ports: mappingsFrom(context, 1, 52_100), description: 'Not to be stored either' },
        {
          ports: [...mappingsFrom(context, 2, 52_200), { client_port: 0, server_port: 52_300 }],
          service_name: 'nor-this',
        },
      ];
      return {
        ...updateWith(plainBody(context, members, 800 + n), context),
        shape: 'crowd' as const,
        rival: bad[n % bad.length] ?? null,
      };
    });
}

/** The same cases, with a look at every other service before and after. */
export function watchingOthers(given: Given): Given {
  return but(given, (sent) => ({ ...sent, shape: 'isolated', prepare: 'rest' }));
}

/** The same cases, each followed by an empty update. */
export function thenAnEmptyOne(given: Given): Given {
  return but(given, (sent) => ({ ...sent, shape: 'followed', prepare: 'rest' }));
}

/** A change of one member, for each member; at the lowest effort of two, which the seed picks. */
export function aChangeOfOneMember(): Given {
  return (context) => {
    const changes: JsonObject[] = [
      { description: 'Changed more than a second later' },
      { ports: mappingsFrom(context, 2, 46_000) },
      { service_name: 'a-second-later' },
      { approval_enabled: false },
      { ports: [] },
      ...context.portIds.slice(0, 1).map((id) => ({ port_id: id })),
    ];
    const first = context.seed % changes.length;
    const chosen = context.effort === 'quick' ? [...changes, ...changes].slice(first, first + 2) : changes;
    return chosen.map((change) => updateWith(change, context));
  };
}

/** The same cases, more than a second after the last change. */
export function aSecondLater(given: Given): Given {
  return but(given, (sent) => ({ ...sent, shape: 'later' }));
}

/** Two updates at once, each of which sets every member otherwise, so often. */
export function atOnce(times: number): Given {
  return (context) =>
    Array.from({ length: times }, (_, n) => {
      const members = new Set(['approval_enabled', 'service_name', 'ports', 'description']);
      const [one, other] = [plainBody(context, members, 300 + 2 * n), plainBody(context, members, 301 + 2 * n)];
      return { ...updateWith(one, context), shape: 'race' as const, rival: other, prepare: 'rest' as const };
    });
}

/** Two updates at once, of which each sets members that the other one leaves out. */
export function ofDifferentMembersAtOnce(): Given {
  const halves = [
    [['service_name'], ['description']],
    [['ports'], ['service_name', 'description']],
    [['approval_enabled', 'description'], ['ports']],
    [
      ['service_name', 'approval_enabled'],
      ['ports', 'description'],
    ],
  ] as const;
  return (context) =>
    halves.map(([some, others], n) => {
      const of = (names: readonly string[]): JsonObject => plainBody(context, new Set(names), 351 + 2 * n);
      return { ...updateWith(of(some), context), shape: 'race' as const, rival: of(others), prepare: 'rest' as const };
    });
}

/** Bodies in which the members of an object stand in a list, in the order of the document, as some libraries read them. */
export function listedMappings(): Given {
  return bodies((context): Draft[] => {
    const [first = {}, second = {}] = mappingsFrom(context, 2, 44_400);
    const listed = [first['client_port'] ?? 1, first['server_port'] ?? 1, 'TCP'];
    const lists = [[listed], [listed.slice(0, 2)], [second, listed], [listed, second]];
    return [...lists.map((ports) => ({ ports })), [true, 'as-a-list', [first]], [true]];
  });
}

/** Two mappings that differ in an unknown member only: whether they are equal is open (R4). */
export function differentInUnknown(): Given {
  return (context) => {
    const [mapping = {}] = mappingsFrom(context, 1, 44_500);
    const ports = [
      { ...mapping, name: 'one' },
      { ...mapping, name: 'other' },
    ];
    return [{ ...updateWith({ ports }, context), applies: [{ ports: [mapping, mapping] }, { ports: [mapping] }] }];
  };
}

/** Bodies that hold a pair of the sibling: alone, without protocol, first and last among others, beside other members. */
export function pairsOfTheSibling(): Given {
  return bodies((context) => {
    const free = mappingsFrom(context, 4, 40_000);
    return context.siblingPairs.slice(0, 4).flatMap(({ server_port, protocol }, n): JsonObject[] => {
      const taken = { client_port: 50_001 + n, server_port, protocol };
      const unnamed = { client_port: 50_011 + n, server_port };
      return [
        { ports: [taken] },
        ...(protocol === 'TCP' ? [{ ports: [unnamed] }, { ports: [...free, unnamed] }] : []),
        { ports: [{ ...taken, client_port: server_port }] },
        { ports: [taken, ...free] },
        { ports: [...free, taken] },
        {
          description: 'Not to be stored',
          service_name: 'not-stored',
          approval_enabled: false,
          ports: [...free.slice(0, 2), taken, ...free.slice(2)],
        },
      ];
    });
  });
}

/** Lists of so many mappings, at the low and the high end of the ports. */
export function mappings(counts: readonly number[], starts: readonly number[] = [1, 32_700, 65_300]): Given {
  return bodies((context) =>
    counts.flatMap((count) => starts.map((start): JsonObject => ({ ports: mappingsFrom(context, count, start) }))),
  );
}

/** Every member beside 101 and 200 mappings; and on such a state each other member alone: the mappings are to be kept. */
export function largeAndFull(): Given {
  return (context) =>
    [101, 200].flatMap((count, n) => {
      const full = {
        ...plainBody(context, sendableMembers(context), 401 + n),
        ports: mappingsFrom(context, count, 24_000 + 1_000 * n),
      };
      const alone: JsonObject[] = [
        { description: `Beside ${count} mappings` },
        { service_name: `beside-${count}` },
        { approval_enabled: n === 0 },
        {},
      ];
      return [updateWith(full, context), ...alone.map((body) => ({ ...updateWith(body, context), prepare: full }))];
    });
}

/** Texts of which a server that compares loosely takes the second for the first. */
const nearNames = [
  ['near-value', 'Near-Value'],
  ['near-value', 'near_value'],
  ['near-1', 'near-01'],
] as const;
const nearDescriptions = [
  ['Near value', 'near VALUE'],
  ['Near value', 'Near value '],
  ['Near value', 'Near  value'],
  ['Near cafe', 'Near café'],
  ['Near カナ', 'Near かな'],
  ['Near A1', 'Near Ａ１'],
  ['1', '01'],
  ['1', '1.0'],
  ['', ' '],
] as const;

/** Each member set to a value, and then to another one that differs from it in a single respect. */
export function nearValues(): Given {
  return (context) => {
    const [first, second, third, fourth] = mappingsFrom(context, 4, 47_000) as [
      JsonObject,
      JsonObject,
      JsonObject,
      JsonObject,
    ];
    const base = [first, second, third];
    // The client port of one mapping at the server port of another.
    const crossed = (to: JsonObject, from: JsonObject): JsonObject => ({
      ...to,
      client_port: from['client_port'] ?? null,
    });
    const lists: JsonObject[][] = [
      [crossed(first, second), crossed(second, first), third],
      [crossed(first, fourth), second, third],
      [first, second, crossed(fourth, third)],
      [first, third],
      [...base, fourth],
      // To R14 the same list: a service may not take it for another one, or for a conflict.
      [third, second, first],
    ];
    const pairs: (readonly [JsonObject, JsonObject])[] = [
      ...nearNames.map(([from, to]) => [{ service_name: from }, { service_name: to }] as const),
      ...nearDescriptions.map(([from, to]) => [{ description: from }, { description: to }] as const),
      ...lists.map((ports) => [{ ports: base }, { ports }] as const),
    ];
    return pairs.map(([from, to]) => ({ ...updateWith(to, context), prepare: from }));
  };
}

/** How many drawn bodies are made at once. */
const PART = 64;

/** Valid bodies drawn at random, of values that must be accepted; so many as the effort sets. */
export function drawnBodies(): Given {
  const series = ({ bodies: count }: Context): Series => ({ count, first: PART, size: PART });
  const make = (context: Context, span = wholeOf(series(context))): (Sent | null)[] => {
    const drawn = context.draws('UpdateEndpointServiceRequestBody', span);
    return indices(span).map((n, at) =>
      n % context.lanes === context.lane
        ? {
            ...updateWith(rotated(drawn[at] ?? {}, n), context),
            drawn: true,
            prepare: n % 8 === 0 ? ('rest' as const) : null,
          }
        : null,
    );
  };
  const origin = (context: Context, index: number): Origin => ({
    violation: null,
    nth: index,
    body: (value) => rotated(onlySendable(value as JsonObject, context), index),
    alone: null,
  });
  return Object.assign(make, { series, origin });
}

/** The body of the document's own example of a request, as far as its ports are free. */
export function documentedExample(): Given {
  return bodies((context) => {
    const ports = [
      { client_port: 8_081, server_port: 22, protocol: 'TCP' },
      { client_port: 8_082, server_port: 23, protocol: 'TCP' },
    ].filter(({ server_port }) => !context.takenPorts.has(server_port));
    return [{ approval_enabled: true, service_name: 'test', ports }];
  });
}

/** A legal body of so many bytes: 200 mappings among blanks, which JSON allows anywhere between its tokens (R8). */
export function legalBodyOf(size: number): Given {
  return (context) => {
    const said: JsonObject = { description: 'In a large body', ports: mappingsFrom(context, 200, 45_000) };
    const text = stringify(said);
    const padded = text.replace(/^\{/, `{${' '.repeat(Math.max(size - text.length, 0))}`);
    return [{ ...updateWith(said, context), body: Buffer.from(padded).toString('base64') }];
  };
}

/** The resting state itself, as one more update. */
export function theRestingState(): Given {
  return bodies((context) => [restOf(context)]);
}
