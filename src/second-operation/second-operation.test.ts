import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Report } from '../report/report.js';
import { configOf, failedOf } from '../run.fixture.js';
import { runSuite } from '../run.js';
import { createSuite } from '../run/suite/create-suite.js';
import type { OpenApiDocument } from '../spec/data.js';
import { chapters } from './chapters.fixture.js';
import { renaming, type Defect } from './service.fixture.js';

const document = parse(readFileSync(join(import.meta.dirname, 'rename.yaml'), 'utf8')) as OpenApiDocument;
const suite = createSuite(chapters, document);

async function judged(
  wrong: Defect | null,
  only: readonly string[] = [],
): Promise<Report & { readonly left: readonly string[] }> {
  const { names, ...target } = await renaming(wrong);
  const hooks = { signal: new AbortController().signal, progress: () => undefined };
  const report = await runSuite(await configOf(target, { only: [...only] }), suite, hooks);
  return { ...report, left: names() };
}

describe('a second operation, no part of which is shipped', () => {
  it('is judged completely; a conforming service is not accused, and is left as it was', async () => {
    const report = await judged(null);
    const open = report.requirements.flatMap(({ id, verdict }) => (verdict.kind === 'passed' ? [] : [id]));
    // A conforming service answers with no other status.
    expect(open).toEqual(['errors/envelope/unlisted']);
    expect(report.restore.map(({ outcome }) => outcome)).toEqual(['restored', 'restored']);
    expect(report.left).toEqual(['as-found-0', 'as-found-1']);
  });

  it('has each of its faults caught by the requirement that it breaches', async () => {
    const member = 'endpoint_service_name';
    const faults: readonly (readonly [Defect, readonly string[], string])[] = [
      ['mandatory member optional', ['request-body/nothing'], 'request-body/nothing'],
      [
        'one character too many accepted',
        [`request-body/${member}/maxLength/*`],
        `request-body/${member}/maxLength/one-over`,
      ],
      ['blank accepted', [`request-body/${member}/pattern/*`], `request-body/${member}/pattern/blank-last`],
      ['number accepted', [`request-body/${member}/type/*`], `request-body/${member}/type/integer`],
      ['stored before it is checked', [`request-body/${member}/pattern/*`, 'effect/atomic'], 'effect/atomic'],
      ['not stored', ['request-body/every-combination', 'effect/persist/*'], `effect/persist/${member}`],
      ['cut to 16 characters', [`request-body/${member}/accepts/*`, 'effect/echo/*'], `effect/echo/${member}`],
      ['old name in the reply', ['request-body/every-combination', 'effect/echo/*'], `effect/echo/${member}`],
      ['all services renamed', ['effect/isolation'], 'effect/isolation'],
      ['state moves', ['request-body/every-combination', 'effect/constant/*'], 'effect/constant/state'],
      ['creation moves', ['request-body/every-combination', 'reply/created/*'], 'reply/created/constant'],
      ['other id in the reply', ['request-body/every-combination', 'reply/id/*'], 'reply/id/matches-path'],
      ['token not required', ['headers/*'], 'headers/token-missing'],
      ['unknown service renamed', ['path/*'], 'path/service-unknown'],
      ['envelope without a code', ['path/*', 'errors/*'], 'errors/envelope/404'],
      ['status 422', ['request-body/nothing', 'errors/*'], 'errors/documented-status'],
      ['POST obeyed', ['methods/*'], 'methods/post'],
    ];
    const missed = await Promise.all(
      faults.map(async ([wrong, only, id]) => {
        const failed = failedOf(await judged(wrong, only));
        return failed.includes(id) ? [] : [`${wrong}: ${failed.join(', ')}`];
      }),
    );
    expect(missed.flat()).toEqual([]);
  });
});
