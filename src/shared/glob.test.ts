import { describe, expect, it } from 'vitest';
import { compileGlob, matchesAny } from './glob.js';

describe('a glob', () => {
  it.each([
    ['effect/atomic', 'effect/atomic', true],
    ['effect', 'effect/idempotent/reply', true],
    ['effect', 'effects/atomic', false],
    ['atomic', 'effect/atomic', false],
    ['*', 'effect/atomic', true],
    ['*/service_name/*', 'request-body/service_name/maxLength/one-over', true],
    ['request-body/**/one-over', 'request-body/service_name/maxLength/one-over', true],
    ['port-list/?lient_port', 'port-list/client_port/type/text', true],
    ['reply/{id,project_id}/*', 'reply/project_id/matches-path', true],
    ['reply/{id,project_id}/*', 'reply/vip_port_id/only-vip', false],
    ['reply/{id', 'reply/id', false],
    ['reply.status', 'reply/status', false],
    ['(reply', '(reply', true],
    ['effect/', 'effect/atomic', true],
  ])('%j over %j: %j', (glob, id, want) => {
    expect(compileGlob(glob)(id)).toBe(want);
  });

  it.each([
    '{e,?}*'.repeat(2_000),
    `${'{e,?,*}'.repeat(2_000)}x`,
    '?*'.repeat(5_000),
    '{'.repeat(5_000),
    '*?*?*?*?*?*?*?*?*?*?*?*?*?*?x',
    '{a,a}*'.repeat(20),
    '*{e,e,e}*{e,e,e}*{e,e,e}*x',
    '*'.repeat(5_000),
  ])('ends, whatever is written: %j', (glob) => {
    expect(compileGlob(glob)(`request-body/${'service-name-e'.repeat(6)}`)).toBe(/^\*+$/.test(glob));
  });

  it('is one of several', () => {
    expect(matchesAny(['reply', 'effect'], 'effect/atomic')).toBe(true);
    expect(matchesAny([], 'effect/atomic')).toBe(false);
  });
});
