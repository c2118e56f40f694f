import { describe, expect, it } from 'vitest';
import { renderJunit } from './junit.js';
import { failed, failure, report, requirement } from './report.fixture.js';
import type { Report } from './report.js';
import { type ParsedElement, parseXml } from './well-formed.fixture.js';

/** The outcome of each test case, by requirement: `failure: message`, or an empty text. */
function outcomes(given: Report): Record<string, string> {
  const cases = parseXml(renderJunit(given)).children.flatMap((suite) => suite.children);
  const outcome = ({ children }: ParsedElement) =>
    children.map(({ name, attributes }) => `${name}: ${attributes['message'] ?? ''}`).join();
  return Object.fromEntries(cases.map((testCase) => [testCase.attributes['name'] ?? '', outcome(testCase)]));
}

const every = [
  requirement('reply/status'),
  failed('reply/json'),
  failed('reply/utf-8', { level: 'SHOULD' }),
  requirement('reply/object', { verdict: { kind: 'not-judged', reason: 'throttled' } }),
  requirement('reply/id/type', { level: 'MAY', verdict: { kind: 'not-judged', reason: 'throttled' } }),
  requirement('effect/isolation', { verdict: { kind: 'not-exercised', reason: 'needs a second service' } }),
  requirement('effect/race', { verdict: { kind: 'not-applicable', reading: 'R32' } }),
  requirement('effect/atomic', { verdict: { kind: 'deselected', reason: '--skip' } }),
  requirement('methods/post'),
];

