import { describe, expect, it } from 'vitest';
import type { Json } from '../../shared/json.js';
import type { Schema } from '../../spec/schema.js';
import { createGenerators, type Generators } from '../index.js';

type Tiny = Generators<{ Tiny: Json }>;

const tiny = (schema: Schema): Tiny => createGenerators<{ Tiny: Json }>({ Tiny: schema });

/** The ways to break a keyword of a tiny schema itself, not of what it contains. */
function waysOf(schema: Schema, keyword: string): string[] {
  return tiny(schema)
    .violations('Tiny')
    .flatMap((violation) => (violation.keyword === keyword && violation.pointer === '' ? [violation.way] : []));
}

const numberTypes = 'null boolean string string-empty array-empty array-of-one array-of-two object-empty object-around';

describe('the ways to break a keyword', () => {
  const table: readonly (readonly [title: string, schema: Schema, keyword: string, ways: string])[] = [
    [
      'the type boolean',
      { type: 'boolean' },
      'type',
      'string-true string-false string-other-case string-padded string-digit string-yes-no integer-one integer-zero null integer fraction string string-empty array-empty array-of-one array-of-two object-empty object-around',
    ],
    [
      'the type null',
      { type: 'null' },
      'type',
      'boolean integer fraction string string-empty array-empty array-of-one array-of-two object-empty object-around',
    ],
    [
      'the type integer',
      { type: 'integer' },
      'type',
      `string-numeric string-padded string-leading-zero string-signed string-decimal string-exponent string-hexadecimal string-fullwidth string-list string-word fraction fraction-near-integer fraction-exponent huge-exponent ${numberTypes}`,
    ],
    [
      'the type number',
      { type: 'number' },
      'type',
      `string-numeric string-padded string-leading-zero string-signed string-decimal string-exponent string-hexadecimal string-fullwidth string-list string-word huge-exponent ${numberTypes}`,
    ],
    [
      'the type string',
      { type: 'string' },
      'type',
      'integer-zero integer-one null boolean integer fraction array-empty array-of-one array-of-two object-empty object-around',
    ],
    [
      'the type array',
      { type: 'array', items: { type: 'boolean' } },
      'type',
      'single-item object-indexed string-json null boolean integer fraction string string-empty object-empty object-around',
    ],
    [
      'the type object',
      { type: 'object' },
      'type',
      'array-of-pairs string-json null boolean integer fraction string string-empty array-empty array-of-one array-of-two',
    ],
    [
      'two types',
      { type: ['string', 'null'] },
      'type',
      'integer-zero integer-one boolean integer fraction array-empty array-of-one array-of-two object-empty object-around',
    ],
    ['minLength', { type: 'string', minLength: 1 }, 'minLength', 'one-under'],
    ['a greater minLength', { type: 'string', minLength: 3 }, 'minLength', 'one-under empty one-under-beyond-bmp'],
    [
      'maxLength',
      { type: 'string', maxLength: 4 },
      'maxLength',
      'one-over one-over-with-blank one-over-with-marks one-over-beyond-ascii few-over double far-over huge',
    ],
    [
      'minimum',
      { type: 'integer', minimum: 1 },
      'minimum',
      'one-under minus-zero negative far-under wraps-16-bit wraps-32-bit beyond-double exponent',
    ],
    [
      'a minimum of 0',
      { type: 'integer', minimum: 0 },
      'minimum',
      'one-under negative far-under wraps-16-bit wraps-32-bit beyond-double exponent',
    ],
    [
      'maximum',
      { type: 'integer', minimum: 1, maximum: 65_535 },
      'maximum',
      'one-over two-over double digit-more int32-greatest int32-over wraps-16-bit wraps-32-bit wraps-64-bit beyond-double exponent',
    ],
    [
      'exclusiveMinimum',
      { type: 'integer', exclusiveMinimum: 0 },
      'exclusiveMinimum',
      'bound one-under minus-zero negative far-under wraps-16-bit wraps-32-bit beyond-double exponent',
    ],
    [
      'exclusiveMaximum',
      { type: 'integer', exclusiveMaximum: 10 },
      'exclusiveMaximum',
      'bound one-over two-over double digit-more int32-greatest int32-over wraps-16-bit wraps-32-bit wraps-64-bit beyond-double exponent',
    ],
    ['multipleOf', { type: 'integer', multipleOf: 4 }, 'multipleOf', 'between'],
    [
      'enum',
      { type: 'string', enum: ['red', 'Blue'] },
      'enum',
      'lower-case upper-case mixed-case leading-blank trailing-blank trailing-newline leading-newline trailing-nul empty blank-only doubled cut extended prefixed spaced quoted reversed homoglyph fullwidth zero-width null-word digit joined unrelated',
    ],
    [
      'enum without a type',
      { enum: ['on', 3] },
      'enum',
      'upper-case mixed-case leading-blank trailing-blank trailing-newline leading-newline trailing-nul empty blank-only doubled cut extended prefixed spaced quoted reversed homoglyph fullwidth zero-width null-word digit unrelated neighbour another-type',
    ],
    ['const', { type: 'integer', const: 7 }, 'const', 'neighbour another-type'],
    ['minItems', { type: 'array', items: { type: 'integer' }, minItems: 2 }, 'minItems', 'one-under empty'],
    ['maxItems', { type: 'array', items: { type: 'integer' }, maxItems: 3 }, 'maxItems', 'one-over few-over double'],
    [
      'uniqueItems',
      { type: 'array', items: { type: 'string' }, uniqueItems: true },
      'uniqueItems',
      'adjacent first-and-last far-apart all-equal two-pairs own-item',
    ],
    [
      'uniqueItems of objects',
      {
        type: 'array',
        uniqueItems: true,
        items: { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'integer' } } },
      },
      'uniqueItems',
      'adjacent first-and-last far-apart all-equal two-pairs reordered decimal own-item',
    ],
    [
      'required',
      { type: 'object', properties: { a: { type: 'null' }, b: { type: 'null' } }, required: ['a', 'b'] },
      'required',
      'without-a without-b without-any',
    ],
    [
      'additionalProperties',
      { type: 'object', properties: { a_b: { type: 'null' } }, additionalProperties: false },
      'additionalProperties',
      'unknown-member misspelt-member inherited-name empty-name',
    ],
    [
      'the date-time format',
      { type: 'string', format: 'date-time' },
      'format',
      'empty blank-only leading-blank trailing-blank trailing-newline leading-newline trailing-nul zero-width quoted doubled text-before text-after null-word fullwidth-digit arabic-indic-digit fullwidth-hyphen dash lower-case no-zone no-time no-date no-seconds blank-for-t no-t slashes no-hyphens bad-month bad-day bad-hour bad-minute bad-second short-year epoch prose',
    ],
    [
      'a pattern of one form',
      { type: 'string', pattern: '^[A-Z]{2}-[0-9]{3}$' },
      'pattern',
      'lower-case-last lower-case-first lower-case-inside upper-case-last upper-case-first upper-case-inside digit-last digit-first digit-inside hyphen-last hyphen-first hyphen-inside underscore-last underscore-first underscore-inside blank-last blank-first blank-inside dot-last dot-first dot-inside less-than-last less-than-first less-than-inside greater-than-last greater-than-first greater-than-inside slash-last slash-first slash-inside backslash-last backslash-first backslash-inside ampersand-last ampersand-first ampersand-inside quote-last quote-first quote-inside bracket-last bracket-first bracket-inside punctuation-last punctuation-first punctuation-inside line-feed-last line-feed-first line-feed-inside carriage-return-last carriage-return-first carriage-return-inside tab-last tab-first tab-inside crlf nul-last nul-first nul-inside delete control next-line letter-chinese letter-latin letter-greek letter-cyrillic letter-kana letter-hangul letter-right-to-left letter-indic combining digit-fullwidth digit-arabic-indic digit-other look-alike-letter case-folding look-alike-hyphen look-alike-underscore look-alike-angle typographic symbol blank-beyond-ascii line-separator zero-width bidirectional astral-letter emoji percent-encoded entity escape alone only-forbidden doubled mixed tag query letters-before letters-after second-line second-line-forbidden one-short empty',
    ],
    [
      'a pattern that forbids one character',
      { type: 'string', pattern: '^[^;]*$' },
      'pattern',
      'punctuation-last punctuation-first punctuation-inside alone only-forbidden doubled entity late query second-line-forbidden',
    ],
  ];

  it.each(table)('%s', (_title, schema, keyword, ways) => {
    expect(waysOf(schema, keyword).sort()).toEqual(ways.split(' ').sort());
  });
});

