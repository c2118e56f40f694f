import { describe, expect, it } from 'vitest';
import { markOfSeed, markedName, markedText, marksOf, marksOfBody, uniqueMark } from './run-mark.js';

const mark = markOfSeed(7);

describe('the mark of a run', () => {
  it('is fixed by the seed, and differs for another one', () => {
    expect(markOfSeed(7)).toBe(mark);
    expect(new Set(Array.from({ length: 2_000 }, (_, seed) => markOfSeed(seed))).size).toBe(2_000);
    expect(uniqueMark()).not.toBe(uniqueMark());
  });

  it('fits into a name, and is found there and in a description, decorated or not', () => {
    const name = markedName(mark, 549);
    expect(name).toMatch(/^[A-Za-z0-9_-]{1,15}$/);
    expect(marksOf({ service_name: name })).toEqual([mark]);
    expect(marksOf({ service_name: `eu.west.${name}.4189d3c2-8882-4871-a3c2-d380272eed83` })).toEqual([mark]);
    expect(marksOf({ service_name: 'mine', description: markedText('At rest', mark) })).toEqual([mark]);
  });

  it.each([
    ['another case', markedText('At rest', mark.toUpperCase())],
    ['a character too few', markedText('At rest', mark.slice(1))],
    ['one too many', markedText('At rest', `${mark}b`)],
    ['two that changed places', markedText('At rest', `${mark[1]}${mark[0]}${mark.slice(2)}`)],
    ['a text of somebody else', 'the test run went well'],
  ])('is not found in what a service garbles: %s', (_how, description) => {
    expect(marksOf({ service_name: 'mine', description })).toEqual([]);
  });

  it('is found in a body as it is sent', () => {
    expect(marksOfBody(`{"service_name":"${markedName(mark, 'rest')}","ports":[]}`)).toEqual([mark]);
    for (const text of ['{"service_name":', '[]', '']) expect(marksOfBody(text)).toEqual([]);
  });
});
