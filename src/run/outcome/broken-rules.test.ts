import { expect, it } from 'vitest';
import { contract } from '../../engine.js';
import type { Exchange } from '../../judge/ledger.js';
import { brokenRules } from './broken-rules.js';

const suite = contract();

function rulesOf(body: string | Uint8Array | null, minimal: string | null = null) {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const request: Exchange['request'] = { method: 'PUT', path: '/', headers: [], body: bytes };
  const exchanges: readonly Exchange[] = [{ role: 'case', request, attempts: [] }];
  const smaller = minimal === null ? null : { body: minimal, from: null };
  return brokenRules({ exchanges } as never, smaller as never, suite).map(
    ({ member, keyword, given }) => `${member} ${keyword} ${given}`,
  );
}

it('the rules that a body breaks are listed by member, keyword and type, each once', () => {
  expect(rulesOf('{"ports":[{"client_port":"80"},{"client_port":0},{"client_port":"81"}],"port_id":null}')).toEqual([
    'ports.client_port type string',
    'ports.client_port minimum number',
    'port_id type null',
  ]);
  expect(rulesOf('[]')).toEqual([' type array']);
  expect(rulesOf('{"ports":[{"client_port":1},{"client_port":1,"protocol":"TCP"}]}')).toEqual([
    'ports distinct-mappings object',
  ]);
});

it('are those of the smaller body if there is one, and none for a body that is legal or not JSON', () => {
  expect(rulesOf('{"description":"<"}', '{"service_name":1}')).toEqual(['service_name type number']);
  expect(rulesOf('{"description":"a"}')).toEqual([]);
  expect(rulesOf('{"description":')).toEqual([]);
  expect(rulesOf(new Uint8Array([0x22, 0xff, 0x22]))).toEqual([]);
  expect(rulesOf(null)).toEqual([]);
});
