import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { placeOf, type RequirementPlace } from './place.js';

describe('the place of a requirement', () => {
  it.each<[id: string, place: Omit<RequirementPlace, 'chapter'>]>([
    [
      'a/service_name/maxLength/one-over',
      { member: 'service_name', keyword: 'maxLength', way: 'one-over', side: 'refuses' },
    ],
    [
      'a/service_name/accepts/maxLength/most',
      { member: 'service_name', keyword: 'maxLength', way: 'most', side: 'accepts' },
    ],
    ['a/accepts/properties/no-member', { member: '', keyword: 'properties', way: 'no-member', side: 'accepts' }],
    ['a/type/null', { member: '', keyword: 'type', way: 'null', side: 'refuses' }],
    ['a/type', { member: '', keyword: 'type', way: '', side: 'rule' }],
    ['a/tags/key/maxLength', { member: 'tags.key', keyword: 'maxLength', way: '', side: 'rule' }],
    ['a/echo/ports', { member: 'echo', keyword: null, way: 'ports', side: 'rule' }],
    ['a/unknown-member', { member: '', keyword: null, way: 'unknown-member', side: 'rule' }],
  ])('%s', (id, place) => {
    expect(placeOf(id)).toEqual({ chapter: 'a', ...place });
  });

  it('is one for each requirement of the contract', () => {
    const ids = readFileSync(new URL('../../suites/requirements.snapshot.txt', import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[1] ?? '');
    const places = new Set(ids.map((id) => JSON.stringify(placeOf(id))));
    expect(ids.length).toBeGreaterThan(800);
    expect(places.size).toBe(ids.length);
  });
});