describe('a keyword that cannot be broken alone', () => {
  const unbreakable = (schema: Schema): string[] =>
    tiny(schema)
      .unbreakable('Tiny')
      .map(({ pointer, keyword, why }) => `${pointer} ${keyword}: ${why}`);

  it.each([
    [{ type: 'string', minLength: 0 }, [' minLength: nothing breaks it as it is written']],
    [
      { type: 'string', pattern: '^[a-z]{2}$', maxLength: 10 },
      [' maxLength: every value that was tried keeps it or breaks another keyword too'],
    ],
    [
      { type: 'integer', multipleOf: 1 },
      [' multipleOf: every value that was tried keeps it or breaks another keyword too'],
    ],
    [
      { type: 'array', items: { type: 'null' }, uniqueItems: true, maxItems: 1 },
      [
        ' uniqueItems: nothing breaks it as it is written',
        ' maxItems: every value that was tried keeps it or breaks another keyword too',
      ],
    ],
    [
      { type: 'object', additionalProperties: true, required: [] },
      [' additionalProperties: nothing breaks it as it is written', ' required: nothing breaks it as it is written'],
    ],
    [
      {
        type: 'array',
        items: { type: 'object', properties: { a: { type: 'null' } } },
        'x-rules': [{ id: 'distinct-mappings', says: '', clause: {} }],
      },
      [' distinct-mappings: the items have only one spelling, or too few can be made'],
    ],
    [{ type: 'string', maxLength: 3 }, []],
  ] satisfies [Schema, string[]][])('is reported: %j', (schema, expected) => {
    expect(unbreakable(schema)).toEqual(expected);
  });
});
