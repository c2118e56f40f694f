import { describe, expect, it } from 'vitest';
import { createMask } from './mask.js';

const TOKEN = 'MIIF+Ab/Cd=Ef~12"34 <x>&\'y\\z';
const FOREIGN = 'another-project-token-0123456789';
const mask = createMask([
  { kind: 'token', value: TOKEN },
  { kind: 'foreign-token', value: FOREIGN },
  { kind: 'header', value: 'tiny' },
]);

describe('a mask', () => {
  it('replaces every secret wherever it stands, by a marker of its kind', () => {
    expect(mask.text(`a${TOKEN}b${FOREIGN}${TOKEN}`)).toBe('a<token>b<foreign-token><token>');
  });

  it.each([
    ['percent-encoded', encodeURIComponent(TOKEN)],
    ['percent-encoded in lower case', encodeURIComponent(TOKEN).replace(/%../g, (code) => code.toLowerCase())],
    ['percent-encoded strictly', encodeURIComponent(TOKEN).replaceAll("'", '%27').replaceAll('~', '~')],
    ['in a form', new URLSearchParams({ '': TOKEN }).toString().slice(1).replaceAll('%7E', '~')],
    ['in a URL', encodeURI(TOKEN)],
    ['in JSON', JSON.stringify(TOKEN).slice(1, -1)],
    ['in JSON with escaped slashes', JSON.stringify(TOKEN).slice(1, -1).replaceAll('/', '\\/')],
    [
      'in JSON as Go writes it',
      JSON.stringify(TOKEN)
        .slice(1, -1)
        .replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
    ],
    [
      'in JSON as Gson writes it',
      JSON.stringify(TOKEN)
        .slice(1, -1)
        .replace(/[<>&=']/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
    ],
    [
      'in HTML',
      TOKEN.replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;'),
    ],
    ['in lower case', TOKEN.toLowerCase()],
    ['in upper case', TOKEN.toUpperCase()],
  ])('knows a secret %s', (_how, text) => {
    expect(mask.text(`before ${text} after`)).toBe('before <token> after');
  });

  it.each(['', 'x', 'xy', 'xyz', '"token": "'])(
    'knows a secret in the base64 of a text that begins with %j',
    (before) => {
      for (const alphabet of ['base64', 'base64url'] as const) {
        const shown = mask.text(Buffer.from(`${before}${TOKEN} and more`).toString(alphabet));
        expect(shown).toContain('<token>');
        const left = Buffer.from(shown.replace('<token>', ' '.repeat(4)), 'base64').toString('latin1');
        for (let at = 0; at + 4 <= TOKEN.length; at += 1) expect(left).not.toContain(TOKEN.slice(at, at + 4));
      }
    },
  );

  it.each([
    ['cut', FOREIGN.slice(0, -1), '<foreign-token-cut>'],
    ['beheaded', FOREIGN.slice(1), '<foreign-token-beheaded>'],
    ['extended', `${FOREIGN}a`, '<foreign-token>a'],
    ['extended in front', `a${FOREIGN}`, 'a<foreign-token>'],
    ['doubled', FOREIGN + FOREIGN, '<foreign-token><foreign-token>'],
    ['with another last character', `${FOREIGN.slice(0, -1)}b`, '<foreign-token-cut>b'],
    ['with its case swapped', 'ANOTHER-PROJECT-TOKEN-0123456789', '<foreign-token-swapped-case>'],
    ['quoted by its start', `token ${FOREIGN.slice(0, 20)}... is unknown`, 'token <foreign-token-start>... is unknown'],
  ])('does not give a token away that is %s', (_how, text, expected) => {
    expect(mask.text(text)).toBe(expected);
  });

  it('leaves shorter starts, and other words, as they are', () => {
    const text = `${FOREIGN.slice(0, 15)} tiny tinytiny token <token> mii`;
    expect(mask.text(text)).toBe(text);
  });

  it('takes the longer of two that overlap', () => {
    const nested = createMask([
      { kind: 'token', value: 'abcdef' },
      { kind: 'foreign-token', value: 'abcdefgh' },
    ]);
    expect(nested.text('abcdef abcdefgh abcdefg')).toBe('<token> <foreign-token> <token>g');
  });

  it('masks a short secret only where it is the whole value of a header', () => {
    expect(
      mask.headers([
        ['X-A', 'tiny'],
        ['X-B', 'tiny one'],
        ['X-Auth-Token', TOKEN],
        ['X-C', `Bearer ${TOKEN}`],
      ]),
    ).toEqual([
      ['X-A', '<header>'],
      ['X-B', 'tiny one'],
      ['X-Auth-Token', '<token>'],
      ['X-C', 'Bearer <token>'],
    ]);
    expect(
      createMask([{ kind: 'token', value: 'abcdefg' }]).headers([
        ['X-Auth-Token', 'abcdef'],
        ['X-Auth-Token', 'ABCDEFG'],
      ]),
    ).toEqual([
      ['X-Auth-Token', '<token-cut>'],
      ['X-Auth-Token', '<token-swapped-case>'],
    ]);
  });

  it('masks texts and names all through a JSON value, and keeps everything else', () => {
    const value = JSON.parse(
      JSON.stringify({ a: [TOKEN, 1, null, true, { [FOREIGN]: `x${TOKEN}` }], b: '' }).replace('"b"', '"__proto__"'),
    ) as never;
    expect(JSON.stringify(mask.json(value))).toBe(
      '{"a":["<token>",1,null,true,{"<foreign-token>":"x<token>"}],"__proto__":""}',
    );
  });

  it('shows where secrets stood', () => {
    expect(mask.split(`a${FOREIGN}b`)).toEqual([
      'a',
      { kind: 'foreign-token', spelling: 'plain', marker: '<foreign-token>' },
      'b',
    ]);
    expect(mask.split('')).toEqual([]);
    expect(mask.splitValue('tiny')).toEqual([{ kind: 'header', spelling: 'plain', marker: '<header>' }]);
  });

  it('knows a secret beyond ASCII also as the bytes of a header show it', () => {
    const accented = createMask([{ kind: 'header', value: 'caf\u00e9-cr\u00e8me' }]);
    expect(accented.text(Buffer.from('x caf\u00e9-cr\u00e8me').toString('latin1'))).toBe('x <header>');
    expect(createMask([{ kind: 'token', value: 'lone\ud800surrogate' }]).text('lone\ud800surrogate')).toBe('<token>');
  });

  it('of nothing changes nothing', () => {
    const none = createMask([{ kind: 'token', value: '' }]);
    expect([none.text('abc'), none.text(''), none.headers([['X-A', '']])]).toEqual(['abc', '', [['X-A', '']]]);
  });

  it('takes long secrets', () => {
    const long = Array.from({ length: 16_384 }, (_, n) => 'abcdefghijklmnopqrstuvwxyzABC'[(n * n + 7 * n) % 29]).join(
      '',
    );
    expect(createMask([{ kind: 'token', value: long }]).text(`x${long}y${encodeURIComponent(long)}`)).toBe(
      'x<token>y<token>',
    );
  });
});
