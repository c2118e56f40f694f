import { failed, failure, report, requirement } from './report.fixture.js';
import type { Report } from './report.js';

/** Texts of a target that try to break out of a page, a summary, a log or a document. */
export const HOSTILE = [
  '</script><script>globalThis.broken = 1</script>',
  '"><img src=x onerror="globalThis.broken = 1">',
  `'><svg/onload=globalThis.broken=1>`,
  '</style><style>body { display: none }</style>',
  '</pre></details></main><!-- ',
  ']]> <![CDATA[',
  '```\n# broken\n````\n</details>\n| a | b |\n<b>broken</b>',
  '@everyone #1 https://broken.example [a](javascript:broken)',
  '\n::error title=broken::broken\n##[add-mask]broken',
  '\u202e\u0000\u001b[2J\ud800 \u2028',
] as const;

const all = HOSTILE.join(' ');

/** A report in which everything that a target, a file or a user can supply is hostile. */
export function hostileReport(): Report {
  const own = failure({ case: `reply/json#0` });
  const [exchange] = own.exchanges;
  if (exchange === undefined) throw new Error('the fixture has an exchange');
  const hostile = HOSTILE.map((text, n) =>
    failed(`reply/json/${n}`, {
      known: { reason: text, ticket: text, expires: null },
      failures: [
        {
          ...own,
          case: `reply/json/${n}#0`,
          findings: [{ requirement: `reply/json/${n}`, pointer: `/${text}`, expected: text, received: all }],
          exchanges: [
            {
              ...exchange,
              method: text,
              path: `/v1/${text}`,
              headers: [[text, text]],
              body: text,
              responseHeaders: [[text, text]],
              responseBody: JSON.stringify({ [text]: text }),
            },
            { ...exchange, role: 'read', status: null, failure: text, responseBody: null },
          ],
          minimalBody: text,
          curl: text,
          replay: text,
          requestId: text,
        },
      ],
    }),
  );
  // One of each kind is not excused.
  const fresh = hostile.map(({ known: _known, ...rest }) => ({ ...rest, id: `fresh/${rest.id}` }));
  return report(
    [
      ...hostile,
      ...fresh,
      requirement('reply/object', { verdict: { kind: 'not-judged', reason: all } }),
      requirement('reply/type', { verdict: { kind: 'not-exercised', reason: all } }),
      requirement('reply/utf-8', { verdict: { kind: 'deselected', reason: all } }),
    ],
    {
      verdict: 'non-conformant',
      exitCode: 1,
      because: HOSTILE,
      facts: HOSTILE,
      warnings: HOSTILE,
      restore: [{ serviceId: all, outcome: 'failed', details: HOSTILE }],
      target: {
        url: `http://localhost:8080/?${all}`,
        projectId: all,
        serviceIds: [all],
        siblingServiceId: all,
        embedded: false,
        reads: 'GET',
      },
    },
  );
}
