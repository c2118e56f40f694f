import { describe, expect, it } from 'vitest';
import { isBelowTheApi } from './below-api.js';
import { contextWith } from './context.fixture.js';
import type { Sent } from './case.js';
import type { CaseMaker } from './requirement.js';
import * as sent from './sent.js';
import * as then from './then.js';
import { documentedOperation } from '../operation/documented.js';

const { path: RESOURCE } = documentedOperation();

const one = sent.body({ description: 'x' });

describe('isBelowTheApi (R31)', () => {
  const headersOf = (...lines: (readonly [string, string])[]) => ({ path: RESOURCE, headers: lines });
  const onPath = (path: string) => ({ path, headers: [] });
  it.each([
    ['the documented path', onPath(RESOURCE), false],
    ['letters that are encoded', onPath('/v1/p/vpc-endpoint-services/%E4%B8%AD'), false],
    ['an encoded NUL', onPath('/v1/p/vpc-endpoint-services/%00'), true],
    ['two slashes at the start', onPath('//v1/p/vpc-endpoint-services/s'), true],
    ['an encoded tab', onPath('/v1/p%09/vpc-endpoint-services/s'), true],
    ['a tab in an id that is filled in later', onPath('/v1/{project_id~blank~2}/vpc-endpoint-services/s'), true],
    ['a blank in one', onPath('/v1/{project_id~blank~0}/vpc-endpoint-services/s'), false],
    ['an encoded blank', onPath('/v1/p%20/vpc-endpoint-services/s'), false],
    ['an encoded slash', onPath('/v1/p/vpc-endpoint-services%2fs'), true],
    ['ill-formed UTF-8', onPath('/v1/p/vpc-endpoint-services/%ff%fe'), true],
    ['a percent sign that encodes nothing', onPath('/v1/p/vpc-endpoint-services/%zz'), true],
    ['a query that encodes nothing', onPath('/v1/p/vpc-endpoint-services/s?a=%zz'), false],
    ['a segment of 255 characters', onPath(`/v1/p/vpc-endpoint-services/${'a'.repeat(255)}`), false],
    ['a segment of 256 characters', onPath(`/v1/p/vpc-endpoint-services/${'a'.repeat(256)}`), true],
    ['a header once', headersOf(['Content-Type', 'a'], ['X', 'b']), false],
    ['a header twice, in any case', headersOf(['Content-Type', 'a'], ['content-type', 'a']), true],
    ['a list in two lines', headersOf(['Accept', 'a'], ['Accept', 'b']), false],
    ['a head of 8,000 bytes', headersOf(['X', 'a'.repeat(8_000 - RESOURCE.length - 5)]), false],
    ['a head of 8,001 bytes', headersOf(['X', 'a'.repeat(8_001 - RESOURCE.length - 5)]), true],
  ])('%s', (_, sent, expected) => {
    expect(isBelowTheApi(sent)).toBe(expected);
  });
});

describe('what conforms', () => {
  const to = (path: string, given: CaseMaker = one, conforming = then.leadsBackOrNowhere()) => {
    const [made] = given(contextWith()) as [Sent];
    return conforming({ ...made, path }, contextWith()).statuses;
  };

  it('accepts 401 and 403 for dot segments that put another word in the place of the project (R20)', () => {
    expect(to('/v1/{project_id}/vpc-endpoint-services/./{service_id}')).toEqual([200, 400, 404]);
    expect(to('/v1/other/../{project_id}/vpc-endpoint-services/{service_id}')).toEqual([200, 400, 404, 401, 403]);
  });

  it('accepts 400 before any other status for a body that must be rejected anyway (R11)', () => {
    expect(to(RESOURCE, one, then.refuses(401))).toEqual([401]);
    expect(to(RESOURCE, sent.text('{'), then.refuses(401))).toEqual([401, 400]);
    expect(to(RESOURCE, sent.text('{'), then.refuses(401, 400))).toEqual([401, 400]);
  });

  it('is any 4xx to a body that is too deep, except those that answer nothing', () => {
    const statuses = to(RESOURCE, one, then.readOrRefused());
    expect(statuses).toEqual(expect.arrayContaining([200, 400, 413, 422]));
    expect(statuses.some((status) => status === 408 || status === 429 || status >= 500)).toBe(false);
  });
});
