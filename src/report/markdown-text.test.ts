import { describe, expect, it } from 'vitest';
import { codeBlock, inlineCode, plainOrCode, tableCell } from './markdown-text.js';

describe('code within a line', () => {
  it.each([
    ['400', '`400`'],
    ['a`b', '``a`b``'],
    ['``', '``` `` ```'],
    ['`', '`` ` ``'],
    ['', '`  `'],
    [' a ', '`  a  `'],
    ['a\nb', '`a\\nb`'],
  ])('%j', (text, want) => {
    expect(inlineCode(text)).toBe(want);
  });
});

describe('a block of code', () => {
  it('has a fence longer than any in it', () => {
    expect(codeBlock('a\n```\n````js\nb', 'sh')).toBe('`````sh\na\n```\n````js\nb\n`````');
    expect(codeBlock('a')).toBe('```text\na\n```');
  });
});

describe('a text in a line', () => {
  it.each([
    'A service_name of more than 16 characters is rejected',
    'needs a second service (--service-id)',
    '37 % of 200, "quoted"',
  ])('stands as it is: %s', (text) => {
    expect(plainOrCode(text)).toBe(text);
  });

  it.each([
    '@everyone',
    'closes #1',
    'https://example.com',
    'www.example.com',
    '<b>',
    '_all_',
    '* a',
    '- a',
    '1. a',
    '---',
    'a | b',
    '[a](b)',
    '&lt;',
    'a\nb',
    '\u202ea',
  ])('stands as code: %j', (text) => {
    expect(plainOrCode(text)).toBe(inlineCode(text));
  });
});

describe('a text in a cell of a table', () => {
  it('does not end the cell, as it is or as code', () => {
    expect(tableCell('as sent')).toBe('as sent');
    expect(tableCell('a | b')).toBe('`a \\| b`');
  });
});
