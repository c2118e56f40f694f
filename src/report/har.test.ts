import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import type { Har } from 'har-format';
import { describe, expect, it } from 'vitest';
import { renderHar } from './har.js';
import { HOSTILE, hostileReport } from './hostile.fixture.js';
import { failed, failure, report, requirement } from './report.fixture.js';
import type { ExchangeReport } from './requirement-report.js';

const require = createRequire(import.meta.url);
// These schemas use draft 6, and keywords of an older one.
const ajv = new Ajv({
  strict: false,
  allErrors: true,
  formats: { uri: (text: string) => URL.canParse(text), 'date-time': true, ipv4: true, ipv6: true },
});
ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json') as object);
const schemas = require('har-schema') as Readonly<Record<string, object>>;
ajv.addSchema(Object.values(schemas));

function archive(text: string): Har {
  const value: unknown = JSON.parse(text);
  const valid = ajv.validate('har.json#', value);
  expect(ajv.errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  return value as Har;
}

describe('the exchanges of failures as an HTTP Archive', () => {
  it('are on one page, without which some importers show none', () => {
    const { log } = archive(renderHar(report([failed('reply/json'), failed('reply/utf-8')])));
    expect(log.pages).toMatchObject([{ id: 'run', startedDateTime: '2024-05-06T07:08:09.000Z' }]);
    expect(log.entries.map(({ pageref }) => pageref)).toEqual(['run', 'run']);
  });

  it('are those of every failure, in order of time, and no others', () => {
    const own = failure({ case: 'reply/json#0' });
    const [first] = own.exchanges;
    const later = { ...first, role: 'read', method: 'GET', sentAt: '2024-05-06T07:08:11.000Z' } as ExchangeReport;
    const lost = {
      ...first,
      status: null,
      responseBody: null,
      responseHeaders: [],
      failure: 'timeout: nothing came',
      body: null,
      path: '/v1/a?b=%zz \u00e9&c',
    } as ExchangeReport;
    const { log } = archive(
      renderHar(
        report([
          requirement('reply/status'),
          failed('reply/json', { failures: [{ ...own, exchanges: [later, lost] }] }),
          failed('reply/utf-8'),
        ]),
      ),
    );
    expect(
      log.entries.map(({ request, response }) => [request.method, request.url.slice(21), response.status]),
    ).toEqual([
      ['PUT', '/v1/a?b=%25zz%20%C3%A9&c', 0],
      ['PUT', first?.path, 200],
      ['GET', first?.path, 200],
    ]);
    expect(log.entries[0]?.request).toMatchObject({
      bodySize: 0,
      queryString: [{ name: 'b' }, { name: 'c', value: '' }],
    });
    expect(log.entries[0]?.comment).toContain('no reply: timeout: nothing came');
    expect(log.entries[1]).toMatchObject({
      startedDateTime: '2024-05-06T07:08:10.125Z',
      time: 1.5,
      request: {
        headers: [{ name: 'X-Auth-Token', value: '<token>' }, { name: 'Content-Type' }],
        postData: { mimeType: 'application/json', text: '{"service_name":"seventeen-letters"}' },
      },
      response: { content: { text: '{"id":"4189d3c2-8882-4871-a3c2-d380272eed83"}' } },
    });
  });

  it('keep to the schema even if the target is hostile, and if nothing failed', () => {
    expect(archive(renderHar(hostileReport())).log.entries).toHaveLength(HOSTILE.length * 4);
    expect(archive(renderHar(report([requirement('reply/status')]))).log.entries).toEqual([]);
  });
});
