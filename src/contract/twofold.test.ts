import { describe, expect, it } from 'vitest';
import { contract } from '../engine.js';
import { schemas } from '../spec/document.js';
import { createValidator } from '../spec/validator.js';
import { bodiesOf, sentBy, contextWith, textOf } from './context.fixture.js';
import { everyLetter, commonPunctuation, whatIsRewritten } from './texts.js';
import { longBeyondAscii, openBesideGood, wrongInTwoMappings, wrongInTwoMembers } from './twofold.js';
import { nearNamesOfEach } from './unknowns.js';

const context = contextWith({ generators: contract().generators, bases: [{}, { approval_enabled: true }] });
const BODY = 'UpdateEndpointServiceRequestBody';
const validator = createValidator(schemas);
const complaints = (text: string): string[] => {
  const value = JSON.parse(text) as never;
  return validator.validate(BODY, value).map(({ pointer }) => pointer);
};

describe('two things wrong at once', () => {
  it('are in two members', () => {
    const cases = sentBy(wrongInTwoMembers(), context);
    expect(cases).toHaveLength(15);
    for (const sent of cases) {
      const tops = complaints(textOf(sent)).map((pointer) => pointer.split('/')[1]);
      expect(new Set(tops).size, textOf(sent).slice(0, 200)).toBe(2);
    }
  });

  it('are in two mappings', () => {
    const cases = sentBy(wrongInTwoMappings(), context);
    expect(cases.length).toBeGreaterThan(7);
    for (const sent of cases) {
      const items = complaints(textOf(sent)).map((pointer) => pointer.split('/')[2]);
      expect(new Set(items).size, textOf(sent)).toBe(2);
    }
  });
});

describe('open mappings', () => {
  it('are legal beside a good one, and state what they store', () => {
    for (const sent of sentBy(openBesideGood(), context)) {
      expect(complaints(textOf(sent))).toEqual([]);
      expect(sent.applies).toEqual([JSON.parse(textOf(sent))]);
    }
  });
});

describe('values of characters of several bytes', () => {
  it('are wrong, at each offset', () => {
    const given = longBeyondAscii((text) => [{ service_name: text }, { port_id: text }, { approval_enabled: text }]);
    const cases = sentBy(given, context);
    expect(cases.length).toBeGreaterThan(3);
    expect(cases.filter((sent) => complaints(textOf(sent)).length === 0)).toEqual([]);
  });
});

describe('descriptions', () => {
  it('of letters, of common punctuation and of what is rewritten must be accepted', () => {
    for (const given of [everyLetter(), commonPunctuation(), whatIsRewritten()]) {
      const cases = sentBy(given, context);
      expect(cases.length).toBeGreaterThan(5);
      expect(cases.filter(({ open }) => open !== null).map(textOf)).toEqual([]);
      expect(cases.filter((sent) => complaints(textOf(sent)).length > 0)).toEqual([]);
    }
  });

  it('are all letters at thorough effort', () => {
    const all = bodiesOf(everyLetter(), { ...context, effort: 'thorough' });
    expect(all.length).toBeGreaterThan(375);
  });
});

describe('near names', () => {
  it('equal no name of the request', () => {
    const cases = sentBy(nearNamesOfEach({ client_port: 9 }), context);
    for (const sent of cases) {
      const names = Object.keys(JSON.parse(textOf(sent)) as object);
      const known = Object.keys(sent.applies[0] ?? {});
      expect(names.length).toBeGreaterThan(textOf(sent).includes('"ports":[{') ? 0 : known.length);
      expect(sent.open).not.toBeNull();
    }
    expect(cases.length).toBeLessThan(40);
  });
});
