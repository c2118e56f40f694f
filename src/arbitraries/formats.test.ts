import { describe, expect, it } from 'vitest';
import { formatGenerators } from './formats.js';

const LENGTHS = [8, 4, 4, 4, 12];
const places = LENGTHS.map((_, place) => place);

/** The pattern of a UUID, with one group replaced. */
function laxAt(place: number, group: (length: number) => string): RegExp {
  const groups = LENGTHS.map((length, i) => (i === place ? group(length) : `[0-9a-f]{${length}}`));
  return new RegExp(`^${groups.join('-')}$`, 'i');
}

describe('the near misses of a UUID', () => {
  const { misses, sample } = formatGenerators.uuid;
  const texts = misses.flatMap(({ of }) => of(sample(0)));

  it.each([
    ['any letter', (length: number) => `[0-9a-z]{${length}}`],
    ['letters, digits and underscores', (length: number) => `\\w{${length}}`],
    ['one digit fewer', (length: number) => `[0-9a-f]{${length - 1},${length}}`],
    ['one digit more', (length: number) => `[0-9a-f]{${length},${length + 1}}`],
    ['a hyphen too many', (length: number) => `-?[0-9a-f]{${length}}`],
  ])('reveal a reader that admits %s in any one group', (_, group) => {
    const revealed = places.filter((place) => texts.some((text) => laxAt(place, group).test(text)));
    expect(revealed).toEqual(places);
  });

  it('are no UUIDs', () => {
    expect(texts.filter((text) => formatGenerators.uuid.test(text))).toEqual([]);
  });
});
