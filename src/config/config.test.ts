import { describe, expect, it } from 'vitest';
import { type Config, type Flags, resolveConfig, type Target } from './config.js';
import { UserError } from '../shared/errors.js';

const service = '4189d3c2-8882-4871-a3c2-d380272eed83';
const other = '5289d3c2-8882-4871-a3c2-d380272eed80';
const env = { VPCEP_TOKEN: 'secret-token' };
const target: Flags = { url: 'http://localhost:8080', projectId: '6e9dfd51', serviceId: [service] };

function told(flags: Flags, variables: Record<string, string> = {}): UserError {
  try {
    resolveConfig(flags, variables);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}

describe('a configuration', () => {
  it('has its defaults, and judges the embedded mock, if nothing is given', () => {
    const { seed, ...rest } = resolveConfig({}, {});
    expect(rest).toEqual({
      target: null,
      byFlags: { ids: [], way: [] },
      network: { tls: {}, proxy: null, proxyEnv: {} },
      spending: { maxRequests: null, maxTimeMs: null, maxFailures: null, perSecond: null },
      mock: null,
      allowProduction: false,
      dryRun: false,
      headers: [],
      readings: 'document',
      effort: 'standard',
      cases: null,
      only: [],
      skip: [],
      require: [],
      concurrency: 16,
      timeoutMs: 5000,
      connectTimeoutMs: null,
      reportDir: 'reports/latest',
      knownFailures: null,
      updateKnown: false,
      lastFailed: false,
      strict: false,
      shard: null,
      quiet: false,
      verbose: false,
      json: false,
    } satisfies Omit<Config, 'seed'>);
    expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
  });

  it('takes everything from flags', () => {
    const config = resolveConfig(
      {
        url: 'https://vpcep.example.com/base/',
        projectId: 'p1',
        serviceId: [service, other],
        siblingServiceId: 'sibling',
        tokenEnv: 'MINE',
        foreignTokenEnv: 'THEIRS',
        portId: [other],
        header: ['X-Trace: nightly run', 'X-Empty-Before:x'],
        readings: 'production',
        seed: '7',
        effort: 'thorough',
        cases: '12',
        only: ['effect'],
        skip: ['effect/race'],
        require: ['effect/*'],
        concurrency: '1',
        timeout: '0.25',
        reportDir: 'out',
        knownFailures: 'known.yaml',
        updateKnown: true,
        lastFailed: true,
        strict: true,
        shard: '2/2',
        verbose: true,
        json: true,
      },
      { MINE: 'a', THEIRS: 'b' },
    );
    expect(config).toEqual({
      byFlags: config.byFlags,
      target: {
        url: 'https://vpcep.example.com/base',
        projectId: 'p1',
        serviceIds: [service, other],
        siblingServiceId: 'sibling',
        token: 'a',
        foreignToken: 'b',
        portIds: [other],
      } satisfies Target,
      network: { tls: {}, proxy: null, proxyEnv: {} },
      spending: { maxRequests: null, maxTimeMs: null, maxFailures: null, perSecond: null },
      mock: null,
      allowProduction: false,
      dryRun: false,
      headers: [
        ['X-Trace', 'nightly run'],
        ['X-Empty-Before', 'x'],
      ],
      readings: 'production',
      seed: 7,
      effort: 'thorough',
      cases: 12,
      only: ['effect'],
      skip: ['effect/race'],
      require: ['effect/*'],
      concurrency: 1,
      timeoutMs: 250,
      connectTimeoutMs: null,
      reportDir: 'out',
      knownFailures: 'known.yaml',
      updateKnown: true,
      lastFailed: true,
      strict: true,
      shard: { index: 2, count: 2 },
      quiet: false,
      verbose: true,
      json: true,
    } satisfies Config);
  });

  it('takes the same from the environment', () => {
    const config = resolveConfig(
      {},
      {
        VPCEP_TARGET: 'http://[::1]:8080',
        VPCEP_PROJECT_ID: 'p1',
        VPCEP_SERVICE_ID: `${service}, ${other}`,
        VPCEP_SIBLING_SERVICE_ID: 'sibling',
        VPCEP_TOKEN: 'a',
        VPCEP_FOREIGN_TOKEN: 'b',
        VPCEP_PORT_ID: `${other},${service}`,
        VPCEP_REPORT_DIR: 'out',
        VPCEP_READINGS: 'production',
        VPCEP_SEED: '0',
        VPCEP_CONCURRENCY: '256',
      },
    );
    expect(config.target).toEqual({
      url: 'http://[::1]:8080',
      projectId: 'p1',
      serviceIds: [service, other],
      siblingServiceId: 'sibling',
      token: 'a',
      foreignToken: 'b',
      portIds: [other, service],
    });
    expect(config).toMatchObject({ reportDir: 'out', readings: 'production', seed: 0, concurrency: 256 });
  });

  it('lets flags win, and takes an empty variable as absent', () => {
    const variables = {
      ...env,
      VPCEP_SEED: '1',
      VPCEP_CONCURRENCY: '',
      VPCEP_SERVICE_ID: 'x,y',
      VPCEP_REPORT_DIR: 'a',
    };
    const config = resolveConfig({ ...target, seed: '2', reportDir: 'b' }, variables);
    expect(config).toMatchObject({ seed: 2, concurrency: 16, reportDir: 'b' });
    expect(config.target?.serviceIds).toEqual([service]);
  });

  it.each<[given: string, want: string]>([
    ['http://localhost', 'http://localhost'],
    ['http://localhost/', 'http://localhost'],
    ['HTTP://LOCALHOST:80/a/b//', 'http://localhost/a/b'],
    ['https://example.com/v10', 'https://example.com/v10'],
  ])('keeps the base path of %s, without a slash at its end', (given, want) => {
    expect(resolveConfig({ ...target, url: given }, env).target?.url).toBe(want);
  });
});

describe('what is wrong in a configuration is named, with the way out', () => {
  it.each<[name: string, flags: Flags, variables: Record<string, string>, message: RegExp, remedy: RegExp]>([
    ['no scheme', { ...target, url: 'localhost:8080' }, env, /^--url must be a URL/, /http:\/\/localhost/],
    ['another scheme', {}, { ...env, VPCEP_TARGET: 'ftp://x' }, /^VPCEP_TARGET must/, /VPCEP_TARGET=http/],
    ['no host', { ...target, url: 'http://' }, env, /^--url is not a URL/, /host/],
    ['a password in the URL', { ...target, url: 'http://u:pw@h' }, env, /^--url holds a user name/, /never part/],
    ['a query', { ...target, url: 'http://h/a?b' }, env, /^--url holds a query/, /http:\/\/h/],
    ['/v1 at the end', { ...target, url: 'http://h/a/v1/' }, env, /contains \/v1/, /: http:\/\/h\/a$/],
    [
      'the whole path',
      { ...target, url: 'http://h/v1/p/vpc-endpoint-services/s' },
      env,
      /contains \/v1/,
      /: http:\/\/h$/,
    ],
    ['an empty URL', { url: ' ' }, {}, /^--url is empty/, /value/],
    ['a URL alone', { url: 'http://h' }, {}, /something is missing/, /--project-id.*--service-id.*VPCEP_TOKEN/],
    ['no token', target, {}, /something is missing/, /^Add a token: VPCEP_TOKEN/],
    ['a token without a URL', {}, env, /^VPCEP_TOKEN is given, but no URL/, /VPCEP_TARGET/],
    ['a service without a URL', { serviceId: [service] }, {}, /^--service-id is given/, /--url/],
    ['a blank in a project', { ...target, projectId: 'a b' }, env, /^--project-id is not/, /letters/],
    ['a slash in a service', { ...target, serviceId: ['a/b'] }, env, /^--service-id is not/, /repeat the flag/],
    ['a dot as a service', { ...target, serviceId: ['..'] }, env, /^--service-id is not/, /repeat the flag/],
    ['a list in a flag', { ...target, serviceId: ['a,b'] }, env, /^--service-id is not/, /repeat the flag/],
    [
      'a comma too many',
      { url: 'http://h', projectId: 'p' },
      { ...env, VPCEP_SERVICE_ID: 'a,,b' },
      /^VPCEP_SERVICE_ID is empty/,
      /id of a service/,
    ],
    [
      'a service twice',
      { ...target, serviceId: [service, service.toUpperCase()] },
      env,
      /^--service-id names .* twice/,
      /once/,
    ],
    [
      'the sibling as a service',
      { ...target, siblingServiceId: service },
      env,
      /^--sibling-service-id is also/,
      /only read/,
    ],
    ['an invalid port_id', { ...target, portId: ['1234'] }, env, /^--port-id is not/, /UUID/],
    ['a port_id twice', { ...target, portId: [other, other] }, env, /^--port-id names/, /once/],
    [
      'the same token twice',
      target,
      { ...env, VPCEP_FOREIGN_TOKEN: 'secret-token' },
      /^VPCEP_FOREIGN_TOKEN holds the same/,
      /another project/,
    ],
    [
      'a line break in a token',
      target,
      { VPCEP_TOKEN: 'secret-token\n' },
      /^VPCEP_TOKEN begins or ends with a blank or line break/,
      /nothing else/,
    ],
    ['a token as a flag', { ...target, tokenEnv: 'secret-token' }, env, /^--token-env takes the name/, /Export/],
    [
      'a variable that is not set',
      { ...target, tokenEnv: 'NOWHERE' },
      env,
      /^--token-env names a variable that is not set/,
      /Export/,
    ],
    ['no header', { header: ['X-Trace'] }, {}, /^--header takes a header/, /Name: value|X-Trace/],
    [
      'a token as a header',
      { header: ['x-auth-token: secret-token'] },
      {},
      /secrets are never flag values/,
      /VPCEP_TOKEN/,
    ],
    ["a header of the suite's own", { header: ['Accept: text/html'] }, {}, /cannot set Accept/, /Leave/],
    ['a header without a value', { header: ['X-Trace:'] }, {}, /has no value/, /visible/],
    ['a header that would split', { header: ['X-Trace: a\r\nX-B: c'] }, {}, /no header can carry/, /visible/],
    [
      'a misspelt effort',
      { effort: 'thorogh' },
      {},
      /^--effort cannot be "thorogh"; did you mean thorough\?/,
      /quick, standard, thorough/,
    ],
    [
      'an unknown profile of readings',
      {},
      { VPCEP_READINGS: 'prod' },
      /^VPCEP_READINGS cannot be "prod"; did you mean production\?/,
      /document/,
    ],
    ['a misspelt variable', {}, { VPCEP_TARGE: 'http://h' }, /VPCEP_TARGE,/, /VPCEP_TARGET/],
    ['another name of the target', {}, { VPCEP_URL: 'http://h' }, /VPCEP_URL/, /VPCEP_TARGET/],
    ['a reading that no profile loosens', { readings: 'document+R12' }, {}, /^--readings switches "R12"/, /R2, R4, R6/],
    ['a reading that is loosened already', { readings: 'production+R7' }, {}, /loosens it already/, /production-R7/],
    ['quiet and verbose', { quiet: true, verbose: true }, {}, /exclude/, /Leave/],
    ['an empty glob', { only: [' '] }, {}, /^--only is empty/, /effect/],
  ])('%s', (_name, flags, variables, message, remedy) => {
    const error = told(flags, variables);
    expect(error.message).toMatch(message);
    expect(error.remedy).toMatch(remedy);
    expect(error.message + (error.remedy ?? '')).not.toContain('secret-token');
  });

  it.each<[name: string, flags: Flags, variables?: Record<string, string>]>([
    ['--seed', { seed: '-1' }],
    ['--seed', { seed: '2147483648' }],
    ['--seed', { seed: '0x10' }],
    ['VPCEP_SEED', {}, { VPCEP_SEED: '1.5' }],
    ['--cases', { cases: '0' }],
    ['--concurrency', { concurrency: '257' }],
    ['VPCEP_CONCURRENCY', {}, { VPCEP_CONCURRENCY: 'many' }],
    ['--timeout', { timeout: '0' }],
    ['--timeout', { timeout: '5s' }],
    ['--timeout', { timeout: '1e3' }],
  ])('%s out of its bounds', (name, flags, variables) => {
    expect(told(flags, variables).message).toMatch(new RegExp(`^${name} must be a (whole )?number`));
  });

  it('leaves variables alone that another flag names or that are near to nothing', () => {
    const variables = { VPCEP_TOKEN_A: 'a', VPCEP_TOKEN_B: 'b', VPCEP_SOMETHING_ELSE: 'c' };
    expect(resolveConfig({ ...target, tokenEnv: 'VPCEP_TOKEN_A' }, variables).target?.token).toBe('a');
  });
});
