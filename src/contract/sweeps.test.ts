import { describe, expect, it } from 'vitest';
import { bodiesOf, contextWith } from './context.fixture.js';
import { everyLength, everyPort, equalAndCrossedPorts } from './sweeps.js';
import type { JsonObject } from '../shared/json.js';

const thorough = contextWith({ effort: 'thorough' });
const listsOf = (bodies: readonly JsonObject[]): JsonObject[][] => bodies.map(({ ports }) => ports as JsonObject[]);

describe('a sweep', () => {
  it('takes every length from 0 to 200 with thorough effort', () => {
    const lengths = listsOf(bodiesOf(everyLength(), thorough)).map(({ length }) => length);
    expect(lengths).toEqual(Array.from({ length: 201 }, (_, n) => n));
  });

  it('takes every port at both ends with thorough effort', () => {
    const mappings = listsOf(bodiesOf(everyPort(), thorough)).flat();
    for (const end of ['client_port', 'server_port'])
      expect(new Set(mappings.map((mapping) => mapping[end])).size).toBe(65_535);
  });

  it('takes a tenth otherwise, different from seed to seed, that skips no stretch', () => {
    const tenths = Array.from({ length: 10 }, (_, seed) =>
      listsOf(bodiesOf(everyLength(), contextWith({ seed }))).map(({ length }) => length),
    );
    expect(new Set(tenths.flat()).size).toBe(201);
    for (const lengths of tenths) expect(Math.max(...lengths.map((n, i) => n - (lengths[i - 1] ?? 0)))).toBe(10);
  });

  it('omits the empty list if production leaves it open', () => {
    const lists = listsOf(bodiesOf(everyLength(), contextWith({ effort: 'thorough', profile: 'production' })));
    expect(Math.min(...lists.map(({ length }) => length))).toBe(1);
  });
});

it('equal and crossed ports have distinct, free ports at each end', () => {
  const context = contextWith({ takenPorts: new Set([8_081, 8_083]) });
  for (const list of listsOf(bodiesOf(equalAndCrossedPorts(), context))) {
    for (const end of ['client_port', 'server_port'])
      expect(new Set(list.map((mapping) => mapping[end])).size).toBe(list.length);
    expect(list.some(({ server_port: port }) => port === 8_081 || port === 8_083)).toBe(false);
  }
});