describe('JUnit XML', () => {
  it('has a suite for a chapter, a test case for a requirement, and the right counts', () => {
    const root = parseXml(renderJunit(report(every, { verdict: 'non-conformant', exitCode: 1 })));
    expect(root.name).toBe('testsuites');
    expect(root.attributes).toMatchObject({ tests: '11', failures: '1', errors: '1', time: '3.250' });
    expect(root.attributes['name']).toMatch(/^vpcep-contract: NON-CONFORMANT: .*\(exit code 1\)$/);
    expect(root.children.map(({ name, attributes }) => [name, attributes['name'], attributes['tests']])).toEqual([
      ['testsuite', 'reply', '5'],
      ['testsuite', 'effect', '3'],
      ['testsuite', 'methods', '1'],
      ['testsuite', 'run', '2'],
    ]);
    expect(root.children[0]?.children[0]).toMatchObject({
      name: 'testcase',
      attributes: { name: 'reply/status', classname: 'vpcep-contract.reply' },
    });
  });

  it('says how often the case that failed was sent', () => {
    const own = failure({ case: 'reply/json#0' });
    const failures = [{ ...own, exchanges: own.exchanges.map((one) => ({ ...one, attempts: 3 })) }];
    expect(renderJunit(report([failed('reply/json', { failures })]))).toContain(
      'sent: 3 times before this answer counted',
    );
    expect(renderJunit(report(every))).not.toContain('sent: ');
  });

  it('says how often cases were sent again of what passed', () => {
    const { cases } = requirement('reply/json');
    const resent = requirement('reply/json', { cases: { ...cases, resent: 2 } });
    expect(renderJunit(report([resent]))).toContain('<system-out>flaky: sent again 2 times');
    expect(renderJunit(report([requirement('reply/json')]))).not.toContain('flaky');
  });

  it('fails if the run does, and gives the reason of everything else', () => {
    expect(outcomes(report(every))).toEqual({
      'reply/status': '',
      'reply/json': 'failure: expected 400, received 200',
      'reply/utf-8': 'skipped: failed, but only a SHOULD: expected 400, received 200',
      'reply/object': 'error: not judged: throttled',
      'reply/id/type': 'skipped: not judged: throttled',
      'effect/isolation': 'skipped: not exercised: needs a second service',
      'effect/race': 'skipped: not applicable by reading R32',
      'effect/atomic': 'skipped: left out: --skip',
      'methods/post': '',
      'run/complete': '',
      'run/put-back': '',
    });
  });

  it('counts what --strict and --require make count', () => {
    const base = report(every);
    const strict = { ...base, options: { ...base.options, strict: true, require: ['effect/*'] } };
    expect(outcomes(strict)).toMatchObject({
      'reply/utf-8': 'failure: expected 400, received 200',
      'effect/isolation': 'error: not exercised: needs a second service',
      'effect/race': 'skipped: not applicable by reading R32',
    });
  });

  it('tells how to see a failure again', () => {
    const root = parseXml(renderJunit(report([failed('reply/json')])));
    const text = root.children[0]?.children[0]?.children[0]?.text ?? '';
    expect(text).toContain('MUST, Table 3, service_name, reading R2: A service_name');
    expect(text).toContain('\nexpected 400, received 200\n');
    expect(text).toContain('X-Request-Id: c1f3');
    expect(text).toContain('\nreplay: vpcep-contract replay reports/latest "reply/json#0"');
  });

  it("has only what the schema of Jenkins' xUnit plugin knows, which reads nothing else", () => {
    const outcome = { attributes: ['type', 'message'], children: [] };
    const known: Readonly<Record<string, { readonly attributes: string[]; readonly children: string[] }>> = {
      testsuites: { attributes: ['name', 'time', 'tests', 'failures', 'errors'], children: ['testsuite'] },
      testsuite: {
        attributes: [
          'name',
          'tests',
          'failures',
          'errors',
          'time',
          'skipped',
          'timestamp',
          'hostname',
          'id',
          'package',
        ],
        children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
      },
      testcase: {
        attributes: ['name', 'time', 'classname', 'group'],
        children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
      },
      failure: outcome,
      error: outcome,
      skipped: outcome,
    };
    const check = ({ name, attributes, children }: ParsedElement): void => {
      expect(Object.keys(known)).toContain(name);
      expect(known[name]?.attributes).toEqual(expect.arrayContaining(Object.keys(attributes)));
      expect(known[name]?.children).toEqual(expect.arrayContaining(children.map((child) => child.name)));
      children.forEach(check);
    };
    const root = parseXml(renderJunit(report([...every])));
    check(root);
    expect(root.attributes['time']).toMatch(/^\d{1,3}\.\d{3}$/);
  });

  it('is well formed whatever the target said', () => {
    const all = Array.from({ length: 0x120 }, (_, code) => String.fromCharCode(code)).join('');
    const odd = `${all}\udfff\ud800\ufffe\uffff]]>&amp;<!--"'<script>🙂`;
    const hostile = failed('reply/json', {
      failures: [
        failure({
          case: 'reply/json#0',
          findings: [{ requirement: 'reply/json', pointer: odd, expected: odd, received: odd }],
          minimalBody: odd,
          curl: odd,
          requestId: odd,
        }),
      ],
    });
    const reasons = [
      requirement(`reply/x/${odd}`, { verdict: { kind: 'not-judged', reason: odd } }),
      requirement('reply/object', { verdict: { kind: 'deselected', reason: odd } }),
    ];
    const root = parseXml(renderJunit(report([hostile, ...reasons])));
    const message = root.children[0]?.children[0]?.children[0]?.attributes['message'];
    expect(message).toContain('\\u0000\\u0001');
    expect(message).toContain(`\\udfff\\ud800\\ufffe\\uffff]]>&amp;<!--"'<script>🙂`);
  });

  it('is well formed for a report without requirements', () => {
    expect(parseXml(renderJunit(report([]))).attributes).toMatchObject({ tests: '2' });
  });
});

describe('the check for well-formed XML', () => {
  it.each(['<a>', '<a></b>', '<a>&b;</a>', '<a b="1" b="2"/>', '<a>\u0001</a>', '<a/><b/>', '<a b=1/>', '<a b="<"/>'])(
    'refuses %j',
    (xml) => {
      expect(() => parseXml(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`)).toThrow();
    },
  );
});
