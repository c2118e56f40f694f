import { describe, expect, it } from 'vitest';
import { HOSTILE, hostileReport } from './hostile.fixture.js';
import { MARKDOWN_LIMIT, renderMarkdown } from './markdown.js';
import { failed, failure, report, requirement } from './report.fixture.js';

/** The text outside of code, where Markdown and HTML have a meaning. Throws an Error if a block never ends. */
function outsideCode(markdown: string): string {
  const lines: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split('\n')) {
    const [, run = '', rest = ''] = /^(`{3,})(.*)$/.exec(line) ?? [];
    if (fence === null && run !== '' && !rest.includes('`')) fence = run;
    else if (fence !== null) fence = run.length >= fence.length && rest === '' ? null : fence;
    else lines.push(line.replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, ''));
  }
  if (fence !== null) throw new Error('a block of code never ends');
  return lines.join('\n');
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

describe('a report in Markdown', () => {
  it('says the verdict first, then what failed and how to see it again, then what has no verdict', () => {
    const text = renderMarkdown(
      report(
        [
          requirement('reply/status'),
          failed('request-body/service_name/maxLength/one-over'),
          requirement('effect/isolation', { verdict: { kind: 'not-exercised', reason: 'needs a second service' } }),
        ],
        { verdict: 'non-conformant', exitCode: 1, because: ['1 requirement failed'] },
      ),
    );
    const order = [
      '## vpcep-contract: NON-CONFORMANT\n',
      '1 of 2 requirements breached, 1 kept; 1 not exercised. Exit code 1. Judged: `http://localhost:8080`.',
      '- 1 requirement failed\n',
      '### Failed (1)\n',
      '1 requirement, for 1 cause.\n',
      '#### 1. A text of another length is accepted in service_name; it must be rejected\n',
      '1 requirement, 1 request; cause `accepted/length`\n',
      '```text\nsent      PUT /v1/',
      '{"service_name":"seventeen-letters"} -> 200 (X-Request-Id c1f3)\nexpected  400\nreceived  200\n```\n',
      '```sh\ncurl -X PUT ',
      '<details><summary>1 requirement that it explains</summary>\n',
      '- `request-body/service_name/maxLength/one-over`, MUST, Table 3, service_name, reading R2: A service_name of',
      '```sh\nvpcep-contract replay reports/latest "request-body/service_name/maxLength/one-over#0"\n```\n',
      '### Not exercised (1)\n\n- 1: needs a second service\n',
      '1834 requests in 3.3 s; seed 42, effort standard, readings document, concurrency 16',
    ];
    let from = 0;
    for (const part of order) {
      expect(text.slice(from)).toContain(part);
      from = text.indexOf(part, from) + part.length;
    }
  });

  it('stays below its limit and whole, however much failed, and says how much it leaves out', () => {
    const big = '\u00e9`'.repeat(2_000);
    const many = Array.from({ length: 400 }, (_, n) =>
      failed(`a${n}/b${n}/c`, {
        failures: [
          failure({
            case: `a${n}/b${n}/c#0`,
            findings: [{ requirement: `a${n}/b${n}/c`, expected: `${big}${n}`, received: `${n}${big}` }],
            minimalBody: big,
            curl: big.slice(0, 1_900),
          }),
        ],
      }),
    );
    const text = renderMarkdown(report(many, { verdict: 'non-conformant', exitCode: 1 }));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MARKDOWN_LIMIT);
    expect(Buffer.byteLength(text)).toBeGreaterThan(MARKDOWN_LIMIT * 0.8);
    const outside = outsideCode(text);
    expect(count(outside, '<details>')).toBe(count(outside, '</details>'));
    const [, left = ''] = /^(\d+) more failed requirements do not fit here/m.exec(outside) ?? [];
    expect(Number(left) + count(outside, '#### ')).toBe(400);
    expect(text).toMatch(/version 0\.1\.0\.\n$/);
  });

  it('lets nothing that a target said mean anything', () => {
    const text = renderMarkdown(hostileReport());
    const outside = outsideCode(text);
    expect(outside).not.toMatch(/broken|@|everyone|javascript|<(?!\/?(?:details|summary)>)/);
    expect(count(outside, '<details>')).toBe(count(outside, '</details>'));
    expect(outside.match(/^#.*$/gm)?.every((line) => /^#{2,4} (?:vpcep-contract|\d+\.|[A-Z][a-z ,]+)/.test(line))).toBe(
      true,
    );
    expect(text).toContain('globalThis.broken');
    expect(text).not.toMatch(/[\u202e\u0000\u001b\u2028]/u);
    expect(HOSTILE.length).toBeGreaterThan(5);
  });
});
