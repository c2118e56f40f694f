import { describe, expect, it } from 'vitest';
import { breaches } from './breaches.js';
import { brokenTexts, cutTexts, someBrokenTexts } from './broken-texts.js';
import { respellings } from './respell.js';
import { tokensOf } from './tokens.js';

const body = {
  approval_enabled: true,
  service_name: 'name_1',
  ports: [
    { client_port: 8_080, server_port: 90, protocol: 'TCP' },
    { client_port: 81, server_port: 91 },
  ],
  description: 'Some text/with "quotes"',
};
const text = JSON.stringify(body);
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(utf8.decode(bytes));
    return true;
  } catch {
    return false;
  }
}

describe('the tokens of a JSON text', () => {
  it('add up to the text', () => {
    expect(
      tokensOf(JSON.stringify(body, null, 2))
        .map((token) => token.text)
        .join(''),
    ).toBe(text);
  });
});

describe.each(breaches)('the breach $production/$way', (breach) => {
  it('leaves no text JSON, at any place', () => {
    const broken = brokenTexts(text, breach);
    expect(broken.length).toBeGreaterThan(0);
    expect(broken.filter(isJson).map((bytes) => Buffer.from(bytes).toString())).toEqual([]);
  });

  it('leaves none JSON if only some are made, which another turn picks differently', () => {
    const some = someBrokenTexts(text, breach, 3);
    expect(some.length).toBeGreaterThan(0);
    expect(some.filter(isJson)).toEqual([]);
    expect(someBrokenTexts(text, breach, 3)).toEqual(some);
    expect(someBrokenTexts(text, breach, 4)).not.toEqual(some);
  });
});

describe('a few texts with a comma twice', () => {
  it.each([0, 1, 2, 3, 4, 5])('have it between members, between items, and inside an item (%i)', (turn) => {
    const doubled = breaches.find(({ way }) => way === 'doubled');
    if (doubled === undefined) throw new Error('there is no such breach');
    const texts = someBrokenTexts(text, doubled, turn).map((bytes) =>
      Buffer.from(bytes).toString().replaceAll(' ', ''),
    );
    const places = [/,,"(?:service_|ports|description)/, /\},,\{/, /,,"(?:server_|protocol)/];
    expect(places.map((place) => texts.filter((one) => place.test(one)).length)).toEqual([1, 1, 1]);
  });
});

describe('a text that is cut off', () => {
  it('is not JSON', () => {
    const cut = cutTexts(text);
    expect(cut.length).toBeGreaterThan(40);
    expect(cut.filter(isJson)).toEqual([]);
  });
});

describe.each(respellings)('spelt $way', ({ of }) => {
  it('says the same in another text', () => {
    const others = of(text);
    expect(others.length).toBeGreaterThan(0);
    for (const other of others) {
      expect(other).not.toBe(text);
      expect(JSON.parse(other)).toEqual(body);
    }
  });
});
