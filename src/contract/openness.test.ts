import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../shared/json.js';
import type { Profile, ReadingId } from '../shared/model.js';
import { openBy, type OpennessContext } from './openness.js';
import { documentedOperation } from '../operation/documented.js';

const OWN = '4189d3c2-8882-4871-a3c2-d380272eed83';
const FURTHER = '5189d3c2-8882-4871-a3c2-d380272eed83';

function under(profile: Profile, body: JsonObject, extra: Partial<OpennessContext> = {}): ReadingId | null {
  return openBy(body, {
    operation: documentedOperation(),
    profile,
    own: { port_id: OWN },
    portIds: [FURTHER],
    ...extra,
  });
}

const mapping = (client: number, server: number, further: JsonObject = {}): JsonObject => ({
  client_port: client,
  server_port: server,
  ...further,
});

/** A body, and the reading that leaves it open under `document` and under `production`. */
const rows: readonly [name: string, body: JsonObject, document: ReadingId | null, production: ReadingId | null][] = [
  ['nothing', {}, null, null],
  ['approval_enabled', { approval_enabled: false }, null, null],
  ['a name', { service_name: 'abcdefghijklmn_-' }, null, null],
  ['an empty name', { service_name: '' }, null, 'R2'],
  ['an empty description', { description: '' }, null, null],
  ['128 characters', { description: 'd'.repeat(128) }, null, null],
  ['129 characters', { description: 'd'.repeat(129) }, 'R3', 'R3'],
  ['letters and digits of many scripts', { description: '中文 Русский 日本語 한국어 עברית ไทย ٣٤ é' }, null, null],
  ['a combining mark', { description: 'e\u0301' }, 'R3', 'R3'],
  ['blanks wherever', { description: '  a  b  ' }, null, null],
  ['common punctuation', { description: '&amp; "it\'s" \\ / ; {}[]()%$#@!?.,:-_~^`|+*=' }, null, null],
  ['a tab', { description: 'a\tb' }, 'R3', 'R3'],
  ['a line break', { description: 'a\nb' }, 'R3', 'R3'],
  ['NUL', { description: '\u0000' }, 'R3', 'R3'],
  ['a delete character', { description: '\u007f' }, 'R3', 'R3'],
  ['a lone surrogate', { description: '\ud800' }, 'R3', 'R3'],
  ['a character beyond the BMP', { description: '😀' }, 'R3', 'R3'],
  ['a letter beyond the BMP', { description: '𠀀' }, 'R3', 'R3'],
  ['no mapping', { ports: [] }, null, 'R4'],
  ['mappings with distinct ports', { ports: [mapping(1, 2), mapping(3, 4, { protocol: 'TCP' })] }, null, null],
  ['a port that is client and server', { ports: [mapping(1, 1), mapping(2, 2)] }, null, null],
  ['ports crossed', { ports: [mapping(1, 2), mapping(2, 1)] }, null, null],
  ['a mapping without client_port', { ports: [{ server_port: 1 }] }, 'R4', 'R4'],
  ['a mapping without server_port', { ports: [{ client_port: 1, protocol: 'TCP' }] }, 'R4', 'R4'],
  ['an empty mapping', { ports: [{}] }, 'R4', 'R4'],
  ['a shared client_port', { ports: [mapping(1, 2), mapping(1, 3)] }, 'R4', 'R4'],
  ['a shared server_port', { ports: [mapping(1, 3), mapping(2, 3)] }, 'R4', 'R4'],
  ['the own port_id', { port_id: OWN }, null, null],
  ['a configured port_id', { port_id: FURTHER }, null, null],
  ['a random port_id', { port_id: '6189d3c2-8882-4871-a3c2-d380272eed83' }, 'R5', 'R5'],
  ['the own port_id in upper case', { port_id: OWN.toUpperCase() }, 'R5', 'R5'],
  ['a vip_port_id', { vip_port_id: 'v' }, null, 'R6'],
  ['a vip_port_id with a control character', { vip_port_id: 'v\u0007' }, 'R6', 'R6'],
  ['a vip_port_id with a line separator', { vip_port_id: 'v\u2028' }, 'R6', 'R6'],
  ['64 characters of vip_port_id', { vip_port_id: 'v'.repeat(64) }, null, 'R6'],
  ['an unknown member', { unknown: 1 }, 'R7', 'R7'],
  ['an unknown member beside a known one', { description: 'd', Description: 'd' }, 'R7', 'R7'],
  ['constructor as a member', JSON.parse('{"constructor":1}') as JsonObject, 'R7', 'R7'],
  ['__proto__ as a member', JSON.parse('{"__proto__":{}}') as JsonObject, 'R7', 'R7'],
];

describe('openBy', () => {
  it.each(rows)('%s', (_name, body, document, production) => {
    expect({ document: under('document', body), production: under('production', body) }).toEqual({
      document,
      production,
    });
  });

  it('leaves an unknown member of a mapping open', () => {
    expect(under('document', { ports: [mapping(1, 2, { weight: 1 })] })).not.toBeNull();
  });

  it('requires that the vip_port_id that the service shows be accepted', () => {
    expect(under('production', { vip_port_id: 'own' }, { own: { vip_port_id: 'own' } })).toBeNull();
    expect(under('production', { vip_port_id: 'other' }, { own: { vip_port_id: 'own' } })).toBe('R6');
  });

  it('considers every port_id open if none is known', () => {
    expect(under('document', { port_id: OWN }, { own: {}, portIds: [] })).toBe('R5');
  });
});
