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
  it('replaces every secret wherever it is, with a marker of its kind', () => {
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

  const opaque = 'MIIFxQYJ/KoZIhvcNAQcCoII+FtjCCBbICAQExDTALBglghkgBZQMEAgEwggOTBgkqhkiG9w0BBwGgg==';
  const one = createMask([{ kind: 'token', value: opaque }]);
  const twice = (text: string, by: (text: string) => string) => by(by(text));
  const every = (by: (character: string) => string) => Array.from(opaque, by).join('');
  const hex = (character: string, width = 2) => character.charCodeAt(0).toString(16).padStart(width, '0');
  it.for<[string, string]>([
    ['percent-encoded twice', twice(opaque, encodeURIComponent)],
    ['percent-encoded thrice', encodeURIComponent(twice(opaque, encodeURIComponent))],
    ['percent-encoded throughout', every((c) => `%${hex(c)}`)],
    [
      'with HTML entities by name',
      opaque.replaceAll('/', '&sol;').replaceAll('=', '&equals;').replaceAll('+', '&plus;'),
    ],
    ['with HTML entities by number', opaque.replaceAll('/', '&#47;').replaceAll('=', '&#61;')],
    ['with HTML entities in hexadecimal', opaque.replaceAll('/', '&#x2F;').replaceAll('=', '&#x3d;')],
    ['with HTML entities throughout', every((c) => `&#${c.charCodeAt(0)};`)],
    ['with an entity of an entity', opaque.replaceAll('/', '&amp;#47;')],
    ['with escapes of JSON throughout', every((c) => `\\u${hex(c, 4)}`)],
    ['with escapes of scripts throughout', every((c) => `\\x${hex(c)}`)],
    ['JSON within JSON within JSON', twice(`"${opaque}"`.replaceAll('/', '\\/'), JSON.stringify)],
    ['in hexadecimal', Buffer.from(opaque).toString('hex')],
    ['in hexadecimal with colons', every((c) => `${hex(c).toUpperCase()}:`)],
    ['in base64', Buffer.from(`x${opaque}`).toString('base64')],
    ['in base64, percent-encoded', encodeURIComponent(Buffer.from(`xy${opaque}`).toString('base64'))],
    ['in base64 for URLs', Buffer.from(opaque).toString('base64url')],
    ['in base64, in lines', Buffer.from(opaque).toString('base64').replace(/.{20}/g, '$&\r\n')],
    ['except for its first two characters', opaque.slice(2)],
    ['its last 60 characters', opaque.slice(-60)],
    ['sixteen of its letters', opaque.slice(30, 46)],
    ['in lines', opaque.replace(/.{9}/g, '$&\n  ')],
    ['with blanks between all', every((c) => `${c} `)],
    ['in lower case', opaque.toLowerCase()],
    ['its end in capitals', opaque.slice(20).toUpperCase()],
    ['in UTF-16', Buffer.from(opaque, 'utf16le').toString('latin1')],
    ['as a list of characters', JSON.stringify(Array.from(opaque))],
    ['in values of eight', JSON.stringify(opaque.match(/.{1,8}/g))],
    ['in values of twelve with names', JSON.stringify({ ...opaque.match(/.{1,12}/g) })],
    ['in values of eleven with longer names', JSON.stringify(opaque.match(/.{1,11}/g)?.map((k) => ({ k })))],
    ['some values of ten', JSON.stringify(opaque.slice(0, 40).match(/.{1,10}/g))],
    ['backwards', Array.from(opaque).reverse().join('')],
    ['as a list of bytes', `: ${JSON.stringify(Buffer.from(opaque))}`],
    ['as a list of bytes in hexadecimal', every((c) => `0x${hex(c)}, `)],
    ['in base64 within base64', twice(`xy${opaque}`, (text) => Buffer.from(text).toString('base64'))],
    ['in base64 of UTF-16', Buffer.from(opaque, 'utf16le').toString('base64')],
    ['in hexadecimal of UTF-16', Buffer.from(opaque, 'utf16le').toString('hex')],
    ['in hexadecimal of base64', Buffer.from(Buffer.from(opaque).toString('base64')).toString('hex')],
    ['with octal escapes', every((c) => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`)],
    ['with long escapes', every((c) => `\\U${hex(c, 8)}`)],
    ['with escapes of styles', every((c) => `\\${hex(c, 6)}`)],
    ['with soft hyphens', every((c) => `${c}\u00ad`)],
    ['with middle dots', every((c) => `${c}·`)],
    ['in markup', every((c) => `<b class="x">${c}</b>`)],
    ['in colours', every((c) => `\u001b[1;31m${c}`)],
    ['in wide letters', every((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))],
    ['in lines within JSON', JSON.stringify(opaque.replace(/.{9}/g, '$&\r\n\t'))],
  ])('gives no part of a token away: %s', ([, text]) => {
    const shown = one.text(`before: ${text} :behind`);
    expect(shown).toMatch(/<token(?:-[a-z]+)?>/);
    const bare = shown.replace(/<token[a-z-]*>/g, '');
    for (const part of text.match(/[0-9A-Za-z]{8}/g) ?? []) expect(bare).not.toContain(part);
    expect(bare.replace(/[^0-9A-Za-z]/g, '').length).toBeLessThan(30);
    if (/^[[{]/.test(text)) expect(() => JSON.parse(one.text(text)) as unknown).not.toThrow();
    expect(shown.startsWith('before: ') && shown.endsWith(' :behind')).toBe(true);
  });

  it('shows what everyone may know, even where a secret holds it, and filler', () => {
    const project = 'a08ff49b6f772632716c43069c43a8cd';
    const value = `gAAAAAB-${project}-0123456789abcdefXYZ-${'x'.repeat(40)}`;
    const apparent = createMask([{ kind: 'token', value }], [project]);
    const text = `{"project_id":"${project}","id":"${'x'.repeat(60)}"}`;
    expect(apparent.text(text)).toBe(text);
    expect(apparent.text(`at ${value}`)).toBe('at <token>');
    expect(apparent.text(`of ${project}-0123456789abcdefXYZ`)).toBe('of <token-part>');
    expect(createMask([{ kind: 'token', value }]).text(text)).toContain('<token-part>');
  });

  it('is fast on what holds no secret, however long', () => {
    const text = JSON.stringify(Array.from({ length: 5_000 }, (_, n) => ({ id: n * 7_919, name: `service ${n}\\%&` })));
    expect(one.text(text)).toBe(text);
    const hostile = '%25'.repeat(50_000);
    expect(one.text(hostile)).toBe(hostile);
    expect(one.text('MIIFxQYJ'.repeat(50_000)).length).toBe(400_000);
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

  it('masks a short secret only if it is the whole value of a header', () => {
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
