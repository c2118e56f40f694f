import { describe, expect, it } from 'vitest';
import { contract } from '../engine.js';
import { sentBy, contextWith, textOf } from './context.fixture.js';
import { crossedUpdates, crossedViolations, crossedWith, token } from './crossing.js';
import type { Sent } from './case.js';

const context = contextWith({ generators: contract().generators });
const header = ({ headers }: Sent, name: string): string | undefined =>
  headers.find(([own]) => own.toLowerCase() === name)?.[1];
const framing = ({ raw }: Sent): string => raw?.framing ?? 'length';

describe('crossed updates', () => {
  const cases = sentBy(
    crossedUpdates((_, n) => [{ description: `Crossed ${n}` }, { approval_enabled: false }, { ports: [] }, {}]),
    context,
  );

  it('combine every two values of any two dimensions', () => {
    const pairs = (one: (sent: Sent) => string, other: (sent: Sent) => string): number =>
      new Set(cases.map((sent) => `${one(sent)} ${other(sent)}`)).size;
    expect(pairs(framing, (sent) => header(sent, 'content-type') ?? '')).toBe(12);
    expect(pairs(framing, (sent) => header(sent, 'accept') ?? '')).toBe(16);
    expect(pairs((sent) => header(sent, 'range') ?? '', framing)).toBe(8);
  });

  it('are few, and say what they store', () => {
    expect(cases.length).toBeLessThan(50);
    for (const sent of cases) {
      const {
        unknown: _,
        more: _more,
        _comment,
        ports,
        ...others
      } = JSON.parse(textOf(sent)) as Record<string, unknown>;
      expect(sent.applies).toMatchObject([others]);
      expect(Object.hasOwn(sent.applies[0] ?? {}, 'ports')).toBe(ports !== undefined);
    }
  });

  it('may be refused only for chunks, unknown members and additions to their paths', () => {
    expect(new Set(cases.map(({ path }) => path)).size).toBe(4);
    for (const sent of cases) {
      const odd =
        framing(sent).includes('chunk') || textOf(sent).includes('unknown') || sent.path !== context.operation.path;
      const spelt = /\\u/.test(textOf(sent));
      if (!spelt) expect((sent.tolerates ?? []).length > 0).toBe(odd);
    }
  });
});

describe('crossed breaches', () => {
  it('each meet every value of every dimension', () => {
    const cases = sentBy(crossedWith(token(null), token('no-such-token')), context);
    for (const value of [undefined, 'no-such-token']) {
      const own = cases.filter((sent) => header(sent, 'x-auth-token') === value);
      expect(new Set(own.map(framing)).size).toBe(4);
      expect(new Set(own.map((sent) => header(sent, 'content-type'))).size).toBe(3);
      expect(own.every(({ applies }) => applies.length === 0)).toBe(true);
    }
  });

  it('of bodies increase with the effort, and differ from seed to seed', () => {
    const texts = (more: Partial<typeof context>): string[] =>
      sentBy(crossedViolations(), { ...context, ...more }).map(textOf);
    expect(texts({}).length).toBeLessThan(200);
    expect(texts({ effort: 'thorough' }).length).toBeGreaterThan(300);
    expect(texts({ seed: 2 })).not.toEqual(texts({}));
    expect(texts({})).toEqual(texts({}));
  });
});
