import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { isObject, type Json } from '../shared/json.js';
import { failed, report, requirement } from './report.fixture.js';
import type { Report } from './report.js';

const schema = JSON.parse(readFileSync(new URL('../../generated/report.schema.json', import.meta.url), 'utf8')) as Json;
const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema as object);

const whole: Report = report([
  requirement('reply/status', { rejectedForTheRightReason: false, needs: ['sibling'] }),
  failed('reply/json', { clause: { section: 'URI' }, reading: null }),
  failed('reply/utf-8', { known: { reason: 'a proxy', ticket: null, expires: '2099-01-01' } }),
  requirement('reply/object', { verdict: { kind: 'not-judged', reason: 'throttled' } }),
  requirement('effect/isolation', { verdict: { kind: 'not-exercised', reason: 'needs a second service' } }),
  requirement('effect/race', { verdict: { kind: 'not-applicable', reading: 'R32' } }),
  requirement('effect/atomic', { verdict: { kind: 'deselected', reason: '--skip' } }),
]);

describe('the JSON Schema of the report', () => {
  it('accepts what the report type allows', () => {
    expect(validate(JSON.parse(JSON.stringify(whole))), JSON.stringify(validate.errors)).toBe(true);
    const { target } = whole;
    const entry = { requirement: 'reply/*', reason: 'a proxy', ticket: 'T-1', expires: null };
    const knownFailures = { file: 'k.yaml', entries: [{ ...entry, state: 'failing', failed: ['reply/utf-8'] }] };
    expect(validate({ ...whole, knownFailures, verdict: 'known-failures' })).toBe(true);
    expect(validate({ ...whole, target: { ...target, reads: null, siblingServiceId: 's' } })).toBe(true);
  });

  it.each<[name: string, changes: object]>([
    ['another layout', { schemaVersion: 2 }],
    ['another program', { tool: { ...whole.tool, name: 'other' } }],
    ['an unknown verdict', { verdict: 'passed' }],
    ['a member that is not documented', { extra: true }],
    ['a missing member', { traffic: undefined }],
    ['a verdict without its reason', { requirements: [{ ...whole.requirements[0], verdict: { kind: 'not-judged' } }] }],
    ['an id without a chapter', { requirements: [{ ...whole.requirements[0], id: 'status' }] }],
  ])('refuses %s', (_name, changes) => {
    expect(validate(JSON.parse(JSON.stringify({ ...whole, ...changes })))).toBe(false);
  });

  it('accepts what was in flight when the target crashed', () => {
    const inFlight = [{ case: 'reply/json#0', requirement: 'reply/json', recorded: { probe: [1] } }];
    expect(validate({ ...whole, inFlight })).toBe(true);
  });

  it('describes every field and every type', () => {
    const bare: string[] = [];
    const visit = (node: Json, path: string): void => {
      if (!isObject(node)) return;
      for (const [name, value] of Object.entries(node)) {
        const isNamed = /\/(?:properties|\$defs)$/.test(path) && isObject(value);
        // Tags that distinguish shapes are described with the shapes.
        const isTag = name === 'kind' && isObject(value) && value['const'] !== undefined;
        if (isNamed && !isTag && typeof value['description'] !== 'string') bare.push(`${path}/${name}`);
        visit(value, `${path}/${name}`);
      }
    };
    visit(schema, '');
    expect(bare).toEqual([]);
  });
});
