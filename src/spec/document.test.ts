import { describe, expect, expectTypeOf, it } from 'vitest';
import type { components } from '../../generated/schema.js';
import { codeClasses } from './data.js';
import { codeClass, documentedStatuses, errorCode, errorCodes, readings } from './document.js';

describe('the class of an error code', () => {
  it.each([
    ['throttled', ['EndPoint.0022', 'APIGW.0308']],
    ['state', ['EndPoint.2004', 'EndPoint.2019', 'EndPoint.2051', 'EndPoint.3045']],
    ['token', ['EndPoint.1008']],
    ['quota', ['EndPoint.1018', 'EndPoint.3056']],
    ['in-use', ['EndPoint.3006']],
    ['platform', [2021, 2022, 3001, 3005, 3022, 3023, 3040, 4009, 4010, 4011].map((number) => `EndPoint.${number}`)],
    ['conflict', ['EndPoint.3044', 'EndPoint.3046']],
    ['unknown-service', ['EndPoint.2003', 'EndPoint.3062']],
  ])('is %s for %j, and with 400 for no others', (name, codes) => {
    const listed = errorCodes.filter((entry) => entry.class === name).map(({ code }) => code);
    const besides = listed.filter((code) => !codes.includes(code) && errorCode(code)?.status.includes(400));
    expect(codes.map(codeClass)).toEqual(codes.map(() => name));
    expect(besides).toEqual([]);
  });

  it('does not depend on the case of the code', () => {
    expect(codeClass('Endpoint.1018')).toBe('quota');
    expect(codeClass('ENDPOINT.2004')).toBe('state');
    expect(codeClass('apigw.0308')).toBe('throttled');
  });

  it('is not known for a code that is not listed', () => {
    expect(codeClass('EndPoint.9999')).toBeUndefined();
    expect(codeClass('')).toBeUndefined();
    expect(codeClass('constructor')).toBeUndefined();
  });

  it('is used, each of them', () => {
    expect(codeClasses.filter((name) => !errorCodes.some((entry) => entry.class === name))).toEqual([]);
  });
});

describe('the readings', () => {
  it('are R1 to R34, in order', () => {
    expect(readings.map(({ id }) => id)).toEqual(Array.from({ length: 34 }, (_, index) => `R${index + 1}`));
  });

  it('are loosened by the profile production, for a gateway in front, and never by document', () => {
    const loosened = readings.filter(({ profiles }) => profiles.production !== null).map(({ id }) => id);
    expect(loosened).toEqual(['R2', 'R4', 'R6', 'R7', 'R21', 'R23', 'R25', 'R28']);
    expect(readings.filter(({ profiles }) => profiles.document !== null)).toEqual([]);
  });
});

it('lists the fifteen statuses', () => {
  expect(documentedStatuses).toEqual([200, 400, 401, 403, 404, 405, 406, 407, 408, 409, 500, 501, 502, 503, 504]);
});

it('has types in which no member of the request is mandatory and those of the example of the reply are', () => {
  type Body = components['schemas']['UpdateEndpointServiceRequestBody'];
  type Reply = components['schemas']['ServiceResp'];
  expectTypeOf<Partial<Body>>().toEqualTypeOf<Body>();
  expectTypeOf<Body['service_name']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<components['schemas']['PortList']['protocol']>().toEqualTypeOf<'TCP' | undefined>();
  expectTypeOf<Reply['server_type']>().toEqualTypeOf<'VM' | 'VIP' | 'LB'>();
  expectTypeOf<Reply['description']>().toEqualTypeOf<string | undefined>();
});
