import type { Expectation, Case } from '../contract/case.js';
import type { BodyTable, RecordedBodies } from './body-table.js';
import type { PackedExpectation, PackedCase } from './record.js';
import { sharedText } from './shared-text.js';

/** The members of a typical case; a record leaves out the members that equal them. */
const usual: Omit<Case, 'requirement' | 'index' | 'body' | 'expect'> = {
  drawn: false,
  shape: 'single',
  method: 'PUT',
  path: '/v1/{project_id}/vpc-endpoint-services/{service_id}',
  headers: [
    ['X-Auth-Token', '{{token}}'],
    ['Content-Type', 'application/json'],
  ],
  raw: null,
  applies: [],
  base: null,
  member: null,
  rival: null,
  prepare: null,
};

const usualAnswer: Expectation = {
  statuses: [200],
  codes: null,
  gateway404: false,
  belowApi: false,
  good: true,
  conflict: false,
  forces: null,
  foldsPortId: false,
};

/** Returns a case as a record holds it. */
export function packCase(testCase: Case, bodies: BodyTable): PackedCase {
  const { requirement, index, body, expect, ...rest } = testCase;
  return {
    requirement,
    index,
    ...unusual(rest, usual),
    body: body === null ? null : bodies.write(Buffer.from(body, 'base64')),
    expect: unusual(expect, usualAnswer),
  };
}

/** Restores a case from its form in a record. */
export function unpackCase(packed: PackedCase, bodies: RecordedBodies): Case {
  const { expect, body, ...rest } = packed;
  const bytes = bodies.read(body);
  return {
    ...usual,
    ...rest,
    body: bytes === null ? null : Buffer.from(bytes).toString('base64'),
    expect: expectationOf(expect),
  };
}

function expectationOf(packed: PackedExpectation): Expectation {
  return { ...usualAnswer, ...packed };
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? sharedText(value) : JSON.stringify(value);
}

function unusual<T extends object>(value: T, than: T): Partial<T> {
  const kept: Partial<T> = {};
  for (const name of Object.keys(value) as (keyof T)[]) {
    const one = value[name];
    if (one !== than[name] && textOf(one) !== textOf(than[name])) kept[name] = one;
  }
  return kept;
}
