import type { FaultEntry } from '../catalogue.js';
import { rewriting } from '../changes.js';

const kept = '{effect/*/description,request-body/description*}';

/** Text that is not stored as it was sent. */
export const textFaults: readonly FaultEntry[] = [
  {
    id: 'name-lower-cased',
    says: 'service_name is stored in lower case',
    caughtBy: '{effect/*/service_name,request-body/name-each-character}',
    change: rewriting('service_name', (name) => name.toLowerCase()),
  },
  {
    id: 'name-underscore-to-hyphen',
    says: 'Underscores in service_name become hyphens, as in a domain name',
    caughtBy: '{effect/*/service_name,request-body/name-each-character}',
    change: rewriting('service_name', (name) => name.replaceAll('_', '-')),
  },
  {
    id: 'name-cut-to-15',
    says: 'A service_name of exactly 16 characters loses the last one',
    caughtBy: '{effect/*/service_name,request-body/name-each-length}',
    change: rewriting('service_name', (name) => name.slice(0, 15)),
  },
  {
    id: 'name-leading-zeros-lost',
    says: 'A service_name of digits is stored as a number and loses its leading zeros',
    caughtBy: '{effect/*/service_name,request-body/*}',
    change: rewriting('service_name', (name) => (/^\d+$/.test(name) ? String(Number(name)) : name)),
  },
  {
    id: 'name-null-cleared',
    says: 'The service_name null is taken for no value',
    caughtBy: '{effect/*/service_name,request-body/name-each-character}',
    change: rewriting('service_name', (name) => (name === 'null' ? '' : name)),
  },
  {
    id: 'name-hyphen-trimmed',
    says: 'Hyphens at the end of service_name are cut off',
    caughtBy: '{effect/*/service_name,request-body/name-each-character}',
    change: rewriting('service_name', (name) => name.replace(/-+$/, '')),
  },
  {
    id: 'description-trimmed',
    says: 'Blanks around description are cut off',
    caughtBy: kept,
    change: rewriting('description', (text) => text.trim()),
  },
  {
    id: 'description-blanks-collapsed',
    says: 'Several blanks in description become one',
    caughtBy: kept,
    change: rewriting('description', (text) => text.replace(/ {2,}/g, ' ')),
  },
  {
    id: 'description-escaped',
    says: '`&` in description is stored as `&amp;`',
    caughtBy: kept,
    change: rewriting('description', (text) => text.replaceAll('&', '&amp;')),
  },
  {
    id: 'description-quotes-escaped',
    says: 'Quotes in description are stored with a backslash before them',
    caughtBy: kept,
    change: rewriting('description', (text) => text.replace(/["']/g, '\\$&')),
  },
  {
    id: 'description-unescaped',
    says: 'Entities in description are resolved',
    caughtBy: kept,
    change: rewriting('description', (text) => text.replaceAll('&lt;', '(').replaceAll('&amp;', '&')),
  },
  {
    id: 'description-percent-decoded',
    says: 'Percent signs in description are decoded as in a URL',
    caughtBy: kept,
    change: rewriting('description', (text) =>
      text.replace(/%[0-7][0-9a-f]/gi, (code) => String.fromCharCode(parseInt(code.slice(1), 16))),
    ),
  },
  {
    id: 'description-plus-to-blank',
    says: '`+` in description becomes a blank',
    caughtBy: kept,
    change: rewriting('description', (text) => text.replaceAll('+', ' ')),
  },
  {
    id: 'description-backslash-lost',
    says: 'Backslashes in description are lost',
    caughtBy: kept,
    change: rewriting('description', (text) => text.replaceAll('\\', '')),
  },
  {
    id: 'description-composed',
    says: 'description is normalised: decomposed letters are stored composed',
    caughtBy: kept,
    change: rewriting('description', (text) => text.normalize('NFC')),
  },
  {
    id: 'description-compatibility-normalised',
    says: 'description is normalised to NFKC, so that full-width characters become ASCII',
    caughtBy: kept,
    change: rewriting('description', (text) => text.normalize('NFKC')),
  },
  {
    id: 'description-latin-1-only',
    says: 'Letters beyond Latin-1 in description become question marks',
    caughtBy: kept,
    change: rewriting('description', (text) => text.replace(/[^\0-\xff]/g, '?')),
  },
  {
    id: 'description-mojibake',
    says: 'description is stored in UTF-8 and read as Latin-1',
    caughtBy: kept,
    change: rewriting('description', (text) => Buffer.from(text, 'utf8').toString('latin1')),
  },
  {
    id: 'description-astral-replaced',
    says: 'Characters beyond the BMP in description become a replacement character: a column of three bytes',
    caughtBy: kept,
    change: rewriting('description', (text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, '\ufffd')),
  },
  {
    id: 'description-surrogates-replaced',
    says: 'A lone surrogate in description becomes a replacement character',
    caughtBy: kept,
    change: rewriting('description', (text) => text.replace(/\p{Cs}/gu, '\ufffd')),
  },
  {
    id: 'description-cut-at-nul',
    says: 'description ends at the first NUL',
    caughtBy: kept,
    change: rewriting('description', (text) => text.split('\0')[0] ?? ''),
  },
  {
    id: 'description-line-ends-changed',
    says: 'CR LF in description becomes LF',
    caughtBy: kept,
    change: rewriting('description', (text) => text.replaceAll('\r\n', '\n')),
  },
  {
    id: 'description-cut-at-127',
    says: 'description is cut off after 127 characters',
    caughtBy: kept,
    change: rewriting('description', (text) => text.slice(0, 127)),
  },
  {
    id: 'description-cut-at-255',
    says: 'A description of more than 255 characters is cut off without a word',
    caughtBy: kept,
    change: rewriting('description', (text) => text.slice(0, 255)),
  },
  {
    id: 'description-cut-at-128-bytes',
    says: 'description is cut off after 128 bytes',
    caughtBy: kept,
    change: rewriting('description', (text) =>
      new TextDecoder().decode(Buffer.from(text).subarray(0, 128)).replace(/\ufffd+$/, ''),
    ),
  },
  {
    id: 'description-template-filled',
    says: 'What looks like a template in description is filled in: `${7*7}` becomes 49',
    caughtBy: kept,
    change: rewriting('description', (text) => text.replaceAll('${7*7}', '49').replaceAll('{{7*7}}', '49')),
  },
  {
    id: 'description-null-cleared',
    says: 'The description null is taken for no value',
    caughtBy: kept,
    change: rewriting('description', (text) => (text === 'null' ? '' : text)),
  },
  {
    id: 'port-id-upper-cased',
    says: 'port_id is stored in upper case',
    caughtBy: 'effect/{echo,persist}/port_id',
    change: rewriting('port_id', (id) => id.toUpperCase()),
  },
  {
    id: 'port-id-last-digit-lost',
    says: 'The last digit of port_id is stored as 0',
    caughtBy: 'effect/{echo,persist}/port_id',
    change: rewriting('port_id', (id) => `${id.slice(0, -1)}0`),
  },
];
