import { expect, it } from 'vitest';
import { namedByFlags } from './named-by-flags.js';

it('names the target and the way to it again, by all that the command line said about them', () => {
  const named = namedByFlags({
    envFile: ['staging.env', '-odd'],
    config: 'vpcep.config.yaml',
    target: 'staging',
    projectId: 'p1',
    serviceId: ['a', 'b'],
    accessKeyEnv: 'AK',
    proxy: 'http://proxy.example.com:3128',
    ca: '-ca.pem',
    insecure: true,
    connectTimeout: '9',
    effort: 'quick',
    seed: '7',
    reportDir: 'out',
  });
  expect(named.way.join(' ')).toBe(
    '--env-file staging.env --env-file ./-odd --config vpcep.config.yaml --target staging --access-key-env AK ' +
      '--ca ./-ca.pem --insecure --proxy http://proxy.example.com:3128 --connect-timeout 9',
  );
  expect(named.ids).toEqual(['--project-id', 'p1', '--service-id', 'a', '--service-id', 'b']);
  expect(namedByFlags({ config: false }).way).toEqual(['--no-config']);
});

it('leaves out what may hold a secret', () => {
  const { way } = namedByFlags({
    tokenCommand: 'print-token --password hunter2',
    proxy: 'http://user:hunter2@proxy.example.com:3128',
    header: ['Cookie: hunter2', 'X-Api-Key: hunter2', 'X-Trace: nightly'],
  });
  expect(way).toEqual(['--header', 'X-Trace: nightly']);
});
